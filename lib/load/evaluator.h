/* SPDX-License-Identifier: ISC */
/*
 * Gives the evaluator the user's real files, environment, Match exec and
 * addresses.
 */
#ifndef LOAD_EVALUATOR_H
#define LOAD_EVALUATOR_H

#include "conf/evaluator_callbacks.h"
#include "load/sshquery.h"

struct evaluator_file;

/* What ssh was asked about itself. */
struct evaluator_ssh {
	int release;			/* 902 for 9.2; 0: not asked yet */
	const char *version;		/* "OpenSSH_9.2p1"; or NULL */
	const char *system;		/* the system's ssh_config; or NULL */
	enum { TYPES_UNASKED, TYPES_HEEDED, TYPES_IGNORED } types;
};

/* The real world, for the evaluator of ssh_config(5) to ask. */
struct evaluator {
	struct config_source source;
	const char *ssh;		/* its path */
	struct pool pool;		/* of what was told */
	struct evaluator_file *file;	/* what was read */
	struct evaluator_ssh known;
	const char *list[LIST_SIGNATURE + 1];
	struct sshquery query;		/* about single lines */
	bool piped;			/* a file was none that ends */
	bool lists;			/* ask ssh for its algorithms */
	const struct evaluator_hooks *hooks;
	void *hooked;			/* their argument */
};

/* What is done with what the evaluator says; any may be NULL. */
struct evaluator_hooks {
	void (*complain)(void *arg, enum source_level level,
	    struct origin at, const char *text);
	void (*oops)(void *arg, struct origin at, const char *text);
	void (*heard)(void *arg, const struct heard *h);
};

/* ssh is the path of the installed one. */
void	evaluator_open(struct evaluator *w, const char *ssh,
	    const struct evaluator_hooks *hooks, void *arg);

/* Its release, 902 for 9.2; asked once. */
int	evaluator_release(struct evaluator *w);

/* What the file was when it was read; NULL if it was not. */
const char	*evaluator_text(const struct evaluator *w,
		    const char *path);

void	evaluator_close(struct evaluator *w);

#endif
