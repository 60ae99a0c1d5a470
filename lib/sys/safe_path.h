/* SPDX-License-Identifier: ISC */
/* Checks that no other user can change a directory or a path to it. */
#ifndef SYS_SAFE_PATH_H
#define SYS_SAFE_PATH_H

#include <sys/types.h>

#include <stdbool.h>

/*
 * The rule for each directory from "/" to the end of a path.  Root or our user
 * must own it.  In a user namespace root may have no uid of its own: the owner
 * of "/" counts as root.
 */
struct safe_path_rule {
	mode_t writers;		/* S_IWGRP, S_IWOTH: these must not write */
	bool sticky;		/* but may in a directory with the sticky bit,
				   such as /tmp: they cannot replace ours */
	bool named;		/* the path may have symbolic links of root or
				   our user, and its last parts may be missing;
				   the caller must check their target, too */
};

/*
 * True if each directory on path, and path itself, obeys rule.  path is
 * absolute and shorter than 1,024 bytes; without rule->named it must have no
 * symbolic link (realpath(3)).
 */
bool	safe_path(const char *path, const struct safe_path_rule *rule);

#endif
