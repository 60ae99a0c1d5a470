/* SPDX-License-Identifier: ISC */
/* Runs the user's own ProxyCommand, and ends it with the guard. */
#ifndef TUNNEL_GUARD_COMMAND_H
#define TUNNEL_GUARD_COMMAND_H

#include <sys/types.h>

#include <stdbool.h>

/*
 * A ProxyCommand of the user's between us and the server.  It is run as ssh
 * would run it, with standard error, terminal and directory ours; it ends
 * with us, by SIGKILL if it must, and with it what it has started, but for what
 * has a process group or a session of its own: that is meant to stay, as the
 * master of ssh's ControlPersist.
 */
struct command {
	pid_t pid;		/* 0: none, or it has ended */
	int to, from;		/* its standard input and output; or -1 */
	int status;		/* once it has ended: as waitpid(2)'s */
};

/* Starts the command; 0, or -1 and errno. */
int	command_open(struct command *w, const char *command);

/* Waits at most ms for it to end; true if it has. */
bool	command_ended(struct command *w, int ms);

/* How it ended, in words. */
char	*command_text(const struct command *w, char *out, size_t size);

/*
 * Ends it: closes its pipes, which is enough as a rule, then asks as ssh
 * would (SIGHUP), and then makes it; then what it has left in our process
 * group.
 */
void	command_close(struct command *w);

#endif
