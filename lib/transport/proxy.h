/* SPDX-License-Identifier: ISC */
/* The dialogue with a proxy. */
#ifndef TRANSPORT_PROXY_H
#define TRANSPORT_PROXY_H

#include <stddef.h>

#include "proto/cause.h"

/*
 * What is said to a proxy, so that it connects us: CONNECT (RFC 9110, 9.3.6),
 * SOCKS5 (RFC 1928, 1929), SOCKS4a.  Names are the proxy's to resolve.
 */

enum proxy_kind {
	PROXY_NONE,		/* there is no proxy */
	PROXY_HTTP,
	PROXY_SOCKS5,
	PROXY_SOCKS4
};

/* What is wanted of it; the texts live as long as the dialogue. */
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
	PROXY_TALKS,		/* write out; feed what comes back */
	PROXY_OPEN,		/* what comes now is the host's */
	PROXY_REFUSED		/* it did not connect us: why */
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

/* Begins: there is something to write, or it is refused at once. */
void	proxy_start(struct proxy *p, const struct proxy_ask *ask);

/* All of out was written; it is wiped, for it may hold a password. */
void	proxy_wrote(struct proxy *p);

/*
 * Takes bytes the proxy sent, none before out was written; returns how many
 * were its own.  Once PROXY_OPEN the rest of them is the host's.
 */
size_t	proxy_feed(struct proxy *p, const void *from, size_t n);

/*
 * Nothing more will come, and how that is: "closed the connection".  Returns
 * why there is no connection.
 */
const char	*proxy_ended(struct proxy *p, const char *how);

#endif
