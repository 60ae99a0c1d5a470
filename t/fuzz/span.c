/* SPDX-License-Identifier: ISC */
/* A span that is accepted is no less than nothing and can be written. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[64], out[SPAN_TEXT];
	int64_t ms;

	if (size >= sizeof text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (span_parse(text, &ms) == -1)
		return 0;
	if (ms < 0 || strlen(span_text(ms, out)) >= SPAN_TEXT)
		abort();
	return 0;
}
