/* SPDX-License-Identifier: ISC */
/*
 * The functions that the evaluator calls for files, environment and complaints.
 */
#ifndef CONF_EVALUATOR_CALLBACKS_H
#define CONF_EVALUATOR_CALLBACKS_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/settings.h"

/*
 * What the evaluator must be told by the system, or may tell: it asks for
 * nothing by itself.  Texts that come back live as long as the evaluation.
 */

enum source_file {
	SOURCE_READ,
	SOURCE_ABSENT,		/* there is no such file */
	SOURCE_UNREADABLE,	/* *why says why */
	SOURCE_UNTRUSTED	/* others own it or may write to it */
};

/* Which of ssh's lists of algorithms (ssh -Q). */
enum source_list {
	LIST_CIPHER, LIST_MAC, LIST_KEX,
	LIST_KEY,		/* key-sig */
	LIST_SIGNATURE		/* sig */
};

enum source_level {
	LEVEL_FATAL,		/* ssh goes no further */
	LEVEL_ERROR,
	LEVEL_PLAIN		/* printed without regard to LogLevel */
};

/* What became of a line, for those who want to know; Host lines are SET. */
enum heard_what {
	HEARD_SET,		/* it counts */
	HEARD_EARLIER,		/* an earlier value does */
	HEARD_DUPLICATE,	/* the same is there already */
	HEARD_BLOCK,		/* its block does not apply */
	HEARD_IGNORED		/* by IgnoreUnknown, or without effect */
};

/* What the installed ssh says of one line. */
struct source_answer {
	bool good;		/* it accepts the line */
	const char *said;	/* its messages, as about -o; "": none */
	const char *sets;	/* the lines of "ssh -G" that the line changes;
				   NULL: not asked */
};

struct line;

struct heard {
	enum heard_what what;
	enum keyword k;
	const char *keyword;	/* as written, in lower case */
	const char *value;	/* as written */
	const struct line *line; /* the same in words, for now */
	struct origin at;
	struct origin block;	/* the Host or Match it stands under; line 0: none */
	const char *why;	/* HEARD_BLOCK: the word of it that forbids; or
				   NULL: none of its patterns matches */
};

struct config_source {
	void *arg;

	const char *user;	/* our name by the passwd file */
	const char *uid;	/* in decimal */
	const char *home;	/* by the passwd file */
	const char *hostname;	/* gethostname(2) */
	bool strict;		/* a file that can't be read is wrong: what
				   does it say? ssh passes over it */

	/* The system's ssh_config, as the installed ssh was built. */
	const char *(*system)(void *arg);
	/* All of a file; check: ask for owner and mode, too. */
	enum source_file (*read)(void *arg, const char *path, bool check,
	    const char **text, size_t *len, const char **why);
	/* glob(3) with ~, NULL-terminated, sorted; NULL: none. */
	const char *const *(*glob)(void *arg, const char *pattern);
	/* getenv(3) */
	const char *(*env)(void *arg, const char *name);
	/* The home of a user; NULL: no such user. */
	const char *(*home_of)(void *arg, const char *user);
	/* The port of a TCP service; -1: no such name. */
	int (*port)(void *arg, const char *service);
	/* Runs a command of Match exec: its status; -1: not a normal end. */
	int (*run)(void *arg, const char *command);
	/* A numeric address as getnameinfo(3) writes it; NULL: it is none. */
	const char *(*address)(void *arg, const char *name,
	    const char *family);
	/*
	 * Asks the resolver: its canonical name, "" if there is none; NULL
	 * if it is not known, and *why (gai_strerror(3)).
	 */
	const char *(*resolve)(void *arg, const char *name,
	    const char *family, const char **why);
	/* Is an address of ours in this list of networks?  -1: bad list, and
	   *why has lines that say why. */
	int (*local_network)(void *arg, const char *list,
	    const char **why);
	/* The release of ssh that is spoken of: 902 is 9.2. */
	int (*release)(void *arg);
	/* Its version as ssh -V begins: "OpenSSH_9.2p1". */
	const char *(*version)(void *arg);
	/* Does it heed IPv4's types of service (IPQoS lowdelay)?  Not since
	   10.1, and not in some 10.0. */
	bool (*types)(void *arg);
	/* A list of algorithms, with commas; NULL: not asked, take any. */
	const char *(*algorithms)(void *arg, enum source_list list);
	/*
	 * Asks the installed ssh about the line at at, "keyword=value": its
	 * keyword may be new or a vendor's, or we reject its value.  effect:
	 * answer->sets is wanted, too.  NULL: ssh gave no answer.  May be
	 * NULL: what is not known is taken as good, and sets nothing.
	 */
	const struct source_answer *(*ask)(void *arg, struct origin at,
	    const char *line, bool effect);
	/* True if path can be read: -i, ForwardAgent; *why if not. */
	bool (*there)(void *arg, const char *path, const char **why);

	/* A complaint in ssh's words; at.file is NULL if it has no place. */
	void (*complain)(void *arg, enum source_level level,
	    struct origin at, const char *text);
	/* A complaint of ours; the place stands in text, too. */
	void (*oops)(void *arg, struct origin at, const char *text);
	/* NULL if nobody wants to know. */
	void (*heard)(void *arg, const struct heard *h);
};

/* Is ssh Debian's, or of a system made of Debian? */
bool	source_debian(const struct config_source *s);

/* True if only the installed ssh can tell whether it has the keyword k. */
bool	source_doubts(const struct config_source *s, enum keyword k);

/* "file:line", or "-o"; "" if memory ran out. */
const char	*source_place(struct pool *p, struct origin at);

/* As printf(3) to s->complain. */
void	source_complain(const struct config_source *s, enum source_level level,
	    struct origin at, const char *fmt, ...)
	    __attribute__((format(printf, 4, 5)));

#endif
