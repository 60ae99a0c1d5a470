/* SPDX-License-Identifier: ISC */
#include <unistd.h>

#include "sshp/caller.h"
#include "sys/descriptors.h"

enum { FAILED = 255 };

void
caller_release(struct caller *c)
{
	unsigned char status = 0;

	(void)setsid();
	(void)descriptors_null(STDIN_FILENO);
	(void)descriptors_null(STDOUT_FILENO);
	(void)descriptors_null(STDERR_FILENO);
	(void)descriptors_write(c->fd, &status, 1);
	close(c->fd);
	*c = (struct caller){ .fd = -1, .gone = true };
}

void
caller_excuse(const struct caller *c, int status)
{
	unsigned char byte = (unsigned char)status;

	if (c->fd == -1)
		return;
	if (byte == 0)
		byte = FAILED;
	(void)descriptors_write(c->fd, &byte, 1);
}
