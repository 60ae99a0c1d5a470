/* SPDX-License-Identifier: ISC */
/* What the files of the proxy dialogue share. */
#ifndef TRANSPORT_PROXY_INTERNAL_H
#define TRANSPORT_PROXY_INTERNAL_H

#include "transport/proxy.h"

enum {
	PROXY_HOST = 255,	/* SOCKS5 counts in a byte */
	PROXY_QUOTE = 72	/* bytes of a stranger's line worth quoting */
};

#define PROXY_QUOTED (4 * PROXY_QUOTE + 1)

enum proxy_step {
	HTTP_STATUS,		/* the first line */
	HTTP_HEADER,		/* the rest, up to an empty line */
	SOCKS5_METHOD,
	SOCKS5_SIGNED,
	SOCKS5_REPLY,
	SOCKS4_REPLY,
	STRANGER		/* a line of something that is no proxy */
};

/* --- proxy_http.c: CONNECT --- */

void	proxy_http_start(struct proxy *p);
void	proxy_http_byte(struct proxy *p, unsigned char c);

/* Refuses, for the reason that the HTTP status p->status gives. */
void	proxy_http_refuse(struct proxy *p);

/* The characters that n bytes become (RFC 4648, 4), the NUL included. */
#define BASE64_SIZE(n) (((n) + 2) / 3 * 4 + 1)

/* Writes BASE64_SIZE(n) characters to out; returns out. */
char	*proxy_base64(char *out, const void *from, size_t n);

/* --- proxy_socks.c --- */

void	proxy_socks5_start(struct proxy *p);
void	proxy_socks4_start(struct proxy *p);
void	proxy_socks_byte(struct proxy *p, unsigned char c);

/* --- proxy_request.c: how it ends --- */

/* The state becomes PROXY_REFUSED; the reason is fmt, as in printf(3). */
void	proxy_refuse(struct proxy *p, enum cause cause,
	    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Refuses because the other end is no proxy of p->ask.kind. */
void	proxy_refuse_stranger(struct proxy *p);

/* The answer so far, as printable text.  Returns out. */
char	*proxy_quoted(const struct proxy *p, char out[PROXY_QUOTED]);

/* --- proxy_request.c: append to the request; refuse if it is too long --- */

void	proxy_put(struct proxy *p, const void *bytes, size_t n);
void	proxy_put_text(struct proxy *p, const char *text);
void	proxy_put_byte(struct proxy *p, int byte);

/* A byte with the length of text, then text. */
void	proxy_put_counted(struct proxy *p, const char *text);

void	proxy_put_port(struct proxy *p);

#endif
