/* SPDX-License-Identifier: ISC */
/* Parses user@host, ssh:// addresses and jump hosts. */
#ifndef CONF_DESTINATION_H
#define CONF_DESTINATION_H

#include "conf/evaluator_callbacks.h"

/* The target of ssh. */
struct destination {
	const char *user;	/* NULL: not given */
	const char *host;
	int port;		/* -1: not given */
};

/*
 * Parses the destination of a command line: [user@]host or
 * ssh://[user@]host[:port].  Returns 0; or -1 if ssh would reject it, or memory
 * ran out.
 */
int	destination_parse(struct destination *d, struct pool *p,
	    const struct config_source *s, const char *text);

/*
 * Parses a value of ProxyJump, hosts separated by commas; d becomes the last
 * one.  strict: the value is from the command line, where names must be plain.
 * Returns 0, or -1 if a host is wrong.
 */
int	destination_jump(struct destination *d, struct pool *p,
	    const struct config_source *s, const char *text, bool strict);

/*
 * Parses a text of destination_jump_text() into at most max hosts, in their
 * order.  Returns their number; 0 if one is wrong, or memory ran out.
 */
size_t	destination_hops(struct destination *d, size_t max, struct pool *p,
	    const struct config_source *s, const char *text);

/* A ProxyJump as "ssh -G" prints it; NULL if memory ran out. */
const char	*destination_jump_text(struct pool *p,
		    const struct config_source *s, const char *text,
		    const struct destination *last);

/*
 * True if name has no characters that are special to a shell.  ssh checks this
 * for names on its command line, because they may come from a stranger's link.
 */
bool	destination_plain_host(const char *name);
bool	destination_plain_user(const char *name);

/*
 * True if name is a valid domain name.  Removes a dot at its end, and makes it
 * lower case if lower is set.  If false, the error is in why, unless why is
 * NULL.
 */
bool	destination_domain(const struct config_source *s, char *name,
	    bool lower, char *why, size_t size);

#endif
