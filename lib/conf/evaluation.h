/* SPDX-License-Identifier: ISC */
/* Declares the state and the functions that the evaluator's files share. */
#ifndef CONF_EVALUATION_H
#define CONF_EVALUATION_H

#include "base/words.h"
#include "conf/commandline.h"
#include "conf/evaluator_callbacks.h"
#include "conf/line.h"
#include "conf/token.h"
#include "conf/value.h"

/* The state of a running evaluation. */
struct evaluation {
	struct settings *s;
	const struct config_source *source;
	const struct config_source *quiet; /* source without complaints; or
					      NULL */
	const char *original;	/* the host as typed, %n */
	const char *name;	/* PersistName, expanded; NULL: not set */
	const char *check, *notify; /* expanded commands; NULL: none */
	const char *host;	/* the host for Host lines; finally %h */
	const char *command;	/* the remote command's words; "" */
	const char *file;	/* -F; NULL: none */
	const char *ignore;	/* all values of IgnoreUnknown, with commas */
	bool final;		/* this is the second pass */
	bool wants_final;	/* a line asks for a second pass */
	bool extended;		/* a file or -o has an extension keyword */
	bool usual_hosts;	/* UserKnownHostsFile has its default value */
	bool stdio;		/* -W */
	bool debug;		/* the line has -v */
	struct words *applied;	/* lines that apply, of each pass */
	const char **level;	/* ssh's LogLevel; NULL: INFO */
};

/* --- options.c: the command line --- */

enum outcome	options_take(struct evaluation *e,
		    const struct commandline *line);

/* --- the same: options with a value --- */

/* Sets a value for an option; option_set() keeps an earlier value. */
void	option_set(struct evaluation *e, enum keyword k, const char *text);
void	option_replace(struct evaluation *e, enum keyword k,
	    const char *text);

/* Complains, with value in quotes unless it is NULL; ssh exits after this. */
enum outcome	option_refuse(const struct evaluation *e,
		    enum source_level level, const char *text,
		    const char *value);

enum outcome	option_value(struct evaluation *e, char letter,
		    const char *value);

/* --- readconf.c: the files --- */

/* Reads the default files, or the file of -F. */
enum outcome	reading_files(struct evaluation *e);

/* Reads one line, the text of a -o. */
enum outcome	reading_option(struct evaluation *e, const char *text);

/* --- match.c --- */

/*
 * Evaluates a Match line.  1 if all criteria hold; 0 if not, with the first
 * that fails in *why; -1 if the line is wrong; -2 if ssh stops there.
 */
int	match_line(struct evaluation *e, struct line *l, struct origin at,
	    const char **why);

/* Fills the tokens of Match exec and Include for text; false: no memory. */
bool	match_tokens(struct evaluation *e, const char *text,
	    struct tokens *t);

/* --- evaluation.c: the settings so far --- */

/* The first value; NULL if there is none. */
const char	*eval_get(const struct evaluation *e, enum keyword k);

bool	eval_is(const struct evaluation *e, enum keyword k, const char *text);

/* True if k is not set, or "none". */
bool	eval_none(const struct evaluation *e, enum keyword k);

/* Changes a value, but not its origin. */
void	eval_change(struct evaluation *e, enum keyword k, const char *text);

/* Complains with text; ssh stops here. */
enum outcome	eval_refuse(const struct evaluation *e, const char *text);

/* The next word of a value of several; NULL at the end. */
char	*eval_word(struct pool *p, const char **at);

/* text in lower case; NULL: no memory. */
char	*eval_lower(struct evaluation *e, const char *text);

/* --- canonical.c: the host's name --- */

/* Sets e->host from HostName, and makes it canonical if the settings ask. */
enum outcome	canonical_host(struct evaluation *e);

/* True if CanonicalizePermittedCNAMEs has a rule. */
bool	canonical_cnames(const struct evaluation *e);

/* --- a line of a file --- */

enum { READCONF_RECENT = 64 };

/* A file being read. */
struct readconf {
	struct evaluation *e;
	struct origin at;
	struct line line;
	const char *raw;	/* the line as written in the file */
	size_t raw_len;
	bool active;		/* the block applies */
	bool never;		/* the block of its Include does not apply */
	int depth, bad;		/* of Includes; number of bad lines */
	enum keyword recent[READCONF_RECENT]; /* cache of found keywords */
	struct origin block;	/* the last Host or Match line */
	const char *why;	/* the block does not apply; see struct heard */
};

/* Complains about the line: text, and word in quotes unless it is NULL. */
enum outcome	reading_bad(const struct readconf *r, const char *text,
		    const char *word);

/* Reports the effect of the line to heard(). */
void	reading_tell(const struct readconf *r, enum heard_what what,
	    enum keyword k);

/* Records that the line applies, so that ssh reads it, too. */
void	reading_applied(const struct readconf *r);

/* --- unknown.c: lines that only the installed ssh can judge --- */

/*
 * For a line with a keyword in doubt (source_doubts()).  *k stays if ssh has
 * the keyword; else *k becomes KEYWORDS, and the line is done.
 */
enum outcome	unknown_line(struct readconf *r, enum keyword *k);

/*
 * For a line with a value that we reject.  True if ssh accepts the value; then
 * it is set.
 */
bool	unknown_value(struct readconf *r);

#endif
