/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <string.h>

#include "transport/proxy_internal.h"

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
