/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/span.h"
#include "transport/traffic.h"

void
traffic_start(struct traffic *t, int64_t now)
{
	*t = (struct traffic){ .began = now, .reported_at = now,
	    .sent_at = SPAN_NEVER, .received_at = SPAN_NEVER };
}

/* How long there has been no traffic, ms. */
static int64_t
unspoken(const struct traffic *t, int64_t now)
{
	int64_t last = t->began;

	if (t->sent_at != SPAN_NEVER && t->sent_at > last)
		last = t->sent_at;
	if (t->received_at != SPAN_NEVER && t->received_at > last)
		last = t->received_at;
	return now - last;
}

void
traffic_sent(struct traffic *t, uint64_t n, int64_t now)
{
	if (n > 0 && unspoken(t, now) > t->quiet)
		t->quiet = unspoken(t, now);
	if (n > 0)
		t->sent_at = now;
	t->sent += n;
}

void
traffic_received(struct traffic *t, uint64_t n, int64_t now)
{
	if (n > 0) {
		t->received_at = now;
		t->quiet = 0;
	}
	t->received += n;
}

void
traffic_totals(struct traffic *t, uint64_t sent, uint64_t received, int64_t now)
{
	traffic_sent(t, sent > t->sent ? sent - t->sent : 0, now);
	traffic_received(t, received > t->received ? received - t->received : 0,
	    now);
}

int64_t
traffic_quiet(const struct traffic *t, int64_t now, int64_t silent)
{
	int64_t last = unspoken(t, now) - silent;

	if (t->received_at == SPAN_NEVER)
		return 0;
	return last > t->quiet ? last : t->quiet;
}

/* Bytes a second. */
static unsigned long long
rate(uint64_t n, int64_t ms)
{
	return ms <= 0 ? 0 : n * 1000 / (uint64_t)ms;
}

static const char *
age(int64_t at, int64_t now, char out[SPAN_TEXT])
{
	return at == SPAN_NEVER ? "never" : span_text(now - at, out);
}

static void
path(const struct traffic_path *p, char *out, size_t size)
{
	char heard[SPAN_TEXT];

	snprintf(out, size, " rtt=%lld.%lldms rttvar=%lld.%lldms "
	    "retransmits=%lld unanswered=%d pending=%lld heard=%s",
	    (long long)p->rtt / 1000, (long long)p->rtt % 1000 / 100,
	    (long long)p->rttvar / 1000, (long long)p->rttvar % 1000 / 100,
	    (long long)p->resent, p->unanswered, (long long)p->pending,
	    span_text(p->received_ago, heard));
}

char *
traffic_text(struct traffic *t, const struct traffic_path *p, const char *state,
    int64_t now, char out[TRAFFIC_TEXT])
{
	char up[SPAN_TEXT], sent[SPAN_TEXT], received[SPAN_TEXT];
	char more[200] = "";
	int64_t since = now - t->reported_at;

	if (p->known)
		path(p, more, sizeof more);
	snprintf(out, TRAFFIC_TEXT, "state=%s age=%s sent=%llu sent_rate=%llu "
	    "sent_last=%s received=%llu received_rate=%llu received_last=%s%s",
	    state, span_text(now - t->began, up),
	    (unsigned long long)t->sent,
	    rate(t->sent - t->reported_sent, since),
	    age(t->sent_at, now, sent), (unsigned long long)t->received,
	    rate(t->received - t->reported_received, since),
	    age(t->received_at, now, received), more);
	t->reported_at = now;
	t->reported_sent = t->sent;
	t->reported_received = t->received;
	return out;
}
