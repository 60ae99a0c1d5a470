/* SPDX-License-Identifier: ISC */
/*
 * Records which line set a value and which lines did not, and describes
 * forwards in words.
 */
#ifndef CONF_EXPLAIN_H
#define CONF_EXPLAIN_H

#include "base/words.h"
#include "conf/config.h"

/* A line without effect. */
struct loser {
	struct loser *next;
	enum keyword k;
	enum heard_what what;
	const char *value;	/* as written */
	const char *why;	/* as in struct heard, or NULL */
	struct origin at, block;
};

struct explain {
	struct loser *first, **last;
	struct pool pool;
	bool all;		/* also shows blocks that do not apply */
	size_t hidden;		/* lines in such blocks, not shown so far */
};

void	explain_open(struct explain *x);

/* For config_source's heard(); keeps a line of both passes only once. */
void	explain_hear(struct explain *x, const struct heard *h);

/*
 * Adds the lines about keyword k to out: its values with their places, the
 * meaning of forwards, and the lines without effect.  Unless x->all is set, it
 * only counts the lines in blocks that do not apply.  header(arg, at) returns
 * the text of a Host or Match line.  Returns false, and adds nothing, if there
 * is nothing to show.
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

/* Why the line has no effect, in words.  NULL if memory ran out. */
const char	*explain_why(struct explain *x, const struct loser *l,
		    const char *header);

/*
 * The meaning of a forward: "port 8080 on the server leads to localhost:80
 * here".  text is from forward_text().  NULL if memory ran out.
 */
const char	*explain_forward(struct pool *p, enum keyword k,
		    const char *text);

void	explain_close(struct explain *x);

#endif
