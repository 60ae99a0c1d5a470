/* SPDX-License-Identifier: ISC */
/* The dialogue with a proxy. */
#ifndef TRANSPORT_PROXY_H
#define TRANSPORT_PROXY_H

#include <stddef.h>

#include "proto/cause.h"

/*
 * The guard asks a proxy for a connection to a host: by CONNECT (RFC 9110,
 * 9.3.6), SOCKS5 (RFC 1928, 1929) or SOCKS4a.  The proxy resolves host names.
 */

enum proxy_kind {
	PROXY_NONE,		/* there is no proxy */
	PROXY_HTTP,
	PROXY_SOCKS5,
	PROXY_SOCKS4
};

/* The request to the proxy; its texts must live as long as the dialogue. */
struct proxy_ask {
	enum proxy_kind kind;
	const char *host;
	int port;		/* 1 to 65535 */
	unsigned char address[16]; /* host, where it is one in numbers */
	size_t address_len;	/* 4 or 16 bytes; 0: a name */
	const char *user;	/* "" if there is none */
	const char *password;	/* NULL if there is none */
};

enum proxy_state {
	PROXY_TALKS,		/* write out, then feed the answer */
	PROXY_OPEN,		/* connected: further bytes are the host's */
	PROXY_REFUSED		/* not connected; why says the reason */
};

#define PROXY_SECRET 4096	/* user and password, each, for HTTP */
#define PROXY_OUT 12288
#define PROXY_LINE 160		/* bytes kept of its first line */
#define PROXY_WHY 400

struct proxy {
	struct proxy_ask ask;
	enum proxy_state state;
	enum cause cause;	/* with PROXY_REFUSED: CAUSE_PROXY: it refused
				 * the user; CAUSE_REFUSED, CAUSE_UNANSWERED:
				 * the host did; CAUSE_OTHER: anything else */
	char why[PROXY_WHY];	/* printable */

	unsigned char out[PROXY_OUT]; /* to be written now */
	size_t out_len;

	int step;		/* what is read at present */
	size_t total;		/* bytes of an answer by HTTP */
	size_t want;		/* bytes of an answer by SOCKS */
	unsigned char line[PROXY_LINE]; /* the answer, or its first line */
	size_t len;
	char header[64];	/* the beginning of a later line */
	size_t header_len;
	char offers[80];	/* ways to sign in that a 407 lists */
	int status;		/* of HTTP */
};

/* Begins: there are bytes in out to write, or the state is PROXY_REFUSED. */
void	proxy_start(struct proxy *p, const struct proxy_ask *ask);

/* All of out was written.  Wipes out, because it may hold a password. */
void	proxy_wrote(struct proxy *p);

/*
 * Takes n bytes that the proxy sent; the caller feeds none before out was
 * written.  Returns how many of them are the proxy's.  In PROXY_OPEN the rest
 * is the host's.
 */
size_t	proxy_feed(struct proxy *p, const void *from, size_t n);

/*
 * No more bytes will come from the proxy; how: "closed the connection".
 * Returns the reason why there is no connection to the host.
 */
const char	*proxy_ended(struct proxy *p, const char *how);

#endif
