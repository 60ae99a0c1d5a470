/* SPDX-License-Identifier: ISC */
/* A record from a stranger: what is read can be written and read again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "proto/event.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct event e, again;
	char out[EVENT_SIZE];
	size_t n, i;

	if (event_decode(&e, (const char *)data, size) == -1)
		return 0;
	n = event_encode(&e, out);
	for (i = 0; i < n; i++)
		if (out[i] < ' ' || out[i] > '~')
			abort();
	if (event_decode(&again, out, n) == -1 || again.kind != e.kind ||
	    again.cause != e.cause || again.pid != e.pid)
		abort();
	return 0;
}
