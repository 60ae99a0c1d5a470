/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "supervise/log_limit.h"

enum {
	BURST = 100,		/* lines at once */
	EACH = 1000,		/* then one line per EACH, ms */
	VERBOSE = 50,		/* times as many lines with -v */
	TELL = 10000		/* between reports of left-out lines, ms */
};

void
log_limit_start(struct log_limit *l, bool verbose)
{
	*l = (struct log_limit){ .verbose = verbose, .room = BURST * EACH,
	    .timer = SPAN_NEVER };
}

bool
log_limit_line(struct log_limit *l, int64_t now)
{
	int64_t each = l->verbose ? EACH / VERBOSE : EACH;

	if (l->last != 0)
		l->room += now - l->last;
	l->last = now;
	if (l->room > BURST * EACH)
		l->room = BURST * EACH;
	if (l->room >= each) {
		l->room -= each;
		return true;
	}
	l->left_out++;
	if (l->timer == SPAN_NEVER)
		l->timer = now + TELL;
	return false;
}

unsigned long
log_limit_left_out(struct log_limit *l, int64_t now)
{
	unsigned long n = l->left_out;

	if (n == 0 || now < l->timer)
		return 0;
	l->left_out = 0;
	l->timer = SPAN_NEVER;
	return n;
}

/* FNV-1a. */
static uint32_t
log_repeats_hash(const char *line)
{
	uint32_t h = 2166136261U;

	for (; *line != '\0'; line++)
		h = (h ^ (unsigned char)*line) * 16777619U;
	return h;
}

static bool
log_repeats_seen(struct log_repeats *t, const char *line, int attempt,
    bool retry)
{
	uint32_t hash = log_repeats_hash(line);
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->line[i].hash == hash)
			return retry || t->line[i].attempt != attempt;
	if (t->n < LOG_REPEATS_MOST) {
		t->line[t->n].hash = hash;
		t->line[t->n++].attempt = attempt;
	}
	return false;
}

/* A report of ours replaces noise, but a log that is kept gets it, too. */
bool
log_repeats_shows(struct log_repeats *t, const struct sshlog_line *s,
    const char *line, int attempt, bool kept)
{
	return !s->debug && (!s->noise || kept) &&
	    !log_repeats_seen(t, line, attempt, s->noise && s->forward);
}
