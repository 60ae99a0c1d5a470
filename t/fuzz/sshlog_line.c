/* SPDX-License-Identifier: ISC */
/*
 * A line of ssh's log: what is pointed to is the line's own, behind a tag that
 * names our ssh, and only such a line says that somebody told ssh to end.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "supervise/needs_you.h"
#include "supervise/sshlog_parse.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
begins(const char *line, const char *own, const char *tag)
{
	const char *at = strstr(line, tag);

	return at != NULL && at + strlen(tag) <= own;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct sshlog_ssh ssh = { "/s", 7 };
	char *line = calloc(1, size + 1);
	struct needs_you l = { .key = "" };
	struct sshlog_line s;
	const char *own;

	if (line == NULL)
		return 0;
	memcpy(line, data, size);
	own = sshlog_own(line, &ssh);
	s = sshlog_line_read(line, own);
	if (own != NULL && (own > line + strlen(line) ||
	    !(begins(line, own, " (pid=7): ") ||
	    begins(line, own, " (bin=/s, pid=7): "))))
		abort();
	if (s.own != (own != NULL) || (s.cause == CAUSE_ASKED && own == NULL))
		abort();
	if (own != NULL)
		(void)needs_you_line(&l, own);
	free(line);
	return 0;
}
