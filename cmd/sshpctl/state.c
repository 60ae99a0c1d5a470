/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/span.h"
#include "sshpctl/state.h"
#include "sys/clock.h"

static const char *
state_word(const struct control_status *s, char *out, size_t size)
{
	if (s->state == CONTROL_UP && s->ready < s->wanted)
		snprintf(out, size, "up %lld/%lld", (long long)s->ready,
		    (long long)s->wanted);
	else if (s->state == CONTROL_NEEDS_YOU)
		snprintf(out, size, "needs you");
	else
		snprintf(out, size, "%s", control_states[s->state]);
	return out;
}

bool
state_silent(const struct sought *o)
{
	return o->silent || o->stopped || o->foreign;
}

bool
state_up(const struct sought *o)
{
	return !state_silent(o) && o->status.state == CONTROL_UP;
}

void
state_process(const struct sought *o, char *out, size_t size)
{
	const char *what = o->stopped ? "is stopped" : "does not answer";
	const struct control_status *s = &o->status;

	if (o->foreign && !o->stopped)
		snprintf(out, size, "sshp %s and sshpctl %s do not understand "
		    "each other: end process %lld with kill, and start sshp "
		    "again", s->version[0] != '\0' ? s->version : "?", VERSION,
		    (long long)s->pid);
	else if (o->status.pid > 0)
		snprintf(out, size, "process %lld %s",
		    (long long)o->status.pid, what);
	else
		snprintf(out, size, "its process %s", what);
}

void
state_text(const struct sought *o, bool whole, char *out, size_t size)
{
	const struct control_status *s = &o->status;
	char word[64], age[SPAN_TEXT], next[SPAN_TEXT];
	int64_t now = clock_now();

	state_word(s, word, sizeof word);
	if (state_silent(o)) {
		if (whole)
			state_process(o, out, size);
		else
			snprintf(out, size, "%s", o->stopped ? "stopped" :
			    o->foreign ? "other version" : "no answer");
		return;
	}
	if (!whole) {
		snprintf(out, size, "%s", word);
		return;
	}
	span_text(client_age(o, s->age, now), age);
	span_text(s->next - (now - o->got), next);
	if (s->state == CONTROL_WAITING)
		snprintf(out, size, "down for %s, next attempt in %s: %s", age,
		    next, s->reason);
	else if (s->state != CONTROL_UP && s->reason[0] != '\0')
		snprintf(out, size, "down for %s, %s: %s", age, word,
		    s->reason);
	else
		snprintf(out, size, "%s %s%s%s", word, age,
		    s->detail[0] != '\0' ? "; " : "", s->detail);
}
