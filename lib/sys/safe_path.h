/* SPDX-License-Identifier: ISC */
/* Checks that no other user can change a directory or a path to it. */
#ifndef SYS_SAFE_PATH_H
#define SYS_SAFE_PATH_H

#include <sys/stat.h>

#include <stdbool.h>

/*
 * The rules for the directories from "/" to the end of a path.  Root or our
 * user must own each.  In a user namespace root may have no uid of its own: the
 * owner of "/" counts as root.  A directory with the sticky bit, such as /tmp,
 * may be writable: other users cannot replace what is ours in it.  For the
 * other directories a rule says who else must not be able to write.
 */
enum safe_path_rule {
	/* The parents of a run directory: no group and no other user. */
	SAFE_PATH_RUNDIR,
	/*
	 * Below a home: no other user.  For root also no group; for an ordinary
	 * user, a group that may write to the home can replace the user's other
	 * files, too.
	 */
	SAFE_PATH_HOME
};

/*
 * True if each directory on path, and path itself, obeys rule.  path is
 * absolute, shorter than 1,024 bytes, and has no symbolic link (realpath(3)).
 */
bool	safe_path(const char *path, enum safe_path_rule rule);

/*
 * The same, but path may have symbolic links of root or our user, and its last
 * parts may be missing.  The caller must check the links' target, too.
 */
bool	safe_path_named(const char *path, enum safe_path_rule rule);

/* True if our user owns the directory st, and nobody else may write to it. */
bool	safe_path_own(const struct stat *st);

#endif
