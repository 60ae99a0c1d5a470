/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/proctree.h"

enum { DEPTH = 24 };		/* most ancestors checked */

/* Fields 4 and 22 of proc_pid_stat(5): the parent, and the start in ticks. */
static bool
proctree_read(pid_t pid, pid_t *parent, unsigned long long *start)
{
	char path[64], text[1024], *name;
	long up;
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return false;
	n = descriptors_read(fd, text, sizeof text - 1);
	close(fd);
	text[n < 0 ? 0 : n] = '\0';
	/* The name, in parentheses, may hold any characters. */
	if ((name = strrchr(text, ')')) == NULL || sscanf(name + 1,
	    " %*c %ld %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s "
	    "%*s %*s %*s %llu", &up, start) != 2)
		return false;
	*parent = (pid_t)up;
	return true;
}

int
proctree_from(pid_t pid, pid_t ancestor)
{
	unsigned long long start, younger = 0;
	pid_t parent;
	int i;

	for (i = 0; i < DEPTH && pid > 1; i++, pid = parent) {
		if (!proctree_read(pid, &parent, &start) ||
		    (i > 0 && start > younger))
			return 0;
		if (pid == ancestor)
			return i;
		younger = start;
	}
	return 0;
}
