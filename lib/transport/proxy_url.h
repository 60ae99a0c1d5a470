/* SPDX-License-Identifier: ISC */
/* Parses a proxy's URL, and the list of hosts that need no proxy. */
#ifndef TRANSPORT_PROXY_URL_H
#define TRANSPORT_PROXY_URL_H

#include <stdbool.h>

#include "base/oops.h"
#include "transport/proxy.h"

/* Which proxy: as people write it, and for whom it is not. */

#define PROXY_URL_TEXT 256
#define PROXY_URL_SECRET 4096	/* HTTP has no limit; SOCKS5 takes 255 bytes */

struct proxy_url {
	enum proxy_kind kind;
	char host[PROXY_URL_TEXT], port[PROXY_URL_TEXT]; /* of the proxy */
	char user[PROXY_URL_SECRET];	/* "": none */
	char password[PROXY_URL_SECRET]; /* where signs */
	bool signs;		/* there is a password */
};

/*
 * Reads [scheme://][user[:password]@]host[:port], a host with colons in
 * brackets.  Without a scheme it is of kind, and port its port; 0, or -1 and
 * a complaint, which never has the password in it.
 */
int	proxy_url_parse(struct proxy_url *v, const char *text,
	    enum proxy_kind kind, const char *port, struct oops *o);

/* The kind nc's -X names, "connect", "5" or "4", and its port; or NONE. */
enum proxy_kind	proxy_url_kind(const char *name, const char **port);

/*
 * Is host, at port, one of list, as $NO_PROXY has it: names with all that is
 * below them, "*", addresses, networks, each perhaps with ":port", divided by
 * commas or spaces?  within says whether host is an address in a network.
 */
bool	proxy_url_exempt(const char *list, const char *host, const char *port,
	    bool (*within)(const char *host, const char *network));

/* Why the proxy cannot be told user and password, or NULL. */
const char	*proxy_url_unfit(const struct proxy_url *v);

/*
 * Finds the first line "user:password", of v's user if it has one, in the text
 * of a file, and takes both.  0; -1 if there is none, -2 if it is too long.
 */
int	proxy_url_sign(struct proxy_url *v, const char *text);

#endif
