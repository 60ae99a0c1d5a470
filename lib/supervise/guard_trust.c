/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "supervise/guard_trust.h"

static bool
has(const pid_t *list, size_t n, pid_t pid)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (list[i] == pid)
			return true;
	return false;
}

enum guard_trust
guard_trust(const struct guard_trust_facts *f)
{
	size_t i;

	if (f->ssh > 0 && f->n > 0 && f->above[0] == f->ssh)
		return GUARD_OURS;
	if (f->ssh > 0 && !f->met && !has(f->above, f->n, f->ssh))
		return GUARD_OURS;
	for (i = 0; i < f->n; i++)
		if (has(f->ours, f->guards, f->above[i]))
			return GUARD_BELOW;
	return GUARD_STRANGER;
}

bool
guard_trust_event(enum guard_trust trust, struct event *e)
{
	char text[sizeof e->text];

	if (trust != GUARD_BELOW)
		return trust == GUARD_OURS;
	if (e->kind == EVENT_VERDICT) {
		snprintf(text, sizeof text, "%.60s: %.300s", e->host, e->text);
		memcpy(e->text, text, sizeof text);
	}
	if (e->path.known)
		e->path.hop = PATH_JUMP;
	return e->kind == EVENT_VERDICT || e->kind == EVENT_FAILED ||
	    e->kind == EVENT_PATH;
}
