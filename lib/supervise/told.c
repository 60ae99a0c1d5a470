/* SPDX-License-Identifier: ISC */
#include "supervise/told.h"

/* FNV-1a. */
static uint32_t
told_hash(const char *line)
{
	uint32_t h = 2166136261U;

	for (; *line != '\0'; line++)
		h = (h ^ (unsigned char)*line) * 16777619U;
	return h;
}

bool
told_before(struct told *t, const char *line, int attempt, bool retry)
{
	uint32_t hash = told_hash(line);
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->line[i].hash == hash)
			return retry || t->line[i].attempt != attempt;
	if (t->n < TOLD_MOST) {
		t->line[t->n].hash = hash;
		t->line[t->n++].attempt = attempt;
	}
	return false;
}
