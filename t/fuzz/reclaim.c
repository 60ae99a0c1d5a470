/* SPDX-License-Identifier: ISC */
/*
 * What a server's shell answers: it never gets more into our next command
 * than numbers and plain marks.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "supervise/reclaim.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reclaim r = { .wanted = true };
	char *text = calloc(1, size + 1), script[RECLAIM_SCRIPT];
	const char *p;
	int quotes = 0, i;

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	for (i = 0; i <= RECLAIM_LOST; i++) {
		(void)reclaim_answer(&r, RECLAIM_NAME, 0, text);
		reclaim_lost(&r, true);
	}
	reclaim_script(&r, RECLAIM_END, script);
	for (p = script; *p != '\0'; p++) {
		quotes += *p == '\'';
		if (*p == '\n')
			abort();
	}
	if (quotes != 2 || p[-1] != '\'')
		abort();
	for (i = 0; i < (int)r.n; i++)
		if (r.lost[i].pid <= 1 ||
		    strpbrk(r.lost[i].mark, "$`;&|<>() \t'\"\\") != NULL)
			abort();
	(void)reclaim_answer(&r, RECLAIM_END, 0, text);
	reclaim_recall(&r, text);
	for (i = 0; i < (int)r.n; i++)
		if (r.lost[i].pid <= 1 ||
		    strpbrk(r.lost[i].mark, "$`;&|<>() \t'\"\\") != NULL)
			abort();
	free(text);
	return 0;
}
