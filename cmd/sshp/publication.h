/* SPDX-License-Identifier: ISC */
/* Publishes a kept connection: its lock, status and history. */
#ifndef SSHP_PUBLICATION_H
#define SSHP_PUBLICATION_H

#include <stdbool.h>

#include "plan/identity.h"
#include "proto/control.h"
#include "supervise/session.h"
#include "supervise/status.h"
#include "sys/log.h"
#include "sys/registry.h"
#include "sys/rundir.h"

/*
 * The public data of one kept connection: the lock that excludes a second sshp
 * for the same tunnel, the line in the registry, the status, and the history.
 * sshp can keep the connection without these, and reports a failed write once.
 */
struct publication {
	const struct identity *identity;
	const struct log *log;
	struct registry registry;
	struct registry second;	/* lock of the second identity, after an edit
				   of ssh_config; or none */
	char history_id[16];		/* id at the start; names the history */
	char id[64];		/* in the registry */
	char ports[160];	/* forwards_text_ports(), for the history */
	char socket[100];	/* our control socket, as in the registry */
	char parent[100];	/* parent of the run directory; for the registry
				   if its own directory cannot be used */
	bool tunnel;
	bool reported;		/* reported: the history cannot be written */
	int64_t touch;		/* time of the next touch of our files, ms */
	struct status status;
};

/*
 * Opens the registry.  Returns 0; or -1 if another process keeps this very
 * tunnel, with a message printed unless mute.
 */
int	publication_open(struct publication *r, const struct identity *i,
	    bool tunnel, bool mute, const struct rundir *dir,
	    const struct log *log);

/*
 * Records how this tunnel was started, for "sshpctl start": its name, our
 * directory, and the words of argv behind the first; each is a line of
 * ID.start.
 * A line that has a newline, or over 8000 bytes, are not recorded.
 */
void	publication_command(const struct publication *r, const char *name,
	    char *const *argv);

/* Enters in the registry that our control socket is in dir. */
void	publication_enter(struct publication *r, const struct rundir *dir);

/* The supervisor is ending and answers no requests any more. */
void	publication_leave(struct publication *r);

/*
 * Recreates the registry and our entry if they were removed.  Returns false if
 * the caller must try again.
 */
bool	publication_renew(struct publication *r);

/*
 * The connection now has another destination or other forwards: takes the lock
 * of identity i, too.  The first lock, the id and the history stay.
 */
void	publication_change(struct publication *r, const struct identity *i);

/*
 * True if another process keeps the tunnel of identity i; its pid goes to *pid,
 * 0 if that is not known.
 */
bool	publication_other(const struct publication *r,
	    const struct identity *i, int64_t *pid);

/* The supervisor begins at now: enters its pid and its control socket. */
void	publication_start(struct publication *r, const struct rundir *dir,
	    int64_t now);

/*
 * Touches our files once a day; due at r->touch.  Otherwise, after a power cut,
 * the start of another tunnel would take them for old files.
 */
void	publication_turn(struct publication *r, int64_t now);

/*
 * The session gave orders at now; why is the reason.  Writes the history.
 * Returns true if the status has changed.
 */
bool	publication_orders(struct publication *r, const struct session *s,
	    unsigned orders, const char *why, int64_t now);

/* Fills in the status at now; ssh is the pid of the running ssh, or 0. */
void	publication_status(const struct publication *r, const struct session *s,
	    int64_t ssh, int64_t now, struct control_status *out);

/* Releases the locks. */
void	publication_close(struct publication *r);

#endif
