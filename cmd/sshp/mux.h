/* SPDX-License-Identifier: ISC */
/* Sends one request to the running ssh through its control socket. */
#ifndef SSHP_MUX_H
#define SSHP_MUX_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One request to the running ssh.  A second, short-lived ssh sends the request
 * through the control socket.  sshp never blocks for that ssh: SIGCHLD or a
 * deadline ends the request.
 */

struct mux {
	pid_t pid;		/* 0: none runs */
	int out;		/* output of that ssh; -1: nothing to read */
	int64_t due;		/* deadline, ms */
};

/*
 * Runs ssh -O verb -letter spec.  Returns 0, or -1 if ssh cannot be started.
 * control is the option "ControlPath=...".  The strings are not kept.
 */
int	mux_forward(struct mux *c, const char *ssh, const char *control,
	    const char *verb, char letter, const char *spec, int64_t now);

/* Runs command in a new session of the running ssh.  Returns 0, or -1. */
int	mux_command(struct mux *c, const char *ssh, const char *control,
	    const char *command, int64_t now);

/*
 * True if the request has ended or is past its deadline.  *status is then the
 * exit status, -1 for none; text has the output, with a NUL.
 */
bool	mux_ended(struct mux *c, int64_t now, int *status, char *text,
	    size_t size);

/* Kills that ssh, if it still runs. */
void	mux_stop(struct mux *c);

#endif
