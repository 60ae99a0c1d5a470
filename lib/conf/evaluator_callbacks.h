/* SPDX-License-Identifier: ISC */
/*
 * Declares the functions that the evaluator calls for files, environment and
 * complaints.
 */
#ifndef CONF_EVALUATOR_CALLBACKS_H
#define CONF_EVALUATOR_CALLBACKS_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/settings.h"

/*
 * The evaluator makes no system calls itself: these functions answer its
 * questions, and take its messages.  Returned texts must stay valid as long as
 * the evaluation.
 */

enum source_file {
	SOURCE_READ,
	SOURCE_ABSENT,		/* there is no such file */
	SOURCE_UNREADABLE,	/* *why has the reason */
	SOURCE_UNTRUSTED	/* another user owns it or may write to it */
};

/* ssh's lists of algorithms (ssh -Q). */
enum source_list {
	LIST_CIPHER, LIST_MAC, LIST_KEX,
	LIST_KEY,		/* ssh -Q key-sig */
	LIST_SIGNATURE		/* ssh -Q sig */
};

enum source_level {
	LEVEL_FATAL,		/* ssh stops */
	LEVEL_ERROR,
	LEVEL_PLAIN		/* printed whatever LogLevel is */
};

/* The effect of a line, for the callback heard(); Host lines are SET. */
enum heard_what {
	HEARD_SET,		/* the line sets the value */
	HEARD_EARLIER,		/* an earlier line has set the value */
	HEARD_DUPLICATE,	/* an earlier line has the same value */
	HEARD_BLOCK,		/* its block does not apply */
	HEARD_IGNORED		/* by IgnoreUnknown, or without effect */
};

/* The installed ssh's answer about one line. */
struct source_answer {
	bool good;		/* ssh accepts the line */
	const char *said;	/* ssh's messages, as about -o; "": none */
	const char *sets;	/* the lines of "ssh -G" that the line changes;
				   NULL: not asked */
};

struct line;

struct heard {
	enum heard_what what;
	enum keyword k;
	const char *keyword;	/* as written, in lower case */
	const char *value;	/* as written */
	const struct line *line; /* its words, valid during the call */
	struct origin at;
	struct origin block;	/* its Host or Match line; line 0: none */
	const char *why;	/* HEARD_BLOCK: the criterion that fails; or
				   NULL: no pattern matches */
};

struct config_source {
	void *arg;

	const char *user;	/* our name in the passwd file */
	const char *uid;	/* in decimal */
	const char *home;	/* our home in the passwd file */
	const char *hostname;	/* gethostname(2) */
	bool strict;		/* an unreadable file is an error, because it
				   may have our keywords; ssh skips it */

	/* The path of the system's ssh_config, as built into ssh. */
	const char *(*system)(void *arg);
	/* Reads a whole file; check: checks owner and mode, too. */
	enum source_file (*read)(void *arg, const char *path, bool check,
	    const char **text, size_t *len, const char **why);
	/* glob(3) with ~, NULL-terminated, sorted; NULL: no match. */
	const char *const *(*glob)(void *arg, const char *pattern);
	/* getenv(3) */
	const char *(*env)(void *arg, const char *name);
	/* The home of a user; NULL: no such user. */
	const char *(*home_of)(void *arg, const char *user);
	/* The port of a TCP service; -1: no such name. */
	int (*port)(void *arg, const char *service);
	/* Runs a command of Match exec: its exit status; -1: no such. */
	int (*run)(void *arg, const char *command);
	/* A numeric address as getnameinfo(3) writes it; NULL: not one. */
	const char *(*address)(void *arg, const char *name,
	    const char *family);
	/*
	 * Asks the resolver.  Returns the canonical name, or "" if there is
	 * none; NULL if the lookup fails, and *why (gai_strerror(3)).
	 */
	const char *(*resolve)(void *arg, const char *name,
	    const char *family, const char **why);
	/* 1 if an address of this machine is in the list of networks, else 0;
	   -1: bad list, with ssh's errors in the lines of *why. */
	int (*local_network)(void *arg, const char *list,
	    const char **why);
	/* The release of ssh: 902 is 9.2. */
	int (*release)(void *arg);
	/* The version of ssh, the first word of ssh -V: "OpenSSH_9.2p1". */
	const char *(*version)(void *arg);
	/* True if ssh uses IPv4's types of service (IPQoS lowdelay).  It does
	   not since 10.1, and not in some builds of 10.0. */
	bool (*types)(void *arg);
	/* A list of algorithms, with commas; NULL: not asked, accept all. */
	const char *(*algorithms)(void *arg, enum source_list list);
	/*
	 * Asks the installed ssh about the line "keyword=value" at at: its
	 * keyword may be new or a vendor's, or we reject its value.  effect:
	 * also fills answer->sets.  Returns NULL if ssh gave no answer.  The
	 * pointer may be NULL: then unknown lines are good and set nothing.
	 */
	const struct source_answer *(*ask)(void *arg, struct origin at,
	    const char *line, bool effect);
	/* True if path exists (-i, ForwardAgent); if not, *why. */
	bool (*there)(void *arg, const char *path, const char **why);

	/* A complaint in ssh's words; at.file is NULL without a place. */
	void (*complain)(void *arg, enum source_level level,
	    struct origin at, const char *text);
	/* A complaint of sshp; text has the place, too. */
	void (*oops)(void *arg, struct origin at, const char *text);
	/* Gets the effect of each line; may be NULL. */
	void (*heard)(void *arg, const struct heard *h);
};

/* --- evaluation.c --- */

/* True if ssh is from Debian, or from a system based on Debian. */
bool	source_debian(const struct config_source *s);

/* True if only the installed ssh can tell if it has the keyword k. */
bool	source_doubts(const struct config_source *s, enum keyword k);

/* "file:line", or "-o"; "" if memory ran out. */
const char	*source_place(struct pool *p, struct origin at);

/* Calls s->complain with a text formatted as by printf(3). */
void	source_complain(const struct config_source *s, enum source_level level,
	    struct origin at, const char *fmt, ...)
	    __attribute__((format(printf, 4, 5)));

#endif
