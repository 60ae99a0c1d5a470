/* SPDX-License-Identifier: ISC */
#ifndef LOAD_EVALUATOR_H
#define LOAD_EVALUATOR_H

#include "conf/evaluator_callbacks.h"
#include "load/sshquery.h"

struct surroundings_file;

/* The real world, for the evaluator of ssh_config(5) to ask. */
struct surroundings {
	struct config_source source;
	const char *ssh;		/* its path */
	struct pool pool;		/* of what was told */
	struct surroundings_file *file;	/* what was read */
	int release;			/* 0: not asked yet */
	const char *version;
	enum { TYPES_UNASKED, TYPES_HEEDED, TYPES_IGNORED } types;
	const char *list[LIST_SIGNATURE + 1];
	struct sshquery query;		/* about single lines */
	bool piped;			/* a file was none that ends */
	bool lists;			/* ask ssh for its algorithms */
	const struct surroundings_hooks *hooks;
	void *hooked;			/* their argument */
};

/* What is done with what the evaluator says; any may be NULL. */
struct surroundings_hooks {
	void (*complain)(void *arg, enum source_level level,
	    struct origin at, const char *text);
	void (*oops)(void *arg, struct origin at, const char *text);
	void (*heard)(void *arg, const struct heard *h);
};

/* ssh is the path of the installed one. */
void	surroundings_open(struct surroundings *w, const char *ssh,
	    const struct surroundings_hooks *hooks, void *arg);

/* Its release, 902 for 9.2; asked once. */
int	surroundings_release(struct surroundings *w);

/* What the file was when it was read; NULL if it was not. */
const char	*surroundings_text(const struct surroundings *w,
		    const char *path);

void	surroundings_close(struct surroundings *w);

#endif
