/* SPDX-License-Identifier: ISC */
/* The sockets and FIFOs in the run directory. */
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

#define ENDPOINTS_ENV (2 + ASKPASS_SERVER_ENV)

struct endpoints {
	struct guard_events guards;
	struct control control;
	struct askpass_server askpass;
	struct sshlog log, err;
	int attempt;	/* its number; guards of earlier ones are ignored */
	int words;		/* where ssh's standard error goes; 0: ours */
	int log_slot, err_slot;	/* in this turn of the loop */
	char env[2][128];
};

/* Nothing stands there yet. */
void	endpoints_shut(struct endpoints *d);

/*
 * Makes them in dir; 0, or -1 and errno.  log: ssh writes its log there;
 * words: its standard error goes there as well.
 */
int	endpoints_open(struct endpoints *d, const struct rundir *dir, bool log,
	    bool words);

/* Do all of them still stand in dir? */
bool	endpoints_there(const struct endpoints *d, const struct rundir *dir);

/*
 * What ssh and those below it need to find the endpoints in dir, into env,
 * which has room for ENDPOINTS_ENV; how many.  Another attempt begins.
 */
size_t	endpoints_env(struct endpoints *d, const struct rundir *dir,
	    const char **env);

/* Enters all of them into a turn of the loop. */
void	endpoints_watch(struct endpoints *d, struct loop *l);

void	endpoints_close(struct endpoints *d);

#endif
