/* SPDX-License-Identifier: ISC */
/* A line taken apart: what it points to is its own, and its words fit. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "conf/line.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct line l = { 0 };
	size_t i, all = 0;
	char *at, *token;

	/* Twice, for the second one finds the first one's memory. */
	for (i = 0; i < 2; i++)
		if (line_read(&l, (const char *)data, size / (i + 1)) == 1 &&
		    l.rest != NULL && l.n > 0 && l.word[l.n] != NULL)
			abort();
	if (line_read(&l, (const char *)data, size) == 1 && l.rest != NULL) {
		for (i = 0; i < l.n; i++)
			all += strlen(l.word[i]) + 1;
		if (all > strlen(l.rest) + 1)
			abort();
		for (at = l.rest; (token = line_token(&at)) != NULL;)
			if (strlen(token) > size)
				abort();
	}
	line_close(&l);
	return 0;
}
