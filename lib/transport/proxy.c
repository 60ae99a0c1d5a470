/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/quote.h"
#include "transport/proxy_internal.h"

static const char *const spoken[] = {
	[PROXY_HTTP] = "an HTTP", [PROXY_SOCKS5] = "a SOCKS5",
	[PROXY_SOCKS4] = "a SOCKS4",
};

void
proxy_wrote(struct proxy *p)
{
	memset(p->out, 0, sizeof p->out);
	p->out_len = 0;
}

void
proxy_refuse(struct proxy *p, enum cause cause, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(p->why, sizeof p->why, fmt, ap);
	va_end(ap);
	p->state = PROXY_REFUSED;
	p->cause = cause;
	proxy_wrote(p);
}

char *
proxy_quoted(const struct proxy *p, char out[PROXY_QUOTED])
{
	size_t n = p->len < PROXY_QUOTE ? p->len : PROXY_QUOTE;

	if (n > 0 && p->line[n - 1] == '\r')
		n--;
	return quote_visible(out, PROXY_QUOTED, p->line, n);
}

void
proxy_refuse_stranger(struct proxy *p)
{
	char text[PROXY_QUOTED];

	proxy_refuse(p, CAUSE_OTHER, "not %s proxy: received \"%s\"",
	    spoken[p->ask.kind], proxy_quoted(p, text));
}

/* --- the request --- */

void
proxy_put(struct proxy *p, const void *bytes, size_t n)
{
	if (n > sizeof p->out - p->out_len)
		proxy_refuse(p, CAUSE_OTHER, "the request is too long");
	if (p->state == PROXY_REFUSED)
		return;
	memcpy(p->out + p->out_len, bytes, n);
	p->out_len += n;
}

void
proxy_put_text(struct proxy *p, const char *text)
{
	proxy_put(p, text, strlen(text));
}

void
proxy_put_byte(struct proxy *p, int byte)
{
	unsigned char c = (unsigned char)byte;

	proxy_put(p, &c, 1);
}

void
proxy_put_counted(struct proxy *p, const char *text)
{
	size_t n = strlen(text);

	if (n > PROXY_HOST) {
		proxy_refuse(p, CAUSE_OTHER, "SOCKS5 allows at most %d bytes "
		    "for a host, a user or a password", PROXY_HOST);
		return;
	}
	proxy_put_byte(p, (int)n);
	proxy_put(p, text, n);
}

void
proxy_put_port(struct proxy *p)
{
	proxy_put_byte(p, p->ask.port >> 8);
	proxy_put_byte(p, p->ask.port & 255);
}

/* --- the dialogue --- */

/* A line of text; what is not text will not end with one. */
static void
stranger_byte(struct proxy *p, unsigned char c)
{
	if (c != '\n' && p->len < PROXY_QUOTE)
		p->line[p->len++] = c;
	else
		proxy_refuse_stranger(p);
}

/* False for spaces and control characters: they would change the request. */
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
		[PROXY_HTTP] = proxy_http_start,
		[PROXY_SOCKS5] = proxy_socks5_start,
		[PROXY_SOCKS4] = proxy_socks4_start,
	};

	*p = (struct proxy){ .ask = *ask, .state = PROXY_TALKS,
		.cause = CAUSE_OTHER };
	if (strlen(ask->host) > PROXY_HOST || !sound(ask->host))
		proxy_refuse(p, CAUSE_OTHER, "invalid host name");
	else
		start[ask->kind](p);
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
			proxy_http_byte(p, byte[i]);
		else
			proxy_socks_byte(p, byte[i]);
	return i;
}

const char *
proxy_ended(struct proxy *p, const char *how)
{
	char text[PROXY_QUOTED];

	if (p->state != PROXY_TALKS)
		return p->why;
	if (p->status == 407)
		proxy_http_refuse(p);
	else if (p->len == 0)
		proxy_refuse(p, CAUSE_OTHER, "%s", how);
	else
		proxy_refuse(p, CAUSE_OTHER, "%s, received \"%s\"", how,
		    proxy_quoted(p, text));
	return p->why;
}
