/* SPDX-License-Identifier: ISC */
/* What a server says first, in one piece and byte by byte: the same state. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/visible.h"
#include "link/phase.h"
#include "link/verdict.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct phase whole = { .state = PHASE_SILENT }, bytes = whole;
	char text[VERDICT_TEXT];
	size_t i;

	phase_feed(&whole, data, size);
	for (i = 0; i < size; i++)
		phase_feed(&bytes, data + i, 1);
	/* A byte at a time, a line may be foreign before it is SSH's. */
	if (whole.state == PHASE_SSH && bytes.state != PHASE_SSH)
		abort();
	if (whole.state == PHASE_SILENT && size > 0)
		abort();
	verdict_text(&(struct verdict){ .kind = VERDICT_NO_BANNER,
	    .silence = 1, .phase = &whole }, text);
	for (i = 0; text[i] != '\0'; i++)
		if (text[i] < 0x20 || text[i] > 0x7e)
			abort();
	return 0;
}
