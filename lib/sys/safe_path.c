/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "sys/safe_path.h"

/* True if uid is neither root nor our user. */
static bool
safe_path_theirs(uid_t uid)
{
	struct stat root;

	return uid != 0 && uid != geteuid() &&
	    (stat("/", &root) == -1 || root.st_uid != uid);
}

/* The write permissions that rule forbids in a directory that is not sticky. */
static mode_t
safe_path_writers(enum safe_path_rule rule)
{
	return rule == SAFE_PATH_RUNDIR || geteuid() == 0 ?
	    S_IWGRP | S_IWOTH : S_IWOTH;
}

static bool
safe_path_step(const char *path, enum safe_path_rule rule, bool named)
{
	struct stat st;

	if (lstat(path, &st) == -1)
		return named && errno == ENOENT;
	if (safe_path_theirs(st.st_uid))
		return false;
	if (S_ISLNK(st.st_mode))
		return named;
	return S_ISDIR(st.st_mode) &&
	    ((st.st_mode & safe_path_writers(rule)) == 0 ||
	    (st.st_mode & S_ISVTX) != 0);
}

static bool
safe_path_steps(const char *path, enum safe_path_rule rule, bool named)
{
	char step[1024];
	size_t n = strlen(path), i;

	if (path[0] != '/' || n >= sizeof step ||
	    !safe_path_step("/", rule, named))
		return false;
	memcpy(step, path, n + 1);
	for (i = 1; i <= n; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		step[i] = '\0';
		if (!safe_path_step(step, rule, named))
			return false;
		step[i] = path[i];
	}
	return true;
}

bool
safe_path(const char *path, enum safe_path_rule rule)
{
	return safe_path_steps(path, rule, false);
}

bool
safe_path_named(const char *path, enum safe_path_rule rule)
{
	return safe_path_steps(path, rule, true);
}

bool
safe_path_own(const struct stat *st)
{
	return st->st_uid == geteuid() &&
	    (st->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}
