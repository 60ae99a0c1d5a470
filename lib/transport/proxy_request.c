/* SPDX-License-Identifier: ISC */
/* Writes a request to a proxy, and says why there is no connection. */
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
