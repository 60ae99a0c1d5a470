/* SPDX-License-Identifier: ISC */
/* What the files of the evaluator share: the settings so far. */
#ifndef CONF_EVALUATION_H
#define CONF_EVALUATION_H

#include "base/words.h"
#include "conf/commandline.h"
#include "conf/evaluator_callbacks.h"
#include "conf/line.h"
#include "conf/token.h"
#include "conf/value.h"

/* An evaluation on its way, for the files of this floor that share it. */
struct evaluation {
	struct settings *s;
	const struct config_source *source;
	const struct config_source *quiet; /* without complaints; or NULL */
	const char *original;	/* the host as typed, %n */
	const char *name;	/* PersistName, expanded; NULL: not set */
	const char *check, *notify; /* PersistCheck's, PersistNotify's command */
	const char *host;	/* what Host lines see; in the end, %h */
	const char *command;	/* the remote command's words; "" */
	const char *file;	/* -F; NULL: none */
	const char *ignore;	/* every value of IgnoreUnknown, with commas */
	bool final;		/* the second pass */
	bool wants_final;
	bool extended;		/* an extension keyword stands somewhere */
	bool usual_hosts;	/* UserKnownHostsFile says what it is anyhow */
	bool stdio;		/* -W */
	bool debug;		/* -v was there */
	struct words *applied;	/* lines that apply, of each pass */
	const char **level;	/* the LogLevel that ssh goes by, NULL: INFO */
};

/* --- options.c: the command line --- */

enum outcome	options_take(struct evaluation *e,
		    const struct commandline *line);

/* --- option_value.c: the letters that have a value --- */

/* A letter sets a value: if nothing has yet, or whatever was there. */
void	option_set(struct evaluation *e, enum keyword k, const char *text);
void	option_replace(struct evaluation *e, enum keyword k,
	    const char *text);

/* A complaint after which ssh exits; value is quoted behind it, or NULL. */
enum outcome	option_refuse(const struct evaluation *e,
		    enum source_level level, const char *text,
		    const char *value);

enum outcome	option_value(struct evaluation *e, char letter,
		    const char *value);

/* --- reading.c: the files --- */

/* All that are there by default, or by -F. */
enum outcome	reading_files(struct evaluation *e);

/* One line, as -o has it. */
enum outcome	reading_option(struct evaluation *e, const char *text);

/* --- match.c --- */

/*
 * A Match line.  1 if all its criteria hold, else 0 and *why is the one that
 * does not; -1 if it is wrong, -2 if ssh stops there.
 */
int	match_line(struct evaluation *e, struct line *l, struct origin at,
	    const char **why);

/* The tokens that Match exec and Include know, for text; false: no memory. */
bool	match_tokens(struct evaluation *e, const char *text,
	    struct tokens *t);

/* --- evaluation.c: the settings so far --- */

/* The first value; NULL if there is none. */
const char	*eval_get(const struct evaluation *e, enum keyword k);

bool	eval_is(const struct evaluation *e, enum keyword k, const char *text);

/* Not set, or "none". */
bool	eval_none(const struct evaluation *e, enum keyword k);

/* Changes a value, but not where it came from. */
void	eval_change(struct evaluation *e, enum keyword k, const char *text);

/* ssh stops here, and says so. */
enum outcome	eval_refuse(const struct evaluation *e, const char *text);

/* The next of the words in a value; NULL at the end. */
char	*eval_word(struct pool *p, const char **at);

/* In lower case; NULL: no memory. */
char	*eval_lower(struct evaluation *e, const char *text);

/* --- canonical.c: the host's name --- */

/* Takes it into use, and makes it canonical where asked to. */
enum outcome	canonical_host(struct evaluation *e);

/* Is there a rule of CanonicalizePermittedCNAMEs? */
bool	canonical_cnames(const struct evaluation *e);

/* --- expand.c: tokens, ${ENV}, ~ in the values that ssh itself expands --- */

enum outcome	expand(struct evaluation *e);

/* --- finish.c: what ssh does when its files are read --- */

/* Refuses what can't be, and expands what is to be expanded. */
enum outcome	finish(struct evaluation *e);

#endif
