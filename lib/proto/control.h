/* SPDX-License-Identifier: ISC */
/* The records between sshpctl and a supervisor. */
#ifndef PROTO_CONTROL_H
#define PROTO_CONTROL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What sshpctl asks of a supervisor and what that answers: one line of
 * key=value a packet, as in base/pairs.h; sshpctl(1) has the list, PROTOCOL.
 */

enum control_request {
	CONTROL_UNKNOWN,	/* answered like CONTROL_STATUS */
	CONTROL_STATUS,		/* say how it is */
	CONTROL_WATCH,		/* and say it again whenever that changes */
	CONTROL_RESTART,	/* make a new connection at once */
	CONTROL_STOP		/* end, for good */
};

enum control_state {
	CONTROL_NO_STATE,
	CONTROL_TRYING,		/* ssh runs, and is not ready */
	CONTROL_UP,
	CONTROL_ENDING,
	CONTROL_WAITING,	/* for the next try */
	CONTROL_NEEDS_YOU,	/* for its person */
	CONTROL_OVER
};

/* The words that stand for states. */
extern const char *const control_states[CONTROL_OVER + 1];

/* How a kept connection is.  Times are spans, ms, up to the answer. */
struct control_status {
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
	int64_t next;		/* until the next try; 0: none is due */
	int64_t up;		/* all the time that it was up */
	int64_t tries;		/* failures in a row */
	int64_t attempts;	/* since the supervisor began */
	int64_t drops;
	int64_t wanted;		/* forwards, all */
	int64_t ready;		/* of them, those that are there */
	char ports[160];	/* what each -R 0 was given, "40001 40002" */
	char detail[200];	/* what is missing: "-R 8080 held" */
	char reason[400];	/* while it is up of the last loss, else of
				 * the last failure */
};

enum control_kind { CONTROL_NO_KIND, CONTROL_SHELL, CONTROL_TUNNEL };

/* What the registry holds of a supervisor that runs. */
struct control_entry {
	char name[128];
	char to[300];
	char forwards[600];
	char socket[120]; /* where it listens, absolute; "": it does not */
	int state;	/* TRYING: it starts, OVER: it ends; else NO_STATE */
	int64_t pid;
	char of[64];	/* not its first lock, whose id this is; or "" */
};

#define CONTROL_SIZE 3000

/* Write a packet; its length. */
size_t	control_ask(enum control_request r, char out[CONTROL_SIZE]);
size_t	control_tell(const struct control_status *s, char out[CONTROL_SIZE]);
size_t	control_enter(const struct control_entry *e, char out[CONTROL_SIZE]);

/* Read one that came from a stranger; what was asked. */
enum control_request	control_asked(const char *from, size_t n);

/* Is it an id of the registry, of which names of files are made? */
bool	control_is_id(const char *id);

/* The same; 0, or -1 if it is none. */
int	control_told(struct control_status *s, const char *from, size_t n);
int	control_entered(struct control_entry *e, const char *from, size_t n);

#endif
