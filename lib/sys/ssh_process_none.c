/* SPDX-License-Identifier: ISC */
#include "sys/ssh_process.h"

#ifndef __linux__
/*
 * Who holds the other end of a pipe can not be learnt here: nobody is proven
 * to be our ssh, and so nobody is signalled.
 */
static const struct owner nobody = { .pidfd = -1, .end = -1,
    .number = -1 };

void
owner_open(struct owner *o, int fd)
{
	(void)fd;
	*o = nobody;
}

void
owner_passed(struct owner *o, int fd, pid_t pid)
{
	(void)fd;
	(void)pid;
	*o = nobody;
}

void
owner_learn(struct owner *o)
{
	(void)o;
}

bool
owner_follow(struct owner *o)
{
	(void)o;
	return false;
}

enum owner_state
owner_state(const struct owner *o)
{
	(void)o;
	return OWNER_GONE;
}

bool
owner_excused(const struct owner *o)
{
	(void)o;
	return true;
}

int
owner_signal(const struct owner *o, int sig, pid_t *pid)
{
	(void)o;
	(void)sig;
	(void)pid;
	return 0;
}

void
owner_close(struct owner *o)
{
	*o = nobody;
}
#endif
