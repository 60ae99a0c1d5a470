/* SPDX-License-Identifier: ISC */
/* Finds the directories where supervisors of all users register. */
#ifndef SYS_USERDIRS_H
#define SYS_USERDIRS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * The directories where supervisors may have registered: ours and, for root,
 * those of every user.  Another user's directory is not trusted: no symbolic
 * link is followed, only regular files of that user are read, and all numbers
 * and sizes have limits.
 */
struct userdir {
	char *path;
	size_t trusted;		/* bytes of path that only root can change */
	long uid;		/* of the directory's user */
	bool own;		/* ours */
};

struct userdirs {
	struct userdir *dir;	/* ours first, then by uid */
	size_t n, room;
	int error;	/* errno if we ran into a limit of our own; or 0 */
};

/* Finds ours or, if we are root and all is set, those of all users. */
void	userdirs_find(struct userdirs *u, bool all);

void	userdirs_free(struct userdirs *u);

/*
 * Opens the directory; a descriptor, or -1 and errno.  EPERM: another user owns
 * it or may write to it.
 */
int	userdirs_open(const struct userdir *d);

/*
 * Calls found for each name in the directory that ends in end and is longer
 * than end.  Another user's directory has a limit.  Returns 0, or -1 and errno:
 * EOVERFLOW if there are more.
 */
int	userdirs_each(const struct userdir *d, const char *end,
	    void (*found)(void *arg, int dir, const char *name), void *arg);

/*
 * Opens the regular file name of the user uid in the directory dir, without
 * waiting; a descriptor, or -1 and errno.
 */
int	userdirs_file(int dir, const char *name, long uid);

#endif
