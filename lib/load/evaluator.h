/* SPDX-License-Identifier: ISC */
/*
 * Gives the evaluator the user's real files, environment, Match exec and
 * addresses.
 */
#ifndef LOAD_EVALUATOR_H
#define LOAD_EVALUATOR_H

#include "conf/evaluator_callbacks.h"

struct evaluator_file;
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

/* Facts about the installed ssh, from its own answers. */
struct evaluator_ssh {
	int release;			/* 902 for 9.2; 0: not asked yet */
	const char *version;		/* "OpenSSH_9.2p1"; or NULL */
	const char *system;		/* the system's ssh_config; or NULL */
	enum { TYPES_UNASKED, TYPES_HEEDED, TYPES_IGNORED } types;
};

/* Answers the callbacks of conf/evaluator_callbacks.h from the real system. */
struct evaluator {
	struct config_source source;
	const char *ssh;		/* path of ssh */
	struct pool pool;		/* holds the answers */
	struct evaluator_file *file;	/* files that were read */
	struct evaluator_ssh known;
	const char *list[LIST_SIGNATURE + 1];
	struct sshquery query;		/* questions about single lines */
	bool piped;			/* a file was a pipe or a device */
	bool lists;			/* ask ssh for its algorithms */
	const struct evaluator_hooks *hooks;
	void *hooked;			/* argument of the hooks */
};

/* The caller's functions for messages of the evaluator; each may be NULL. */
struct evaluator_hooks {
	void (*complain)(void *arg, enum source_level level,
	    struct origin at, const char *text);
	void (*oops)(void *arg, struct origin at, const char *text);
	void (*heard)(void *arg, const struct heard *h);
};

/* ssh is the path of the installed ssh; arg is the argument of the hooks. */
void	evaluator_open(struct evaluator *w, const char *ssh,
	    const struct evaluator_hooks *hooks, void *arg);

/* The release of ssh, 902 for 9.2; runs ssh only the first time. */
int	evaluator_release(struct evaluator *w);

/* The text of the file at path when it was read; NULL if it was not read. */
const char	*evaluator_text(const struct evaluator *w,
		    const char *path);

void	evaluator_close(struct evaluator *w);

/* --- sshquery.c: lines that only the installed ssh knows --- */

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
