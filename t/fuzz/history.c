/* SPDX-License-Identifier: ISC */
/* A history that anybody may have written into: read, and asked everything. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "supervise/history.h"
#include "supervise/loss_pattern.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct history h;
	struct history_event e, again;
	char text[LOSS_PATTERN_TEXT], line[HISTORY_LINE];
	struct loss_pattern p;
	int slot[64];
	size_t n;

	memset(&h, 0, sizeof h);
	for (; size > 0; data += n, size -= n) {
		for (n = 0; n < size && data[n] != '\n'; n++)
			;
		if (history_read(&e, (const char *)data, n) == 0) {
			history_add(&h, &e, 3600000);
			if (history_read(&again, line, history_write(&e,
			    line)) == -1 || again.time != e.time)
				abort();
		}
		n += n < size;
	}
	p = loss_pattern_find(&h);
	loss_pattern_text(&p, &h, "/home/me", text);
	history_bar(&h, 0, 1767225600000, true, slot, 64);
	history_bar(&h, 1767225600000, 1767225600000, false, slot, 1);
	(void)history_since(&h, 0);
	return 0;
}
