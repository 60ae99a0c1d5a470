/* SPDX-License-Identifier: ISC */
/* Parses user@host, ssh:// addresses and jump hosts. */
#ifndef CONF_DESTINATION_H
#define CONF_DESTINATION_H

#include "conf/evaluator_callbacks.h"

/* Where ssh is to go. */
struct destination {
	const char *user;	/* NULL: not said */
	const char *host;
	int port;		/* -1: not said */
};

/*
 * The first word that is no option: [user@]host or ssh://[user@]host[:port].
 * Returns 0; or -1 if ssh would reject it, or memory ran out.
 */
int	destination_parse(struct destination *d, struct pool *p,
	    const struct config_source *s, const char *text);

/*
 * ProxyJump's value, with commas; d is the last of them.  strict: it stands on
 * the command line, whose names must be plain.  Returns 0, or -1 if one is
 * wrong.
 */
int	destination_jump(struct destination *d, struct pool *p,
	    const struct config_source *s, const char *text, bool strict);

/*
 * The hosts of a ProxyJump's value as destination_jump_text() writes it, in
 * their order, at most max of them.  Returns how many there are; 0 if one is
 * wrong, or memory ran out.
 */
size_t	destination_hops(struct destination *d, size_t max, struct pool *p,
	    const struct config_source *s, const char *text);

/* As "ssh -G" prints a ProxyJump; NULL if memory ran out. */
const char	*destination_jump_text(struct pool *p,
		    const struct config_source *s, const char *text,
		    const struct destination *last);

/*
 * Nothing that a shell would take for its own, as ssh asks it of names on its
 * command line, for they may come from a stranger's link.
 */
bool	destination_plain_host(const char *name);
bool	destination_plain_user(const char *name);

/*
 * Is name a domain's?  Makes it lower case if lower, and takes a dot off its
 * end.  False and what is wrong with it in why, unless that is NULL.
 */
bool	destination_domain(const struct config_source *s, char *name,
	    bool lower, char *why, size_t size);

#endif
