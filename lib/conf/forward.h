/* SPDX-License-Identifier: ISC */
/* Parses the two ends of a forward. */
#ifndef CONF_FORWARD_H
#define CONF_FORWARD_H

#include "conf/evaluator_callbacks.h"

enum forward_kind { FORWARD_LOCAL, FORWARD_REMOTE, FORWARD_DYNAMIC };

/* One end: a path, or a port with or without a host. */
struct forward_end {
	const char *path, *host;
	int port;
};

struct forward {
	enum forward_kind kind;
	struct forward_end listen;
	struct forward_end connect;	/* "socks" for a dynamic forward */
};

/*
 * Reads [host:]port:host:port and the other forms, with ${ENV}, as ssh does
 * (readconf.c, parse_forward).  dynamic: text has only the listening end, which
 * is possible for a remote forward, too.  Returns 0, or -1.
 */
int	forward_parse(struct forward *f, struct pool *p,
	    const struct config_source *s, enum forward_kind kind,
	    bool dynamic, const char *text);

/*
 * The forward as "ssh -G" prints it, but with a newline between its ends:
 * "8080\n[localhost]:80".  NULL if memory ran out.
 */
const char	*forward_text(struct pool *p, const struct forward *f);

/* True if the end, as forward_text() wrote it, is a path. */
bool	forward_path(const char *end);

#endif
