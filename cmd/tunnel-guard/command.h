/* SPDX-License-Identifier: ISC */
/* Runs the user's own ProxyCommand, and ends it with the guard. */
#ifndef TUNNEL_GUARD_COMMAND_H
#define TUNNEL_GUARD_COMMAND_H

#include <sys/types.h>

#include <stdbool.h>

/*
 * The user's ProxyCommand connects us to the server.  The guard runs it as ssh
 * would, with our standard error, terminal and directory.  The guard ends the
 * command and its children with itself, by SIGKILL if necessary.  Children with
 * a process group or session of their own stay: they are meant to, as the
 * master of ssh's ControlPersist.
 */
struct command {
	pid_t pid;		/* 0: none, or it ended */
	int to, from;		/* of its standard input and output; or -1 */
	int status;		/* after its end, as from waitpid(2) */
};

/* Starts the command.  Returns 0, or -1 and errno. */
int	command_open(struct command *w, const char *command);

/* Waits at most ms for the command's end; true if it ended. */
bool	command_ended(struct command *w, int ms);

/* Describes how the command ended.  Returns out. */
char	*command_text(const struct command *w, char *out, size_t size);

/*
 * Ends the command: closes its pipes, which is usually enough, then sends
 * SIGHUP as ssh would, then stronger signals.  Then ends its children in our
 * process group.
 */
void	command_close(struct command *w);

#endif
