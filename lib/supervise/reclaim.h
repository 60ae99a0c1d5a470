/* SPDX-License-Identifier: ISC */
/* Writes the commands that find and end our dead session on the server. */
#ifndef SUPERVISE_RECLAIM_H
#define SUPERVISE_RECLAIM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * PersistReclaim: the server's process that holds the ports of a connection
 * is asked for its name while the connection is up; when it is lost, and the
 * next one is refused a port, that process is ended, if it is still that very
 * one.  This says which command to run over there, and reads the answer.
 */

#define RECLAIM_LOST 4		/* lost connections that are remembered */
#define RECLAIM_MARK 96
#define RECLAIM_SCRIPT 2048

/* A process over there: mark differs for all that ever have its number. */
struct reclaim_process {
	long pid;		/* 0: nobody */
	char mark[RECLAIM_MARK];
};

enum reclaim_what {
	RECLAIM_NOTHING,
	RECLAIM_NAME,		/* ask who holds this connection's ports */
	RECLAIM_END		/* end those that hold lost ones' */
};

struct reclaim {
	bool wanted;
	bool unable;		/* the account runs no commands */
	int failures;		/* in a row, for whatever reason */
	bool named, ended;	/* tried in this connection */
	struct reclaim_process holder;	/* of this connection */
	struct reclaim_process lost[RECLAIM_LOST];
	size_t n;
};

/* The connection is gone; held: so may its ports be, by its holder. */
void	reclaim_lost(struct reclaim *r, bool held);

/*
 * What to run in a connection that is up; refused: a port was.  It counts as
 * done, once in each connection.
 */
enum reclaim_what	reclaim_next(struct reclaim *r, bool refused);

/* The command for the user's shell over there, whatever shell that is. */
void	reclaim_script(const struct reclaim *r, enum reclaim_what what,
	    char out[RECLAIM_SCRIPT]);

/*
 * Reads what it printed; status: its exit status, -1 if it has none.  Returns
 * how many processes it ended.  Sets unable, which is to be told when it does.
 */
size_t	reclaim_answer(struct reclaim *r, enum reclaim_what what,
	    int status, const char *text);

/*
 * Writes what the next supervisor should know, should we end before the
 * connection does; "" if nothing.  Returns out.
 */
char	*reclaim_note(const struct reclaim *r, char out[RECLAIM_SCRIPT]);

/* Reads what an earlier one wrote: they count as lost. */
void	reclaim_recall(struct reclaim *r, const char *note);

#endif
