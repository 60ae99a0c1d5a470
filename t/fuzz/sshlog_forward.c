/* SPDX-License-Identifier: ISC */
/* A line of ssh's log about forwards: what is pointed to is the line's own. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "supervise/sshlog_parse.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = calloc(1, size + 1);
	struct sshlog_forward a;
	const char *end;

	if (line == NULL)
		return 0;
	memcpy(line, data, size);
	end = line + strlen(line);
	a = sshlog_forward_read(line);
	if (a.where != NULL && (a.where < line || a.where + a.len > end))
		abort();
	if (a.why != NULL && (a.why < line || a.why > end))
		abort();
	free(line);
	return 0;
}
