/* SPDX-License-Identifier: ISC */
/* Reads whole files, checks who may change them, expands globs. */
#ifndef SYS_FILES_H
#define SYS_FILES_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/* Whose a file is. */
struct files_owner {
	uid_t uid;
	gid_t gid;
	mode_t mode;		/* permission bits */
};

/*
 * The whole of a file, a NUL behind it, for free(3), its length and owner; or
 * NULL and errno in *error: ESPIPE if it is neither a regular file nor
 * /dev/null, and might never end.  A directory reads as empty.
 */
char	*files_read(const char *path, size_t *len, struct files_owner *owner,
	    int *error);

/*
 * As ssh asks it of its configuration: is it root's or ours, and may nobody
 * else write to it?  private_groups, as Debian has it: a group that is only
 * its owner's may.
 */
bool	files_trusted(const struct files_owner *o, bool private_groups);

/*
 * Can nobody but root and us change the directory at path, or put another in
 * its place?  path has no symbolic links (realpath(3)).  All above it is
 * looked at, too.  Directories with the sticky bit, as /tmp, pass: others may
 * make files there, but not replace what is ours.
 */
bool	files_safe(const char *path);

/* As files_safe(), but with groups that may write left out of account. */
bool	files_safe_but_groups(const char *path);

/*
 * Can nobody but root and us say where path leads?  It may have symbolic links
 * of root's or ours, and end before it is made; where it leads is to be asked
 * of files_safe() besides.  groups: leaves groups that may write out of account.
 */
bool	files_named_safe(const char *path, bool groups);

/*
 * The paths that match (glob(3) with ~, sorted), NULL-terminated, all for
 * free(3); NULL if there is none.
 */
char	**files_glob(const char *pattern);

#endif
