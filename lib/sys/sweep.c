/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "sys/sweep.h"

enum {
	FEW = 32,		/* entries of an ordinary start */
	OFTEN = 60		/* between two looks at all entries, s */
};

int
sweep_most(const char *directory)
{
	char path[300];
	struct stat st;
	time_t now = time(NULL);
	int fd, most = INT_MAX;

	snprintf(path, sizeof path, "%s/.swept", directory);
	if (stat(path, &st) == 0 && st.st_mtime <= now &&
	    now - st.st_mtime < OFTEN)
		return FEW;
	fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC |
	    O_NONBLOCK, 0600);
	if (fd == -1)
		return FEW;
	if (futimens(fd, NULL) == -1)
		most = FEW;
	close(fd);
	return most;
}
