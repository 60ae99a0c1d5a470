/* SPDX-License-Identifier: ISC */
/* The directories where supervisors of all users register. */
#ifndef SYS_USERDIRS_H
#define SYS_USERDIRS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * The directories where supervisors may have registered: ours and, for root,
 * those of every user.  What another user owns is read as data: no symlink is
 * followed, only regular files of that user are read, and all of it is bounded.
 */
struct userdir {
	char *path;
	size_t trusted;		/* bytes of path that only root can change */
	long uid;		/* of the user whose directory it is */
	bool own;		/* ours */
};

struct userdirs {
	struct userdir *dir;	/* ours first, then by uid */
	size_t n, room;
	int error;	/* errno of a limit of ours that was met; or 0 */
};

/* Finds ours or, if we are root and all is set, everybody's. */
void	userdirs_find(struct userdirs *u, bool all);

void	userdirs_free(struct userdirs *u);

/*
 * Opens it; a descriptor, or -1 and errno: EPERM if it is not that user's, or
 * if somebody else may write to it.
 */
int	userdirs_open(const struct userdir *d);

/*
 * Calls found with each name in it that ends in end and has something before;
 * of another user's directory with a bounded number of them.  Returns 0, or -1
 * and errno: EOVERFLOW if there are more.
 */
int	userdirs_each(const struct userdir *d, const char *end,
	    void (*found)(void *arg, int dir, const char *name), void *arg);

/*
 * Opens a regular file of uid's in the directory dir; a descriptor, or -1 and
 * errno.  Never waits.
 */
int	userdirs_file(int dir, const char *name, long uid);

#endif
