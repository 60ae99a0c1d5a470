/* SPDX-License-Identifier: ISC */
/* Evaluates ssh_config in both passes. */
#ifndef CONF_CONFIG_H
#define CONF_CONFIG_H

#include <stdbool.h>

#include "base/words.h"
#include "conf/commandline.h"
#include "conf/evaluator_callbacks.h"
#include "conf/persist.h"

/*
 * What the command line and the files of ssh_config(5) come to, as ssh
 * itself reads them, and the keywords of sshp_config(5) with them.
 */
struct config {
	struct settings settings;
	struct persist persist;
	const char *original;	/* the host as typed */
	const char *name;	/* PersistName, expanded; or the host as typed */
	const char *check, *notify; /* the same of their commands; NULL: none */
	const char *host;	/* where ssh goes: the name resolved, or an address */
	const char *ignore;	/* all values of IgnoreUnknown; "": none */
	bool extended;		/* an extension keyword stands somewhere */
	bool usual_hosts;	/* UserKnownHostsFile says what it is anyhow */
	bool stdio;		/* -W */
	struct words applied[2]; /* the files' lines that apply, as written:
				   of the first and of the second pass */
	bool twice;		/* there is a second pass */
	const char *level;	/* of ssh while it reads: LogLevel; NULL: INFO */
};

enum config_result {
	CONFIG_GOOD,
	CONFIG_REJECTED,	/* ssh will not have it; s->complain was told */
	CONFIG_WRONG		/* an extension keyword is; s->oops was told */
};

/* Evaluates line, which must have a destination, and the files it means. */
enum config_result	config_evaluate(struct config *c,
			    const struct commandline *line,
			    const struct config_source *s);

/*
 * Reads the same, but asks nobody and runs nothing, to learn whether an
 * extension keyword stands anywhere: only c->extended and c->ignore are good
 * for something.  CONFIG_REJECTED may be a mistake.
 */
enum config_result	config_scan(struct config *c,
			    const struct commandline *line,
			    const struct config_source *s);

/* The same, but complains, and asks for the release where it matters. */
enum config_result	config_check(struct config *c,
			    const struct commandline *line,
			    const struct config_source *s);

/*
 * For a line without a destination: what -o says of extension keywords and
 * of IgnoreUnknown, and no more.
 */
void	config_options(struct config *c, const struct commandline *line,
	    const struct config_source *s);

void	config_free(struct config *c);

#endif
