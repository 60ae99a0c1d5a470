/* SPDX-License-Identifier: ISC */
/* Finds the running supervisors, and asks them. */
#ifndef SSHPCTL_CLIENT_H
#define SSHPCTL_CLIENT_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/control.h"
#include "sys/userdirs.h"

/*
 * sshpctl's side of the supervisors: finds those that run, ours or, for root,
 * everybody's, by what they registered and by their run directories, and
 * speaks with them, with all at once.  One that was killed is passed over; one
 * that lives and does not answer is kept as silent.
 *
 * Root alone finds supervisors of other users, and says USER:NAME for one of
 * them: a name alone always means one of its own.
 */

struct sought {
	int fd;			/* -1: not connected */
	long uid;		/* whose it is */
	bool own;		/* ours */
	bool held;		/* registered, by a process that lives */
	bool posted;		/* the request was sent */
	bool answered;		/* status is good, as of got, ms */
	bool silent;		/* it has not answered in time */
	bool stopped;		/* its process has been stopped */
	bool over;		/* there was nothing, or it has gone */
	bool chosen;		/* client_choose() */
	pid_t process;		/* at the other end; 0: not known */
	int64_t began;		/* when it was found, ms */
	int64_t next;		/* when to connect again, ms */
	int64_t got;
	int changes;		/* how many answers came */
	struct control_status status;
	ssize_t place;		/* in places; -1: not known */
	char socket[200];	/* "": it does not listen */
};

struct client {
	struct userdirs places;
	const char *word;	/* which are wanted; NULL: all */
	struct sought *one;
	size_t n, room;
	enum control_request ask; /* of each that is found */
	bool all;		/* those of other users, too */
	int blind;	/* errno of what kept us from seeing all; or 0 */
	size_t nameless; /* silent ones of ours that nothing is known of */

	/* While it looks. */
	size_t at;		/* the place */
	size_t known;		/* those from before */
	size_t others;		/* of that other user, up to now */
};

/*
 * Ready to look for those that word means, or all for NULL; ask is STATUS or
 * WATCH.
 */
void	client_open(struct client *s, const char *word,
	    enum control_request ask);

/* Looks for supervisors that are not known yet, and asks them. */
void	client_look(struct client *s);

/*
 * Takes what comes, for at most ms or, settled, until each has answered or will
 * not, else until something came.  fd, unless NULL, are two more to watch;
 * returns true if one of them is readable.
 */
bool	client_wait(struct client *s, int ms, bool settled, const int fd[2]);

/*
 * Forgets those that have gone, calls silent those that did not answer, and
 * sorts: ours first, by user and name.
 */
void	client_tidy(struct client *s);

/*
 * Asks one again, connecting if need be; 0, or -1 and errno: EAGAIN if it is
 * to be tried again.
 */
int	client_ask(struct client *s, struct sought *o, enum control_request r);

/* Is it still registered? */
bool	client_held(const struct client *s, const struct sought *o);

/*
 * Marks those that word means, or all for NULL, and returns how many; one of
 * them in *o, or NULL.  One of ours is meant before another user's.
 */
size_t	client_choose(struct client *s, const char *word, struct sought **o);

/* The user's name, or the number if there is none, in out; returns out. */
char	*client_user(long uid, char *out, size_t size);

/*
 * The word that means the i-th, whoever else is called so: [USER:]NAME[/ID].
 * Returns out.
 */
char	*client_address(const struct client *s, size_t i, char *out,
	    size_t size);

/* Is the i-th called like another one of its user? */
bool	client_twice(const struct client *s, size_t i);

/* Does word mean what has that name and id? */
bool	client_called(const char *name, const char *id, const char *word);

/* What of word is behind "USER:", if uid is that user; else NULL. */
const char	*client_of_user(const char *word, long uid);

/* What was ms at the time of the answer is now. */
int64_t	client_age(const struct sought *o, int64_t ms, int64_t now);

void	client_close(struct client *s);

#endif
