/* SPDX-License-Identifier: ISC */
/* Reads whole files, makes ssh's check of their owners, expands globs. */
#ifndef SYS_FILES_H
#define SYS_FILES_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/* The owner and the mode of a file. */
struct files_owner {
	uid_t uid;
	gid_t gid;
	mode_t mode;		/* permission bits */
};

/*
 * Reads a whole file.  Returns its text with a NUL added, for free(3), and
 * fills *len (without the NUL) and *owner; or returns NULL, with errno in
 * *error.  ESPIPE: path is neither a regular file nor /dev/null, and may have
 * no end.  A directory reads as empty.
 */
char	*files_read(const char *path, size_t *len, struct files_owner *owner,
	    int *error);

/*
 * The check that ssh makes of its configuration: true if root or our user owns
 * the file, and nobody else may write to it.  private_groups (Debian): a group
 * that has only the owner as a member may write, too.
 */
bool	files_trusted(const struct files_owner *o, bool private_groups);

/*
 * Returns the paths that match pattern (glob(3) with ~), sorted and
 * NULL-terminated; the paths and the list are for free(3).  NULL: no match.
 */
char	**files_glob(const char *pattern);

#endif
