/* SPDX-License-Identifier: ISC */
#include "link/beside.h"

enum {
	IDLE = 1000,		/* the kernel probes no sooner, ms */
	AGAIN = 250,		/* and then as often as it is told to, ms */
	ANSWER = 500,		/* for two probes, beside round trips, ms */
	UNSEEN = 2 * IDLE,	/* a longer gap was sleep, not watching, ms */
	GAP = 2000,		/* ms; doubles */
	GAP_MOST = 8000
};

void
beside_start(struct beside *b, int64_t now)
{
	*b = (struct beside){ .since = now, .seen = now, .next = now,
		.gap = GAP, .timer = now + IDLE };
}

enum beside_order
beside_look(struct beside *b, int64_t now, int64_t heard, int64_t rtt)
{
	int64_t enough = IDLE + ANSWER + 2 * rtt, silence;

	if (now - b->seen > UNSEEN)
		b->since = now;
	if (b->since < now - heard)
		b->since = now - heard;
	b->seen = now;
	silence = now - b->since;
	b->timer = silence < IDLE ? b->since + IDLE :
	    now + (b->second ? IDLE : AGAIN);
	if (b->second && silence < enough) {
		b->second = false;
		return BESIDE_DROP;
	}
	if (silence < enough || b->second || now < b->next)
		return BESIDE_NOTHING;
	b->second = true;
	b->next = now + b->gap;
	b->gap = b->gap < GAP_MOST ? 2 * b->gap : GAP_MOST;
	return BESIDE_DIAL;
}

void
beside_failed(struct beside *b)
{
	b->second = false;
}
