/* SPDX-License-Identifier: ISC */
/* HTTP CONNECT. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "transport/proxy_internal.h"

char *
proxy_base64(char *out, const void *from, size_t n)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = from, *end = p + n;
	unsigned long three;
	char *o = out;
	size_t left;

	for (; p < end; p += 3) {
		left = (size_t)(end - p);
		three = (unsigned long)p[0] << 16;
		three |= left > 1 ? (unsigned long)p[1] << 8 : 0;
		three |= left > 2 ? p[2] : 0;
		*o++ = digit[three >> 18];
		*o++ = digit[three >> 12 & 63];
		*o++ = left > 1 ? digit[three >> 6 & 63] : '=';
		*o++ = left > 2 ? digit[three & 63] : '=';
		if (left < 3)
			break;
	}
	*o = '\0';
	return out;
}

enum { HEAD_MOST = 65536 };	/* bytes of an answer */

static void
http_sign(struct proxy *p)
{
	char plain[2 * PROXY_SECRET], coded[BASE64_SIZE(sizeof plain)];
	int n = snprintf(plain, sizeof plain, "%s:%s", p->ask.user,
	    p->ask.password);

	if (n >= (int)sizeof plain) {
		proxy_refuse(p, CAUSE_OTHER, "user and password are too long "
		    "(%d bytes at most)", 2 * PROXY_SECRET - 2);
		return;
	}
	proxy_put_text(p, "Proxy-Authorization: Basic ");
	proxy_put_text(p, proxy_base64(coded, plain, (size_t)n));
	proxy_put_text(p, "\r\n");
	memset(plain, 0, sizeof plain);
	memset(coded, 0, sizeof coded);
}

void
proxy_http_start(struct proxy *p)
{
	bool colons = strchr(p->ask.host, ':') != NULL;
	char to[PROXY_HOST + 16];

	p->step = HTTP_STATUS;
	snprintf(to, sizeof to, "%s%s%s:%d", colons ? "[" : "", p->ask.host,
	    colons ? "]" : "", p->ask.port);
	proxy_put_text(p, "CONNECT ");
	proxy_put_text(p, to);
	proxy_put_text(p, " HTTP/1.1\r\nHost: ");
	proxy_put_text(p, to);
	proxy_put_text(p, "\r\n");
	if (p->ask.password != NULL)
		http_sign(p);
	proxy_put_text(p, "\r\n");
}

/* The status of "HTTP/1.1 200 text"; 0 if it is not such a line. */
static int
http_code(const struct proxy *p)
{
	static const char shape[] = "HTTP/1.1 200";
	size_t i;

	if (p->len < sizeof shape - 1)
		return 0;
	for (i = 0; i < sizeof shape - 1; i++)
		if (isdigit((unsigned char)shape[i]) ?
		    !isdigit(p->line[i]) : p->line[i] != shape[i])
			return 0;
	return (p->line[9] - '0') * 100 + (p->line[10] - '0') * 10 +
	    p->line[11] - '0';
}

/* Refuses; the statuses of a gateway are about the host. */
void
proxy_http_refuse(struct proxy *p)
{
	char text[PROXY_QUOTED];

	if (p->status == 407)
		proxy_refuse(p, CAUSE_PROXY, "%s: \"%s\"%s%s",
		    p->ask.password == NULL ? "user and password required" :
		    "user and password rejected", proxy_quoted(p, text),
		    p->offers[0] != '\0' ? ", it offers " : "", p->offers);
	else
		proxy_refuse(p, p->status >= 502 && p->status <= 504 ?
		    CAUSE_UNANSWERED : CAUSE_OTHER, "refused: \"%s\"",
		    proxy_quoted(p, text));
}

static void
http_status(struct proxy *p, unsigned char c)
{
	if (c != '\n') {
		if (p->len < sizeof p->line)
			p->line[p->len++] = c;
		if (p->len == PROXY_QUOTE && http_code(p) == 0)
			proxy_refuse_stranger(p);
		return;
	}
	p->status = http_code(p);
	p->step = HTTP_HEADER;
	p->header_len = 0;
	if (p->status == 0)
		proxy_refuse_stranger(p);
	else if (p->status >= 300 && p->status != 407)
		proxy_http_refuse(p);
}

/* Notes the scheme of a Proxy-Authenticate line, once. */
static void
http_offer(struct proxy *p)
{
	static const char name[] = "Proxy-Authenticate:";
	const char *from = p->header + sizeof name - 1;
	size_t n = 0, have = strlen(p->offers);

	p->header[p->header_len] = '\0';
	if (strncasecmp(p->header, name, sizeof name - 1) != 0)
		return;
	from += strspn(from, " \t");
	while (isalnum((unsigned char)from[n]) || from[n] == '-')
		n++;
	if (n > 0)
		snprintf(p->offers + have, sizeof p->offers - have, "%s%.*s",
		    have > 0 ? ", " : "", (int)n, from);
}

/* The empty line that ends an answer. */
static void
http_over(struct proxy *p)
{
	if (p->status == 407) {
		proxy_http_refuse(p);
	} else if (p->status >= 200) {
		p->state = PROXY_OPEN;
	} else {
		/* 1xx: the final answer follows. */
		p->step = HTTP_STATUS;
		p->len = 0;
	}
}

static void
http_header(struct proxy *p, unsigned char c)
{
	if (c != '\n') {
		if (p->header_len < sizeof p->header - 1)
			p->header[p->header_len++] = (char)c;
		return;
	}
	if (p->header_len > 0 && p->header[p->header_len - 1] == '\r')
		p->header_len--;
	if (p->header_len == 0)
		http_over(p);
	else if (p->status == 407)
		http_offer(p);
	p->header_len = 0;
}

void
proxy_http_byte(struct proxy *p, unsigned char c)
{
	if (p->step == HTTP_STATUS)
		http_status(p, c);
	else
		http_header(p, c);
	if (++p->total >= HEAD_MOST && p->state == PROXY_TALKS)
		proxy_refuse(p, CAUSE_OTHER, "the answer is too long");
}
