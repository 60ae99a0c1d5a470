/* SPDX-License-Identifier: ISC */
#ifndef SYS_USER_COMMAND_H
#define SYS_USER_COMMAND_H

#include <sys/types.h>

#include <stdbool.h>

/*
 * A command of the user's, run beside us by his shell and never waited for: in
 * a process group of its own, with nothing to read, and ended when we end.
 */
struct job {
	pid_t pid;		/* 0: none runs */
	pid_t killed;		/* not yet seen to be dead; 0: there is none */
};

#define JOB_SIGNAL 256		/* a status: so much and the signal */
#define JOB_TEXT 64

/*
 * Starts it ($SHELL -c), env being a NULL-terminated list of NAME=VALUE to
 * set; what it says is thrown away if it is to be quiet, else ours.  0, or -1
 * and errno; EBUSY: the one before can't be killed yet.
 */
int	job_start(struct job *j, const char *command, const char *const *env,
	    bool quiet);

/* Has it ended?  Then true, and *status is its exit status or its signal. */
bool	job_ended(struct job *j, int *status);

/* Ends it with its process group, if it runs, and does not wait. */
void	job_kill(struct job *j);

/* A status in words, "exit status 1"; text. */
char	*job_text(int status, char text[JOB_TEXT]);

#endif
