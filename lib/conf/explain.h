/* SPDX-License-Identifier: ISC */
/*
 * Records which line set a value and which lines did not; a forward in words.
 */
#ifndef CONF_EXPLAIN_H
#define CONF_EXPLAIN_H

#include "base/words.h"
#include "conf/config.h"

/* Which line decided what, and which lines lost, and why. */

/* A line that did not count. */
struct loser {
	struct loser *next;
	enum keyword k;
	enum heard_what what;
	const char *value;	/* as written */
	const char *why;	/* of heard, or NULL */
	struct origin at, block;
};

struct explain {
	struct loser *first, **last;
	struct pool pool;
};

void	explain_open(struct explain *x);

/* For config_source's heard(); lines heard in both passes are kept once. */
void	explain_hear(struct explain *x, const struct heard *h);

/*
 * Adds to out what is known of keyword k: its values with their places, what
 * forwards mean, and the lines that lost.  header(arg, at) is the text of a
 * Host or Match line.  Returns false, and adds nothing, if no line has k.
 */
bool	explain_lines(struct words *out, struct explain *x, struct config *c,
	    const struct config_source *s, enum keyword k,
	    const char *standard,
	    const char *(*header)(void *arg, struct origin at), void *arg);

/* The same as a member of a JSON object; NULL if no line has k. */
const char	*explain_json(struct explain *x, struct config *c,
		    const struct config_source *s, enum keyword k,
		    const char *standard,
		    const char *(*header)(void *arg, struct origin at),
		    void *arg);

/* Why the loser lost, in words.  NULL if memory ran out. */
const char	*explain_why(struct explain *x, const struct loser *l,
		    const char *header);

/*
 * What a forward means: "port 8080 on the server leads to localhost:80 here".
 * text is as forward_text() made it.  NULL if memory ran out.
 */
const char	*explain_forward(struct pool *p, enum keyword k,
		    const char *text);

void	explain_close(struct explain *x);

#endif
