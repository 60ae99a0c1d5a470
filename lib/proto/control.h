/* SPDX-License-Identifier: ISC */
/* The records between sshpctl and a supervisor. */
#ifndef PROTO_CONTROL_H
#define PROTO_CONTROL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/path_figures.h"

/*
 * sshpctl sends requests, and the supervisor answers.  Each packet is one line
 * of key=value (base/pairs.h); sshpctl(1) lists the keys, PROTOCOL.
 */

/*
 * The number of the protocol.  It grows when a key or a word gets another
 * meaning, or when a request is added that must not be answered with a status
 * alone; not with a new key, which old readers ignore.
 * In each version, a registry entry has pid, name, to and socket, and a status
 * has protocol, version, id, name and pid.
 */
enum { CONTROL_PROTOCOL = 2 };

enum control_request {
	CONTROL_UNKNOWN,	/* answered like CONTROL_STATUS */
	CONTROL_STATUS,		/* send the status */
	CONTROL_WATCH,		/* send the status now and at every change */
	CONTROL_PATH,		/* send the status now and, if the guard knows
				   the figures of the path, again with these */
	CONTROL_RESTART,	/* make a new connection at once */
	CONTROL_STOP,		/* end, and do not start again */
	CONTROL_RELOAD		/* apply an edit of ssh_config; then as WATCH */
};

/* How the last reload ended. */
enum control_reload {
	CONTROL_NO_RELOAD,	/* there was none, or it has not ended */
	CONTROL_RELOADED,	/* all is done, or there was nothing to do */
	CONTROL_RELOAD_PART,	/* not all forwards could be opened or closed */
	CONTROL_RELOAD_REFUSED	/* nothing has changed: a mistake, a limit */
};

enum control_state {
	CONTROL_NO_STATE,
	CONTROL_TRYING,		/* ssh runs, and is not ready */
	CONTROL_UP,
	CONTROL_ENDING,
	CONTROL_WAITING,	/* for the next attempt */
	CONTROL_NEEDS_YOU,	/* for the user */
	CONTROL_OVER
};

/* The names of the states in packets. */
extern const char *const control_states[CONTROL_OVER + 1];

/* The status of a kept connection.  Times are spans up to the answer, ms. */
struct control_status {
	int64_t protocol;	/* CONTROL_PROTOCOL of the supervisor */
	char version[24];	/* of the supervisor, "0.1" */
	char id[64];		/* of the registry */
	char name[128];		/* PersistName */
	char to[300];		/* user@host:port */
	char forwards[600];	/* "-L 80:localhost:80 -R 8080:..." */
	int kind;		/* enum control_kind */
	int state;		/* enum control_state */
	int64_t pid;		/* of the supervisor */
	int64_t ssh;		/* of its ssh; 0: none runs */
	int64_t age;		/* since it is up, or is not up */
	int64_t running;	/* since the supervisor began */
	int64_t next;		/* until the next attempt; 0: none is due */
	int64_t up;		/* total time that it was up */
	int64_t tries;		/* failures in a row */
	int64_t attempts;	/* since the supervisor began */
	int64_t drops;		/* losses since the supervisor began */
	int64_t asked;		/* number of the last reload that was requested,
				   from 1 */
	int64_t reloads;	/* number of the last reload that has ended */
	int reloaded;		/* enum control_reload: how that one ended */
	char reload[600];	/* what it did, in words */
	int64_t wanted;		/* number of forwards */
	int64_t ready;		/* number of forwards that are up */
	int64_t follows;	/* 1: another answer to CONTROL_PATH follows */
	struct path_figures path; /* after CONTROL_PATH */
	int64_t held;		/* PersistHold: clients that wait */
	int64_t connected;	/* the same: clients that are connected */
	char clients[500];	/* the same of each forward, as
				   control_clients_add() writes them */
	char ports[160];	/* the port of each -R 0, "40001 40002" */
	char detail[200];	/* forwards not up: "-R 8080 refused" */
	char reason[400];	/* if up: of the last loss; else of the last
				 * failure */
};

/* What the connection is kept for: a shell or command, or forwards alone. */
enum control_kind { CONTROL_NO_KIND, CONTROL_SHELL, CONTROL_TUNNEL };

/* What the registry holds of a supervisor that runs. */
struct control_entry {
	char name[128];	/* these three as in struct control_status */
	char to[300];
	char forwards[600];
	char socket[120]; /* where it listens, absolute; "": it does not */
	int state;	/* TRYING: it starts, OVER: it ends; else NO_STATE */
	int64_t pid;	/* of the supervisor */
	char of[64];	/* not its first lock, whose id this is; or "" */
};

#define CONTROL_SIZE 3000	/* bytes of a packet, with a NUL */

/* These write a packet to out.  They return its length without the NUL. */
size_t	control_ask(enum control_request r, char out[CONTROL_SIZE]);
size_t	control_tell(const struct control_status *s, char out[CONTROL_SIZE]);
size_t	control_enter(const struct control_entry *e, char out[CONTROL_SIZE]);

/* Reads a request of n bytes, which a stranger may have sent. */
enum control_request	control_asked(const char *from, size_t n);

/* True if id is an id of the registry, so that file names may contain it. */
bool	control_is_id(const char *id);

/*
 * These read a packet of n bytes, which a stranger may have sent.  They
 * return 0, or -1 if it is another packet.  control_told() returns 1 if the
 * status has another protocol: only the keys that each version has are valid.
 */
int	control_told(struct control_status *s, const char *from, size_t n);
int	control_entered(struct control_entry *e, const char *from, size_t n);

/* The clients of one forward, with PersistHold. */
struct control_clients {
	int64_t held, connected; /* that wait; that are connected */
	int64_t accepted;	/* since the supervisor began */
	int64_t reset;		/* of these: waited too long, or were connected
				   when the connection was lost */
	char forward[120];	/* "-L 8080" */
};

/* Adds c to the text of size bytes, if there is room. */
void	control_clients_add(char *text, size_t size,
	    const struct control_clients *c);

/* Reads the next one; returns where the one after it is, or NULL at the end. */
const char	*control_clients_next(const char *at,
		    struct control_clients *c);

/* --- the clients of a supervisor --- */

#define CONTROL_MAX 32

struct control_client {
	bool open;		/* false: there is no client */
	bool watches;		/* asked for each change */
	bool path;		/* waits for the figures of the path */
	int64_t pid;		/* 0: unknown on this system */
	int64_t since;		/* larger for one that connected later */
};

/*
 * The limit of clients for a process that may have n descriptors: a quarter, so
 * that ssh and its pipes have descriptors, too; from 2 to CONTROL_MAX.
 */
int	control_limit(int n);

/*
 * The client that must leave when there are too many; -1 if there is none.  It
 * is one of the process that has most connections, so that a process that
 * connects again and again harms only itself; if possible one that does not
 * watch; of these the oldest.
 */
int	control_evicted(const struct control_client c[CONTROL_MAX]);

#endif
