/* SPDX-License-Identifier: ISC */
/* Runs a command of the user, and kills it with its process group. */
#ifndef SYS_USER_COMMAND_H
#define SYS_USER_COMMAND_H

#include <sys/types.h>

#include <stdbool.h>

/*
 * The user's shell runs the command in the background, and we never wait for
 * it.  The command has its own process group and /dev/null as standard input
 * and output, and is killed when we end.
 */
struct user_command {
	pid_t pid;		/* 0: none runs */
	pid_t killed;		/* killed but not yet reaped; 0: none */
};

#define USER_COMMAND_SIGNAL 256		/* plus the signal: a status */
#define USER_COMMAND_TEXT 64

/*
 * Starts command with $SHELL -c.  env is a NULL-terminated list of NAME=VALUE
 * to set.  quiet: discards its standard error, which is else ours.  0, or -1
 * and errno; EBUSY: the killed command before has not ended yet.
 */
int	user_command_start(struct user_command *j, const char *command,
	    const char *const *env, bool quiet);

/*
 * True if the command has ended: *status is its exit status, or
 * USER_COMMAND_SIGNAL plus its signal.
 */
bool	user_command_ended(struct user_command *j, int *status);

/* Kills the command with its process group, if it runs, without waiting. */
void	user_command_kill(struct user_command *j);

/* Writes a status in words, "exit status 1"; returns text. */
char	*user_command_text(int status, char text[USER_COMMAND_TEXT]);

/*
 * Runs a command as ssh runs a Match exec: with $SHELL -c, with /dev/null as
 * standard input and output, and with our standard error.  Returns its exit
 * status; -1 if a signal ended it, or if it could not be run.
 */
int	user_command_status(const char *command);

#endif
