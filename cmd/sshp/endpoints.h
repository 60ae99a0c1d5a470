/* SPDX-License-Identifier: ISC */
/* The sockets and FIFOs in the run directory. */
#ifndef SSHP_ENDPOINTS_H
#define SSHP_ENDPOINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sshp/askpass_server.h"
#include "sshp/control.h"
#include "sshp/guard_events.h"
#include "sshp/publication.h"
#include "sys/loop.h"
#include "sys/rundir.h"

/* Splits the bytes from a descriptor into lines. */
struct sshlog {
	int fd;			/* non-blocking */
	bool first;		/* the line is the first of one write, if the
				   pipe keeps writes apart */
	size_t n;		/* bytes of the incomplete line */
	char line[1024];	/* longer lines are cut */
};

/*
 * Reads the content of a pipe, or 64 messages if the pipe keeps writes apart
 * (sys/log_pipe.h).  Calls line for each whole line, without the newline.  Does
 * not read what arrives meanwhile, because an endless writer must not block
 * the loop.
 */
void	sshlog_read(struct sshlog *h, void (*line)(void *, const char *),
	    void *arg);

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

/*
 * sshpctl(1) finds us through the run directory and the registry.  sshp watches
 * both, and recreates them if they are removed while ssh runs; ssh itself runs
 * on.  sshp recreates the other endpoints when it starts the next ssh.
 */
struct registration {
	int fd;			/* readable after a removal; or -1 */
	int slot;		/* of this turn of the loop */
	int64_t due;		/* time of the next check, ms; SPAN_NEVER */
	struct rundir spare;	/* has "ctl" while the run directory is
				   missing; or fd -1 */
};

/* Watches dir and the registry of r. */
void	registration_open(struct registration *p, const struct rundir *dir,
	    const struct publication *r);

void	registration_watch(struct registration *p, struct loop *l);

/* True if something was removed and the check is due. */
bool	registration_take(struct registration *p, const struct loop *l);

/*
 * Makes c listen where sshpctl looks, in dir if it exists, and enters that in
 * r.  Sets p->due for another try of what failed.
 */
void	registration_repair(struct registration *p, const struct rundir *dir,
	    struct publication *r, struct control *c, int64_t now);

/* Closes p; leaves the created files. */
void	registration_close(struct registration *p);

#endif
