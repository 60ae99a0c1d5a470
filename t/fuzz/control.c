/* SPDX-License-Identifier: ISC */
/* Lines from a stranger: what is read can be written and read again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "proto/control.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct control_status s, again;
	struct control_entry e;
	char out[CONTROL_SIZE];
	size_t n, i;

	(void)control_asked((const char *)data, size);
	(void)control_entered(&e, (const char *)data, size);
	if (control_told(&s, (const char *)data, size) == -1)
		return 0;
	n = control_tell(&s, out);
	for (i = 0; i < n; i++)
		if (out[i] < ' ' || out[i] > '~')
			abort();
	if (control_told(&again, out, n) == -1 || again.pid != s.pid ||
	    again.state != s.state || strcmp(again.name, s.name) != 0)
		abort();
	return 0;
}
