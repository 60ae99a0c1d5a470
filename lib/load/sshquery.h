/* SPDX-License-Identifier: ISC */
/* Asks the installed ssh about lines of ssh_config that only it knows. */
#ifndef LOAD_SSHQUERY_H
#define LOAD_SSHQUERY_H

#include "conf/evaluator_callbacks.h"

struct sshquery_line;

/*
 * What the installed ssh says of single lines of ssh_config(5), by "ssh -G";
 * each line is asked about once.
 */
struct sshquery {
	const char *ssh;		/* its path */
	struct pool *pool;		/* of the answers */
	struct sshquery_line *line;	/* those that were asked about */
	const char *tried;		/* the last file asked about as a whole */
	const char *standard;		/* its output without any; or NULL */
};

/*
 * Asks about a line, "keyword=value".  text: the file of len bytes in which it
 * stands, or NULL: all its lines of which s is in doubt are asked about at
 * once.  effect: what the line sets is wanted, too.  NULL: no answer.
 */
const struct source_answer	*sshquery_ask(struct sshquery *q,
				    const struct config_source *s,
				    const char *text, size_t len,
				    const char *line, bool effect);

#endif
