/* SPDX-License-Identifier: ISC */
/* Writes the commands that find and end our dead session on the server. */
#ifndef SUPERVISE_RECLAIM_H
#define SUPERVISE_RECLAIM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * PersistReclaim: while a connection is up, sshp asks the server which process
 * holds the connection's ports (the holder, an sshd).  If the connection is
 * lost and the server refuses a port to the next one, sshp ends that holder.
 * It first checks that the pid is still the same process.  This module writes
 * the commands that run on the server, and reads their answers.
 */

#define RECLAIM_LOST 4		/* lost connections that are remembered */
#define RECLAIM_MARK 96
#define RECLAIM_SCRIPT 2048

/* A process on the server.  No two processes with one pid share a mark. */
struct reclaim_process {
	long pid;		/* 0: no process */
	char mark[RECLAIM_MARK];
};

enum reclaim_what {
	RECLAIM_NOTHING,
	RECLAIM_NAME,		/* ask for the holder of this connection */
	RECLAIM_END		/* end the holders of lost connections */
};

struct reclaim {
	bool wanted;		/* PersistReclaim is set */
	bool unable;		/* the account runs no commands */
	int failures;		/* commands that failed in a row */
	bool named, ended;	/* tried in this connection */
	struct reclaim_process holder;	/* of this connection */
	struct reclaim_process lost[RECLAIM_LOST];
	size_t n;		/* entries in lost */
};

/* The connection is lost; held: its holder may still hold its ports. */
void	reclaim_lost(struct reclaim *r, bool held);

/*
 * Which command to run in a connection that is up.  refused: the server refused
 * a port.  Each command is returned once in each connection.
 */
enum reclaim_what	reclaim_next(struct reclaim *r, bool refused);

/* Writes the command, for any login shell that the user has on the server. */
void	reclaim_script(const struct reclaim *r, enum reclaim_what what,
	    char out[RECLAIM_SCRIPT]);

/*
 * Reads what the command printed.  status: its exit status, or -1 if it has
 * none.  Returns how many processes it ended.  May set r->unable; the caller
 * then tells the user.
 */
size_t	reclaim_answer(struct reclaim *r, enum reclaim_what what,
	    int status, const char *text);

/*
 * Writes a note for the next supervisor, in case this one ends before the
 * connection does; "" if there is nothing to note.  Returns out.
 */
char	*reclaim_note(const struct reclaim *r, char out[RECLAIM_SCRIPT]);

/* Reads the note of an earlier supervisor: its holders count as lost. */
void	reclaim_recall(struct reclaim *r, const char *note);

#endif
