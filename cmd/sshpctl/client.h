/* SPDX-License-Identifier: ISC */
/* Finds the running supervisors, and sends requests to them. */
#ifndef SSHPCTL_CLIENT_H
#define SSHPCTL_CLIENT_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/control.h"
#include "supervise/tunnel_name.h"
#include "sys/userdirs.h"

/*
 * sshpctl finds running supervisors by their registry entries and their run
 * directories: ours or, for root, those of all users.  It sends requests to all
 * of them at once.  It drops killed supervisors, and marks those that run but
 * do not answer as silent.
 *
 * Only root finds supervisors of other users, and names them USER:NAME.  A name
 * alone always means a supervisor of root itself.
 */

struct sought {
	int fd;			/* -1: not connected */
	long uid;		/* of the supervisor's user */
	bool own;		/* uid is ours */
	bool held;		/* registered, by a running process */
	bool posted;		/* the request was sent */
	bool answered;		/* status is valid, as of got, ms */
	bool silent;		/* the supervisor did not answer in time */
	bool stopped;		/* the process is stopped */
	bool foreign;		/* it has another version of the protocol */
	bool over;		/* no supervisor, or it has ended */
	bool chosen;		/* by client_choose() */
	pid_t process;		/* of the supervisor; 0: unknown */
	int64_t began;		/* when sshpctl found it, ms */
	int64_t next;		/* when to connect again, ms */
	int64_t first, got;	/* the first answer, and the last, ms */
	int changes;		/* number of answers */
	struct control_status status;
	ssize_t place;		/* index in places; -1: unknown */
	char socket[200];	/* path; "": the supervisor does not listen */
};

struct client {
	struct userdirs places;
	const char *const *word; /* names and patterns, then NULL; NULL: all */
	struct sought *one;
	size_t n, room;
	enum control_request ask; /* request for each supervisor */
	bool paths;		/* CONTROL_WATCH: each look asks for the figures
				   of the paths, too */
	bool all;		/* supervisors of other users, too */
	int blind;	/* errno if sshpctl could not see all; or 0 */
	size_t nameless; /* our silent ones without a known name */

	/* During client_look(). */
	size_t at;		/* index of the present place */
	size_t known;		/* number of supervisors from before */
	size_t others;		/* of the present other user, so far */
};

/*
 * Prepares to look for the supervisors that the words mean, NULL for all; ask
 * is CONTROL_STATUS, CONTROL_PATH or CONTROL_WATCH.
 */
void	client_open(struct client *s, const char *const *word,
	    enum control_request ask);

/* Looks for new supervisors, and sends them the request. */
void	client_look(struct client *s);

/*
 * Reads answers for at most ms.  With settled, until each supervisor has
 * answered or will not answer; else until the first event.  fd, unless NULL,
 * has two more descriptors to watch.  Returns true if one of these is readable.
 */
bool	client_wait(struct client *s, int ms, bool settled, const int fd[2]);

/*
 * Removes supervisors that have ended, marks those that did not answer as
 * silent, and sorts: ours first, by user and name.
 */
void	client_tidy(struct client *s);

/*
 * Sends request r to o; connects if necessary.  Returns 0; or -1 and errno:
 * EAGAIN if the caller must try again.
 */
int	client_ask(struct client *s, struct sought *o, enum control_request r);

/*
 * Sets chosen for the supervisors that word means, in addition to those chosen.
 * Returns their number.  Ours take precedence over another user's.
 */
size_t	client_add_chosen(struct client *s, const char *word);

/* Sets chosen for those that s->word means.  Returns their number. */
size_t	client_choose(struct client *s);

/* Writes the user's name, or the uid without a name, to out; returns out. */
char	*client_user(long uid, char *out, size_t size);

/*
 * Writes to out the word that means only supervisor i: [USER:]NAME[/ID].
 * Returns out.
 */
char	*client_address(const struct client *s, size_t i, char *out,
	    size_t size);

/* True if supervisor i has the same name as another of its user. */
bool	client_twice(const struct client *s, size_t i);

/* The present value of a duration that was ms at the time of the answer. */
int64_t	client_age(const struct sought *o, int64_t ms, int64_t now);

void	client_close(struct client *s);

/* --- client_find.c: registry entries and run directories --- */

/* Adds the supervisors of our user, or of other users, that are not known. */
void	client_find(struct client *s, bool own);

/* True if o is still registered. */
bool	client_held(const struct client *s, const struct sought *o);

/* Records errors of our own limits, not that of a missing directory. */
void	client_limit(struct client *s, int error);

/* The words that mean o; user is room for the name of its user. */
struct tunnel_name	client_names(const struct sought *o, char user[64]);

/* As tunnel_name_means(). */
int	client_means(const struct sought *o, const char *word);

#endif
