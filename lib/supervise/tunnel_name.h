/* SPDX-License-Identifier: ISC */
/* Which tunnel does a word of sshpctl's command line mean? */
#ifndef SUPERVISE_TUNNEL_NAME_H
#define SUPERVISE_TUNNEL_NAME_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A word is [USER:]NAME[/ID], [USER:]ID, or [USER:]PATTERN.  Without USER it
 * means only our own tunnels, so no other user can have a tunnel that takes the
 * place of ours.
 */
struct tunnel_name {
	const char *user;	/* the name of its user, or the uid as text */
	long uid;
	bool own;		/* uid is ours */
	const char *name, *id;	/* the id tells it from others of its name */
};

/* True if word is a pattern (fnmatch(3)), and may mean several. */
bool	tunnel_name_is_pattern(const char *word);

/* True if word, without a user, means the tunnel with this name and id. */
bool	tunnel_name_called(const char *word, const char *name, const char *id);

/* The part of word after "USER:" or "UID:" if it names that user; else NULL. */
const char	*tunnel_name_of_user(const char *word, const char *user,
		    long uid);

/*
 * How word means t: 2 as one of ours, 1 with its user, 0 not at all.  Only
 * those of the highest number are meant.
 */
int	tunnel_name_means(const struct tunnel_name *t, const char *word);

/*
 * Writes to out the word that means only t.  twice: another tunnel of its user
 * has the same name.  Returns out.
 */
char	*tunnel_name_write(const struct tunnel_name *t, bool twice, char *out,
	    size_t size);

#endif
