/* SPDX-License-Identifier: ISC */
/* Reads the Persist keywords: types, defaults, complaints. */
#ifndef CONF_PERSIST_H
#define CONF_PERSIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/oops.h"
#include "conf/settings.h"

/* The keywords of sshp_config(5). */

enum persist_mode { PERSIST_NO, PERSIST_YES, PERSIST_ALWAYS };

enum persist_guard {
	PERSIST_RELAY,
	PERSIST_FDPASS,
	PERSIST_UNGUARDED	/* PersistGuard no */
};

#define PERSIST_AUTO (-1)

struct persist {
	enum persist_mode mode;	/* Persist */
	bool remote_command;	/* PersistRemoteCommand */
	int64_t timeout;	/* PersistTimeout, ms; or PERSIST_AUTO */
	int64_t first, ceiling;	/* PersistBackoff, ms */
	int max_tries;		/* PersistMaxTries; 0: unlimited */
	const char *name;	/* PersistName, not yet expanded; or NULL */
	enum persist_guard guard; /* PersistGuard */
	bool password;		/* PersistPassword */
	bool reclaim;		/* PersistReclaim */
	int64_t hold;		/* PersistHold, ms; 0: no */
	int64_t interval;	/* of PersistCheck, ms */
	const char *check;	/* its command, not yet expanded; or NULL */
	const char *notify;	/* PersistNotify, likewise */
};

/* The defaults. */
extern const struct persist persist_defaults;

/*
 * Reads the n words of a line of keyword k, at where ("file:line").  Returns
 * the value as sshp shows it, times in seconds; or NULL and an error in *o.
 */
const char	*persist_read(struct pool *p, enum keyword k,
		    const char *where, char *const *word, size_t n,
		    struct oops *o);

/* True if the value of k is a command: the raw rest of the line as one word. */
bool	persist_is_command(enum keyword k);

/* Fills p from the settings. */
void	persist_from(struct persist *p, const struct settings *s);

/* The name of the keyword, spelled as in the manual. */
const char	*persist_name(enum keyword k);

#endif
