/* SPDX-License-Identifier: ISC */
/* Proves no process, for systems that cannot. */
#include "sys/ssh_process.h"

#ifndef __linux__
/*
 * This system cannot tell which process holds the other end of a pipe.  So no
 * process is proven to be our ssh, and no process is signalled.
 */
static const struct ssh_process nobody = { .pidfd = -1, .end = -1,
    .number = -1 };

void
ssh_process_open(struct ssh_process *o, int fd)
{
	(void)fd;
	*o = nobody;
}

void
ssh_process_passed(struct ssh_process *o, int fd, pid_t pid)
{
	(void)fd;
	(void)pid;
	*o = nobody;
}

void
ssh_process_learn(struct ssh_process *o)
{
	(void)o;
}

bool
ssh_process_follow(struct ssh_process *o)
{
	(void)o;
	return false;
}

enum ssh_process_state
ssh_process_state(const struct ssh_process *o)
{
	(void)o;
	return SSH_PROCESS_GONE;
}

bool
ssh_process_excused(const struct ssh_process *o)
{
	(void)o;
	return true;
}

int
ssh_process_signal(const struct ssh_process *o, int sig, pid_t *pid)
{
	(void)o;
	(void)sig;
	(void)pid;
	return 0;
}

void
ssh_process_close(struct ssh_process *o)
{
	*o = nobody;
}
#endif
