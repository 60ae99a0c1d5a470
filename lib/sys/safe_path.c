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

static bool
safe_path_step(const char *path, const struct safe_path_rule *rule)
{
	struct stat st;

	if (lstat(path, &st) == -1)
		return rule->named && errno == ENOENT;
	if (safe_path_theirs(st.st_uid))
		return false;
	if (S_ISLNK(st.st_mode))
		return rule->named;
	return S_ISDIR(st.st_mode) && ((st.st_mode & rule->writers) == 0 ||
	    (rule->sticky && (st.st_mode & S_ISVTX) != 0));
}

bool
safe_path(const char *path, const struct safe_path_rule *rule)
{
	char step[1024];
	size_t n = strlen(path), i;

	if (path[0] != '/' || n >= sizeof step || !safe_path_step("/", rule))
		return false;
	memcpy(step, path, n + 1);
	for (i = 1; i <= n; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		step[i] = '\0';
		if (!safe_path_step(step, rule))
			return false;
		step[i] = path[i];
	}
	return true;
}
