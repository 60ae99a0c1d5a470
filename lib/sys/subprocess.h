/* SPDX-License-Identifier: ISC */
/* Starts programs, and reports why exec failed. */
#ifndef SYS_SUBPROCESS_H
#define SYS_SUBPROCESS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/* How a child is to be rebuilt; zero is: as we are. */
struct subprocess {
	const char *const *env;	/* NULL-terminated NAME=VALUE to set */
	int in, out, err;	/* to become 0, 1 and 2; 0: ours */
	int dies;		/* the signal it gets when we end; 0: none */
	bool null_in;		/* /dev/null as its standard input */
	bool group;		/* leads a process group of its own */
	bool deaf;		/* ignores SIGHUP, SIGINT and SIGQUIT */
};

/*
 * Starts the program at path.  Returns its pid; or -1 and errno, also if it
 * was exec that failed.
 */
pid_t	subprocess(const struct subprocess *s, const char *path,
	    char *const *argv);

/*
 * Runs it to its end with standard input from /dev/null, and collects what it
 * prints: *out and *err for free(3), with a NUL behind; *out_len without it.
 * limit: it is killed if it has not ended after so long, ms; -1: never.
 * Returns its wait status, or -1 and errno.
 */
int	subprocess_capture(const char *path, char *const *argv, int limit,
	    char **out, size_t *out_len, char **err);

#endif
