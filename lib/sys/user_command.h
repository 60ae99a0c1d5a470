/* SPDX-License-Identifier: ISC */
/* Runs a command of the user, and ends it with its process group. */
#ifndef SYS_USER_COMMAND_H
#define SYS_USER_COMMAND_H

#include <sys/types.h>

#include <stdbool.h>

/*
 * A command of the user's, run beside us by his shell and never waited for: in
 * a process group of its own, with nothing to read, and ended when we end.
 */
struct user_command {
	pid_t pid;		/* 0: none runs */
	pid_t killed;		/* not yet seen to be dead; 0: there is none */
};

#define USER_COMMAND_SIGNAL 256		/* a status: so much and the signal */
#define USER_COMMAND_TEXT 64

/*
 * Starts it ($SHELL -c), env being a NULL-terminated list of NAME=VALUE to
 * set; what it says is thrown away if it is to be quiet, else ours.  0, or -1
 * and errno; EBUSY: the one before can't be killed yet.
 */
int	user_command_start(struct user_command *j, const char *command,
	    const char *const *env, bool quiet);

/* Has it ended?  Then true, and *status is its exit status or its signal. */
bool	user_command_ended(struct user_command *j, int *status);

/* Ends it with its process group, if it runs, and does not wait. */
void	user_command_kill(struct user_command *j);

/* A status in words, "exit status 1"; text. */
char	*user_command_text(int status, char text[USER_COMMAND_TEXT]);

#endif
