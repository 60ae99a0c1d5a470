/* SPDX-License-Identifier: ISC */
#include <unistd.h>

#include "sshp/background.h"
#include "sys/descriptors.h"
#include "sys/signals.h"

enum { FAILED = 255 };

int
background_fork(void (*leave)(void *), void *arg)
{
	unsigned char status = FAILED;
	int fd[2];

	if (descriptors_pipe(fd) == -1)
		return -1;
	switch (fork()) {
	case -1:
		return -1;
	case 0:
		close(fd[0]);
		return fd[1];
	}
	close(fd[1]);
	signals_reset();
	leave(arg);
	(void)descriptors_read(fd[0], &status, 1);
	_exit(status);
}

void
background_release(struct background *b)
{
	unsigned char status = 0;

	(void)setsid();
	(void)descriptors_null(STDIN_FILENO);
	(void)descriptors_null(STDOUT_FILENO);
	(void)descriptors_null(STDERR_FILENO);
	(void)descriptors_write(b->fd, &status, 1);
	close(b->fd);
	*b = (struct background){ .fd = -1, .released = true };
}

void
background_end(const struct background *b, int status)
{
	unsigned char byte = (unsigned char)status;

	if (b->fd == -1)
		return;
	if (byte == 0)
		byte = FAILED;
	(void)descriptors_write(b->fd, &byte, 1);
}
