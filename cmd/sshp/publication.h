/* SPDX-License-Identifier: ISC */
/* Publishes a kept connection: its lock, status and history. */
#ifndef SSHP_PUBLICATION_H
#define SSHP_PUBLICATION_H

#include <stdbool.h>

#include "plan/identity.h"
#include "proto/control.h"
#include "proto/event.h"
#include "supervise/session.h"
#include "sys/log.h"
#include "sys/registry.h"
#include "sys/rundir.h"

/*
 * What others may know of one kept connection: the lock that makes it the only
 * one, its line in the registry, its status, and its history.  Nothing of it
 * is needed to keep the connection: what can't be written is told once.
 */
struct publication {
	const struct identity *identity;
	const struct log *log;
	struct registry registry;
	struct registry also;	/* has the lock of another identity, since an
				   edit of ssh_config; or none */
	char first[16];		/* the identity at the start; the history's */
	char id[64];		/* of the registry */
	char ports[160];	/* forwards_text_ports(), for the history */
	char socket[100];	/* where we listen, as entered there */
	char beside[100]; /* a place for it, should its own be of no use */
	bool tunnel;
	bool told;		/* that the history can't be written */
	int64_t began;		/* the supervisor, ms */
	int64_t touch;		/* when our files are touched next, ms */
	int64_t state_since;	/* up, or not up: since when, ms */
	enum session_state state;
	int64_t up, up_since;	/* earlier spans together; the present one */
	int64_t attempts, drops;
	int64_t silent, quiet;	/* of the guard's last verdict, ms */
	char reason[400];	/* of the last loss or failed attempt */
	char loss[400];		/* of the last loss */
	char waits[400];	/* last written of a wait */
};

/*
 * Opens the registry.  Returns 0; or -1 if this very tunnel is kept by another
 * process, which has been said.
 */
int	publication_open(struct publication *r, const struct identity *i,
	    bool tunnel, const struct rundir *dir, const struct log *log);

/* Says where it listens: in dir. */
void	publication_enter(struct publication *r, const struct rundir *dir);

/* The supervisor is ending, and answers nobody any more. */
void	publication_leave(struct publication *r);

/*
 * If somebody removed the registry, makes it and our entry anew; false if it
 * has to be tried again.
 */
bool	publication_renew(struct publication *r);

/*
 * From now on it goes elsewhere, or forwards something else: takes that lock,
 * too.  The first one, the id and the history stay.
 */
void	publication_change(struct publication *r, const struct identity *i);

/* The supervisor begins at now: enters its pid, and where it listens. */
void	publication_start(struct publication *r, const struct rundir *dir,
	    int64_t now);

/*
 * Touches our files once a day, so that after a power cut another tunnel's
 * start does not take them for old ones; due at r->touch.
 */
void	publication_turn(struct publication *r, int64_t now);

/* What the guard saw when it ended the connection. */
void	publication_event(struct publication *r, const struct event *e);

/*
 * The session has given orders, and why it did; writes what is to be kept.
 * Returns true if the status has changed.
 */
bool	publication_orders(struct publication *r, const struct session *s,
	    unsigned orders, const char *why, int64_t now);

/* The status at now; ssh is the pid of what runs, or 0. */
void	publication_status(const struct publication *r, const struct session *s,
	    int64_t ssh, int64_t now, struct control_status *out);

/* Gives the lock up. */
void	publication_close(struct publication *r);

#endif
