/* SPDX-License-Identifier: ISC */
/* Stores values, and the lines that set them. */
#ifndef CONF_SETTINGS_H
#define CONF_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "conf/keyword.h"

enum origin_from {
	FROM_SYSTEM,		/* the system's file, and what it includes */
	FROM_USER,		/* the user's file, or -o */
	FROM_LETTER		/* an option of one letter */
};

/* A line of a file; file is "command-line" for an option. */
struct origin {
	const char *file;
	int line;		/* from 1; 0 on the command line */
	enum origin_from from;
};

/*
 * A value, as "ssh -G" prints it: a word for a flag, seconds for a time.  The
 * value stays valid as long as the settings.
 */
struct value {
	struct value *next;	/* for keywords with several values */
	const char *text;
	struct origin at;
};

struct settings {
	struct value *first[KEYWORD_SLOTS];	/* NULL: nothing was set */
	struct value *last[KEYWORD_SLOTS];
	struct pool pool;
};

/* Sets k if it has no value yet; true if this set it. */
bool	settings_set(struct settings *s, enum keyword k, const char *text,
	    struct origin at);

/* Adds one more value. */
void	settings_add(struct settings *s, enum keyword k, const char *text,
	    struct origin at);

/* Replaces all values by one. */
void	settings_replace(struct settings *s, enum keyword k, const char *text,
	    struct origin at);

/* Removes the values for which out() is true. */
void	settings_drop(struct settings *s, enum keyword k,
	    bool (*out)(void *arg, const char *text), void *arg);

/* Removes all values. */
void	settings_clear(struct settings *s, enum keyword k);

/* The text of the first value; NULL if there is none. */
const char	*settings_get(const struct settings *s, enum keyword k);

/* True if the first value is text, ignoring case. */
bool	settings_is(const struct settings *s, enum keyword k,
	    const char *text);

/* The number of values. */
size_t	settings_count(const struct settings *s, enum keyword k);

void	settings_free(struct settings *s);

#endif
