/* SPDX-License-Identifier: ISC */
#ifndef SSHP_ENDPOINTS_H
#define SSHP_ENDPOINTS_H

#include "sshp/askpass_server.h"
#include "sshp/control.h"
#include "sshp/guard_events.h"
#include "sshp/sshlog.h"
#include "sys/loop.h"
#include "sys/rundir.h"

/*
 * What stands in our directory, for others to reach us by: the sockets
 * "events" for guards, "ctl" for sshpctl(1), "secrets" for sshp-askpass(1), the
 * FIFO "log" for ssh, and "stderr" for what else ssh and its children write: a
 * server's banner must not be taken for ssh's log.
 */

#define DOORS_ENV (2 + PORTER_ENV)

struct doors {
	struct witness witness;
	struct control control;
	struct porter porter;
	struct hear log, err;
	int attempt;		/* its number; guards of earlier ones are ignored */
	int words;		/* where ssh's standard error goes; 0: ours */
	int log_slot, err_slot;	/* in this turn of the loop */
	char env[2][128];
};

/* Nothing stands there yet. */
void	doors_shut(struct doors *d);

/*
 * Makes them in dir; 0, or -1 and errno.  log: ssh writes its log there;
 * words: its standard error goes there as well.
 */
int	doors_open(struct doors *d, const struct rundir *dir, bool log,
	    bool words);

/* Do all of them still stand in dir? */
bool	doors_there(const struct doors *d, const struct rundir *dir);

/*
 * What ssh and those below it need to find the doors in dir, into env, which
 * has room for DOORS_ENV; how many.  Another attempt begins.
 */
size_t	doors_env(struct doors *d, const struct rundir *dir,
	    const char **env);

/* Enters all of them into a turn of the loop. */
void	doors_watch(struct doors *d, struct loop *l);

void	doors_close(struct doors *d);

#endif
