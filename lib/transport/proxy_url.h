/* SPDX-License-Identifier: ISC */
/* Parses a proxy's URL, and the list of hosts that need no proxy. */
#ifndef TRANSPORT_PROXY_URL_H
#define TRANSPORT_PROXY_URL_H

#include <stdbool.h>

#include "base/oops.h"
#include "transport/proxy.h"

#define PROXY_URL_TEXT 256
#define PROXY_URL_SECRET 4096	/* HTTP has no limit; SOCKS5 takes 255 bytes */

struct proxy_url {
	enum proxy_kind kind;
	char host[PROXY_URL_TEXT], port[PROXY_URL_TEXT]; /* of the proxy */
	char user[PROXY_URL_SECRET];	/* "": none */
	char password[PROXY_URL_SECRET]; /* valid if signs */
	bool signs;		/* there is a password */
};

/*
 * Reads [scheme://][user[:password]@]host[:port]; a host with colons is in
 * brackets.  Without a scheme the proxy is of kind, with port as its port.
 * Returns 0, or -1 and an error in o, which never contains the password.
 */
int	proxy_url_parse(struct proxy_url *v, const char *text,
	    enum proxy_kind kind, const char *port, struct oops *o);

/*
 * The kind for a name of nc's -X ("connect", "5" or "4"), and its port; else
 * PROXY_NONE.
 */
enum proxy_kind	proxy_url_kind(const char *name, const char **port);

/*
 * True if list, in the form of $NO_PROXY, contains host at port.  The list has
 * names (which include their subdomains), "*", addresses and networks, each
 * perhaps with ":port", separated by commas or spaces.  within() tells whether
 * host is an address in a network.
 */
bool	proxy_url_exempt(const char *list, const char *host, const char *port,
	    bool (*within)(const char *host, const char *network));

/* The environment that proxy_url_environment() reads. */
struct proxy_url_environment {
	char *(*get)(const char *name);	/* as getenv(3) */
	bool (*within)(const char *host, const char *network);
};

/*
 * Takes the proxy for host at port from the variables that curl(1) reads, even
 * with a password in it.  The first that is not empty counts: all_proxy,
 * ALL_PROXY, https_proxy, HTTPS_PROXY; and no_proxy before NO_PROXY.  kind and
 * usual: as for proxy_url_parse().  v stays if host needs no proxy.  Returns 0,
 * or -1 and an error in o.
 */
int	proxy_url_environment(struct proxy_url *v,
	    const struct proxy_url_environment *e, enum proxy_kind kind,
	    const char *usual, const char *host, const char *port,
	    struct oops *o);

/* Why user and password cannot be sent to the proxy, or NULL. */
const char	*proxy_url_unfit(const struct proxy_url *v);

/*
 * Finds the first line "user:password" in the text of a file, and copies both
 * to v.  If v has a user, only this user's line counts.  Returns 0, -1 if there
 * is no such line, -2 if it is too long.
 */
int	proxy_url_sign(struct proxy_url *v, const char *text);

#endif
