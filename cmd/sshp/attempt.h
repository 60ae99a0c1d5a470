/* SPDX-License-Identifier: ISC */
/*
 * One attempt: its arguments, its control socket, and whether it has logged in.
 */
#ifndef SSHP_ATTEMPT_H
#define SSHP_ATTEMPT_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

#include "plan/plan.h"
#include "sys/loop.h"

/*
 * One try to connect: with which words ssh is run, at which control socket,
 * and when it has logged in.
 */
struct attempt {
	const struct plan *shared;	/* as the user has it */
	const struct plan *apart;	/* if his ControlPath is taken; of
					   another way: there is none */
	const struct plan *plan;	/* the one of them that is run */
	const char *directory;	/* ours, for sockets */
	int appear;		/* watches for the socket; -1 */
	uint64_t foreign;	/* a socket that is not this ssh's; 0: none */
	pid_t taken;		/* the process that made it meanwhile; 0: none */
	bool proven;		/* login: its control socket has shown it */
	int64_t connected, banner, login; /* when; or SPAN_NEVER */
	pid_t pid;		/* of its ssh, even when that has ended */
	bool parted;		/* the messages of its log are kept apart */
};

void	attempt_open(struct attempt *a, const struct plan *shared,
	    const struct plan *apart, const char *directory);

/* A try begins. */
void	attempt_begin(struct attempt *a);

/*
 * True as soon as ssh, which is pid, has logged in; the first time sets login
 * to now.  Sets taken if it finds the socket of another ssh.
 */
bool	attempt_look(struct attempt *a, pid_t pid, int64_t now);

/* True if a socket shows whether it has logged in. */
bool	attempt_shows(const struct attempt *a);

/* The socket to call ssh through; NULL: it has none for us. */
const char	*attempt_control(const struct attempt *a);

/* When to look again, while it has not logged in. */
void	attempt_lower(const struct attempt *a, struct loop *l);

void	attempt_close(struct attempt *a);

#endif
