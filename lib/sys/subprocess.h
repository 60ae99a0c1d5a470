/* SPDX-License-Identifier: ISC */
/* Starts programs, and reports why exec failed. */
#ifndef SYS_SUBPROCESS_H
#define SYS_SUBPROCESS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/* The account of a child; only root can start one in another account. */
struct subprocess_user {
	const char *name;	/* for its groups (initgroups(3)) */
	uid_t uid;
	gid_t gid;
};

/* How to start a child; zero: the child inherits everything. */
struct subprocess {
	const char *const *env;	/* NULL-terminated NAME=VALUE to set */
	int in, out, err;	/* become 0, 1 and 2; 0: inherited */
	int dies;		/* signal for the child when we end; 0: none */
	bool null_in;		/* /dev/null as standard input */
	bool group;		/* the child leads a new process group */
	bool session;		/* the child has no controlling terminal */
	bool deaf;		/* ignores SIGHUP, SIGINT and SIGQUIT */
	const struct subprocess_user *user; /* the child's account, with / as
				   its directory; NULL: ours */
};

/*
 * Starts the program at path.  Returns its pid; or -1 and errno, also if exec
 * failed in the child.
 */
pid_t	subprocess(const struct subprocess *s, const char *path,
	    char *const *argv);

/*
 * Runs the program at path as s says, until it ends, and collects its output in
 * place of s->out and s->err: *out and *err end with a NUL and are for free(3);
 * *out_len is without the NUL.  limit: kills the program if it has not closed
 * its output after so many ms; -1: never.  Returns its wait status, or -1 and
 * errno.
 */
int	subprocess_collect(const struct subprocess *s, const char *path,
	    char *const *argv, int limit, char **out, size_t *out_len,
	    char **err);

/* The same with /dev/null as standard input, and all else inherited. */
int	subprocess_capture(const char *path, char *const *argv, int limit,
	    char **out, size_t *out_len, char **err);

#endif
