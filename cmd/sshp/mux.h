/* SPDX-License-Identifier: ISC */
/* Sends one request to the running ssh through its control socket. */
#ifndef SSHP_MUX_H
#define SSHP_MUX_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One call of the running ssh through its control socket, by an ssh of its
 * own that lives for moments.  Never waited for: SIGCHLD or a deadline ends
 * it.
 */

struct mux {
	pid_t pid;		/* 0: none runs */
	int out;		/* what it prints; -1: nothing to read */
	int64_t due;		/* when it has taken too long, ms */
};

/*
 * ssh -O verb -letter spec; 0, or -1 if it cannot be run.  control is the
 * option "ControlPath=..."; the texts are used at once.
 */
int	mux_forward(struct mux *c, const char *ssh, const char *control,
	    const char *verb, char letter, const char *spec, int64_t now);

/* A command in a session of its own; 0, or -1. */
int	mux_command(struct mux *c, const char *ssh, const char *control,
	    const char *command, int64_t now);

/*
 * Has it ended, or taken too long?  Then true, its exit status in *status,
 * -1 if it had none, and what it printed in text, with a NUL.
 */
bool	mux_ended(struct mux *c, int64_t now, int *status, char *text,
	    size_t size);

/* Ends it, whatever it does. */
void	mux_stop(struct mux *c);

#endif
