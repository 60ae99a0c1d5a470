/* SPDX-License-Identifier: ISC */
/* Asks the installed ssh about lines of ssh_config that only it knows. */
#ifndef LOAD_SSHQUERY_H
#define LOAD_SSHQUERY_H

#include "conf/evaluator_callbacks.h"

struct sshquery_line;

/*
 * Asks the installed ssh about single lines of ssh_config(5) with "ssh -G",
 * once for each line.
 */
struct sshquery {
	const char *ssh;		/* path of ssh */
	struct pool *pool;		/* holds the answers */
	struct sshquery_line *line;	/* lines with an answer */
	const char *tried;		/* last file asked about as a whole */
	const char *standard;		/* output without lines; or NULL */
};

/*
 * Asks about a line, "keyword=value".  text is the line's file of len bytes, or
 * NULL.  With text, one process asks about all lines of the file that s cannot
 * judge (source_doubts()).  effect: also asks which settings the line changes.
 * Returns NULL if ssh gave no answer.
 */
const struct source_answer	*sshquery_ask(struct sshquery *q,
				    const struct config_source *s,
				    const char *text, size_t len,
				    const char *line, bool effect);

#endif
