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
 * The run directory has the sockets "events" for guards, "ctl" for sshpctl(1)
 * and "secrets" for sshp-askpass(1).  The FIFO "log" is for ssh's log.  The
 * FIFO "stderr" is for the standard error of ssh and its children: sshp must
 * not take a server's banner for ssh's log.
 */

#define ENDPOINTS_ENV (2 + ASKPASS_SERVER_ENV)

struct endpoints {
	struct guard_events guards;
	struct control control;
	struct askpass_server askpass;
	struct sshlog log, err;
	int attempt;	/* number of the attempt; guards of earlier attempts are
			   ignored */
	int ssh_stderr;		/* ssh's standard error; 0: the same as ours */
	int log_slot, err_slot;	/* of this turn of the loop */
	char env[2][128];
};

/* Sets d to "nothing open". */
void	endpoints_init(struct endpoints *d);

/*
 * Creates the endpoints in dir.  log: with a FIFO for ssh's log; words: with a
 * FIFO for ssh's standard error, too.  Returns 0, or -1 and errno.
 */
int	endpoints_open(struct endpoints *d, const struct rundir *dir, bool log,
	    bool words);

/* True if all endpoints still exist in dir. */
bool	endpoints_there(const struct endpoints *d, const struct rundir *dir);

/*
 * Begins a new attempt: fills env, which has room for ENDPOINTS_ENV, with the
 * variables by which ssh and its children find the endpoints in dir.  Returns
 * their number.
 */
size_t	endpoints_env(struct endpoints *d, const struct rundir *dir,
	    const char **env);

/* Adds all endpoints to a turn of the loop. */

void	endpoints_watch(struct endpoints *d, struct loop *l);

void	endpoints_close(struct endpoints *d);

#endif
