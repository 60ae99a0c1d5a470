/* SPDX-License-Identifier: ISC */
/* Evaluates the command line and ssh_config, in both passes. */
#ifndef CONF_CONFIG_H
#define CONF_CONFIG_H

#include <stdbool.h>

#include "base/words.h"
#include "conf/commandline.h"
#include "conf/evaluator_callbacks.h"
#include "conf/persist.h"

/*
 * The settings of the command line and of the files of ssh_config(5), as ssh
 * reads them, and of the keywords of sshp_config(5) in these files.
 */
struct config {
	struct settings settings;
	struct persist persist;
	const char *original;	/* the host as typed */
	const char *name;	/* PersistName, expanded; or original */
	const char *check, *notify; /* expanded commands; NULL: none */
	const char *host;	/* ssh's target: the final name or address */
	const char *ignore;	/* all values of IgnoreUnknown; "": none */
	bool extended;		/* a file or -o has an extension keyword */
	bool usual_hosts;	/* UserKnownHostsFile has its default value */
	bool stdio;		/* -W */
	struct words applied[2]; /* the files' lines that apply, as written:
				   of the first and of the second pass */
	bool twice;		/* there is a second pass */
	const char *level;	/* ssh's LogLevel while it reads; NULL: INFO */
};

enum config_result {
	CONFIG_GOOD,
	CONFIG_REJECTED,	/* ssh rejects it; s->complain has the reason */
	CONFIG_WRONG		/* bad extension keyword; s->oops has why */
};

/* Evaluates line, which must have a destination, and its files. */
enum config_result	config_evaluate(struct config *c,
			    const struct commandline *line,
			    const struct config_source *s);

/*
 * Reads the same without the resolver and without other processes, to learn if
 * there is any extension keyword.  Only c->extended and c->ignore are reliable.
 * CONFIG_REJECTED may be wrong.
 */
enum config_result	config_scan(struct config *c,
			    const struct commandline *line,
			    const struct config_source *s);

/* As config_scan(), but complains, and asks ssh's release where it matters. */
enum config_result	config_check(struct config *c,
			    const struct commandline *line,
			    const struct config_source *s);

/*
 * For a line without a destination: reads only the extension keywords and the
 * IgnoreUnknown of -o.
 */
void	config_options(struct config *c, const struct commandline *line,
	    const struct config_source *s);

void	config_free(struct config *c);

#endif
