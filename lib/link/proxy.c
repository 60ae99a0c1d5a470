/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/base64.h"
#include "base/visible.h"
#include "link/proxy.h"

enum {
	HOST_MOST = 255,	/* SOCKS5 counts in a byte */
	QUOTE = 72,		/* bytes of a stranger's line worth quoting */
	HEAD_MOST = 65536	/* bytes of an answer by HTTP */
};

enum step {
	HTTP_STATUS,		/* the first line */
	HTTP_HEADER,		/* the rest, up to an empty line */
	SOCKS5_METHOD,
	SOCKS5_SIGNED,
	SOCKS5_REPLY,
	SOCKS4_REPLY,
	STRANGER		/* a line of something that is no proxy */
};

static const char *const spoken[] = {
	[PROXY_HTTP] = "an HTTP", [PROXY_SOCKS5] = "a SOCKS5",
	[PROXY_SOCKS4] = "a SOCKS4",
};

/* --- the end --- */

static void	refuse(struct proxy *, enum proxy_cause, const char *, ...)
		    __attribute__((format(printf, 3, 4)));

static void
refuse(struct proxy *p, enum proxy_cause cause, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(p->why, sizeof p->why, fmt, ap);
	va_end(ap);
	p->state = PROXY_REFUSED;
	p->cause = cause;
	proxy_wrote(p);
}

/* The answer so far, quoted. */
static char *
quoted(const struct proxy *p, char out[4 * QUOTE + 1])
{
	size_t n = p->len < QUOTE ? p->len : QUOTE;

	if (n > 0 && p->line[n - 1] == '\r')
		n--;
	return visible(out, 4 * QUOTE + 1, p->line, n);
}

static void
refuse_stranger(struct proxy *p)
{
	char text[4 * QUOTE + 1];

	refuse(p, PROXY_FAULT, "not %s proxy: received \"%s\"",
	    spoken[p->ask.kind], quoted(p, text));
}

/* --- to be written --- */

static void
put(struct proxy *p, const void *bytes, size_t n)
{
	if (n > sizeof p->out - p->out_len)
		refuse(p, PROXY_FAULT, "host, user or password too long");
	if (p->state == PROXY_REFUSED)
		return;
	memcpy(p->out + p->out_len, bytes, n);
	p->out_len += n;
}

static void
put_text(struct proxy *p, const char *text)
{
	put(p, text, strlen(text));
}

static void
put_byte(struct proxy *p, int byte)
{
	unsigned char c = (unsigned char)byte;

	put(p, &c, 1);
}

/* A byte that counts, and the text. */
static void
put_counted(struct proxy *p, const char *text)
{
	size_t n = strlen(text);

	if (n > HOST_MOST) {
		refuse(p, PROXY_FAULT, "host, user or password too long");
		return;
	}
	put_byte(p, (int)n);
	put(p, text, n);
}

static void
put_port(struct proxy *p)
{
	put_byte(p, p->ask.port >> 8);
	put_byte(p, p->ask.port & 255);
}

/* --- CONNECT --- */

static void
http_sign(struct proxy *p)
{
	char plain[2 * HOST_MOST + 2], coded[BASE64_SIZE(sizeof plain)];
	int n = snprintf(plain, sizeof plain, "%s:%s", p->ask.user,
	    p->ask.password);

	if (n >= (int)sizeof plain) {
		refuse(p, PROXY_FAULT, "user or password too long");
		return;
	}
	put_text(p, "Proxy-Authorization: Basic ");
	put_text(p, base64(coded, plain, (size_t)n));
	put_text(p, "\r\n");
	memset(plain, 0, sizeof plain);
	memset(coded, 0, sizeof coded);
}

static void
http_start(struct proxy *p)
{
	bool colons = strchr(p->ask.host, ':') != NULL;
	char to[HOST_MOST + 16];

	p->step = HTTP_STATUS;
	snprintf(to, sizeof to, "%s%s%s:%d", colons ? "[" : "", p->ask.host,
	    colons ? "]" : "", p->ask.port);
	put_text(p, "CONNECT ");
	put_text(p, to);
	put_text(p, " HTTP/1.1\r\nHost: ");
	put_text(p, to);
	put_text(p, "\r\n");
	if (p->ask.password != NULL)
		http_sign(p);
	put_text(p, "\r\n");
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

/* A refusal; a gateway's are about the host. */
static void
http_refuse(struct proxy *p)
{
	char text[4 * QUOTE + 1];

	if (p->status == 407)
		refuse(p, PROXY_DENIED, "%s, it says \"%s\"%s%s",
		    p->ask.password == NULL ? "wants a user and password" :
		    "user and password not accepted", quoted(p, text),
		    p->offers[0] != '\0' ? " and offers " : "", p->offers);
	else
		refuse(p, p->status >= 502 && p->status <= 504 ?
		    PROXY_UNANSWERED : PROXY_FAULT, "refused: \"%s\"",
		    quoted(p, text));
}

static void
http_status(struct proxy *p, unsigned char c)
{
	if (c != '\n') {
		if (p->len < sizeof p->line)
			p->line[p->len++] = c;
		if (p->len == QUOTE && http_code(p) == 0)
			refuse_stranger(p);
		return;
	}
	p->status = http_code(p);
	p->step = HTTP_HEADER;
	p->header_len = 0;
	if (p->status == 0)
		refuse_stranger(p);
	else if (p->status >= 300 && p->status != 407)
		http_refuse(p);
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
		http_refuse(p);
	} else if (p->status >= 200) {
		p->state = PROXY_OPEN;
	} else {
		/* 1xx: the answer itself is yet to come. */
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

static void
http_byte(struct proxy *p, unsigned char c)
{
	if (p->step == HTTP_STATUS)
		http_status(p, c);
	else
		http_header(p, c);
	if (++p->total >= HEAD_MOST && p->state == PROXY_TALKS)
		refuse(p, PROXY_FAULT, "its answer does not end");
}

/* --- SOCKS --- */

/* Goes on to an answer of so many bytes, after what is to be written. */
static void
socks_await(struct proxy *p, enum step step, size_t want)
{
	p->step = step;
	p->want = want;
	p->len = 0;
}

static void
socks5_start(struct proxy *p)
{
	bool sign = p->ask.password != NULL;

	put_byte(p, 5);
	put_byte(p, sign ? 2 : 1);
	put_byte(p, 0);
	if (sign)
		put_byte(p, 2);
	socks_await(p, SOCKS5_METHOD, 2);
}

static void
socks5_sign(struct proxy *p)
{
	put_byte(p, 1);
	put_counted(p, p->ask.user);
	put_counted(p, p->ask.password);
	socks_await(p, SOCKS5_SIGNED, 2);
}

static void
socks5_connect(struct proxy *p)
{
	const struct proxy_ask *a = &p->ask;

	put(p, "\5\1\0", 3);
	put_byte(p, a->address_len == 0 ? 3 : a->address_len == 4 ? 1 : 4);
	if (a->address_len == 0)
		put_counted(p, a->host);
	else
		put(p, a->address, a->address_len);
	put_port(p);
	socks_await(p, SOCKS5_REPLY, 2);
}

static void
socks5_method(struct proxy *p)
{
	if (p->line[1] == 0)
		socks5_connect(p);
	else if (p->line[1] == 2 && p->ask.password != NULL)
		socks5_sign(p);
	else
		refuse(p, PROXY_DENIED, p->ask.password == NULL ?
		    "wants a user and password" :
		    "takes neither a user and password nor none");
}

static void
socks5_signed(struct proxy *p)
{
	if (p->line[1] == 0)
		socks5_connect(p);
	else
		refuse(p, PROXY_DENIED, "user and password not accepted");
}

/* What a code means, as ssh would say it where ssh would. */
static void
socks_refuse(struct proxy *p, int code)
{
	static const struct {
		enum proxy_kind kind; int code; enum proxy_cause cause;
		const char *why;
	} row[] = {
		{ PROXY_SOCKS5, 1, PROXY_FAULT, "general failure" },
		{ PROXY_SOCKS5, 2, PROXY_FAULT, "not allowed by its rules" },
		{ PROXY_SOCKS5, 3, PROXY_UNANSWERED,
		    "Network is unreachable" },
		{ PROXY_SOCKS5, 4, PROXY_UNANSWERED, "No route to host" },
		{ PROXY_SOCKS5, 5, PROXY_REFUSES, "Connection refused" },
		{ PROXY_SOCKS5, 6, PROXY_UNANSWERED, "Connection timed out" },
		{ PROXY_SOCKS5, 7, PROXY_FAULT, "it does not connect" },
		{ PROXY_SOCKS5, 8, PROXY_FAULT,
		    "it knows no such kind of address" },
		{ PROXY_SOCKS4, 91, PROXY_FAULT, "rejected or failed" },
		{ PROXY_SOCKS4, 92, PROXY_DENIED,
		    "it can't reach an identd here" },
		{ PROXY_SOCKS4, 93, PROXY_DENIED,
		    "the identd here names another user" },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		if (row[i].kind == p->ask.kind && row[i].code == code) {
			refuse(p, row[i].cause, "refused: %s", row[i].why);
			return;
		}
	refuse(p, PROXY_FAULT, "refused: code %d", code);
}

/* The code is there, or enough to know how long the reply is, or all of it. */
static void
socks5_reply(struct proxy *p)
{
	enum { CODE = 2, HEAD = 5 };
	static const size_t address[] = { [1] = 4, [4] = 16 };
	unsigned type = p->line[3];

	if (p->line[1] != 0)
		socks_refuse(p, p->line[1]);
	else if (p->want == CODE)
		p->want = HEAD;
	else if (p->want > HEAD)
		p->state = PROXY_OPEN;
	else if (type == 3)
		p->want = HEAD + p->line[4] + 2;
	else if (type == 1 || type == 4)
		p->want = 4 + address[type] + 2;
	else
		refuse_stranger(p);
}

static void
socks4_start(struct proxy *p)
{
	const struct proxy_ask *a = &p->ask;

	if (a->address_len == 16) {
		refuse(p, PROXY_FAULT, "SOCKS4 knows no IPv6 (-X 5)");
		return;
	}
	put(p, "\4\1", 2);
	put_port(p);
	put(p, a->address_len == 4 ? a->address :
	    (const unsigned char *)"\0\0\0\1", 4);
	put(p, a->user, strlen(a->user) + 1);
	if (a->address_len == 0)
		put(p, a->host, strlen(a->host) + 1);
	socks_await(p, SOCKS4_REPLY, 2);
}

static void
socks4_reply(struct proxy *p)
{
	if (p->line[1] != 90)
		socks_refuse(p, p->line[1]);
	else if (p->want == 8)
		p->state = PROXY_OPEN;
	else
		p->want = 8;
}

/* The version that an answer must begin with. */
static bool
socks_is(const struct proxy *p, unsigned char version)
{
	switch (p->step) {
	case SOCKS5_SIGNED:
		return version == 1 || version == 5; /* some are mistaken */
	case SOCKS4_REPLY:
		return version == 0 || version == 4; /* some are mistaken */
	default:
		return version == 5;
	}
}

static void
socks_byte(struct proxy *p, unsigned char c)
{
	static void (*const whole[])(struct proxy *) = {
		[SOCKS5_METHOD] = socks5_method,
		[SOCKS5_SIGNED] = socks5_signed,
		[SOCKS5_REPLY] = socks5_reply,
		[SOCKS4_REPLY] = socks4_reply,
	};

	if (p->len < sizeof p->line)
		p->line[p->len] = c;
	if (p->len++ == 0 && !socks_is(p, c)) {
		p->step = STRANGER;
		if (!isprint(c))
			refuse_stranger(p);
	} else if (p->len == p->want) {
		whole[p->step](p);
	}
}

/* A line of text; what is not text will not end with one. */
static void
stranger_byte(struct proxy *p, unsigned char c)
{
	if (c != '\n' && p->len < QUOTE)
		p->line[p->len++] = c;
	else
		refuse_stranger(p);
}

/* --- the dialogue --- */

/* No proxy can be told to go to what would be another line, or another text. */
static bool
sound(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text <= ' ' || *text == 0x7f)
			return false;
	return true;
}

void
proxy_start(struct proxy *p, const struct proxy_ask *ask)
{
	static void (*const start[])(struct proxy *) = {
		[PROXY_HTTP] = http_start,
		[PROXY_SOCKS5] = socks5_start,
		[PROXY_SOCKS4] = socks4_start,
	};

	*p = (struct proxy){ .ask = *ask, .state = PROXY_TALKS };
	if (strlen(ask->host) > HOST_MOST || !sound(ask->host))
		refuse(p, PROXY_FAULT, "not a host name for a proxy");
	else
		start[ask->kind](p);
}

void
proxy_wrote(struct proxy *p)
{
	memset(p->out, 0, sizeof p->out);
	p->out_len = 0;
}

size_t
proxy_feed(struct proxy *p, const void *from, size_t n)
{
	const unsigned char *byte = from;
	size_t i;

	for (i = 0; i < n && p->state == PROXY_TALKS && p->out_len == 0; i++)
		if (p->step == STRANGER)
			stranger_byte(p, byte[i]);
		else if (p->ask.kind == PROXY_HTTP)
			http_byte(p, byte[i]);
		else
			socks_byte(p, byte[i]);
	return i;
}

const char *
proxy_ended(struct proxy *p, const char *how)
{
	char text[4 * QUOTE + 1];

	if (p->state != PROXY_TALKS)
		return p->why;
	if (p->status == 407)
		http_refuse(p);
	else if (p->len == 0)
		refuse(p, PROXY_FAULT, "%s", how);
	else
		refuse(p, PROXY_FAULT, "%s, received \"%s\"", how,
		    quoted(p, text));
	return p->why;
}
