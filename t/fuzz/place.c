/* SPDX-License-Identifier: ISC */
/*
 * Whatever becomes of the network: who waits for one is not ended without it,
 * nobody is ended who answers, and the machine does not spin.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/span.h"
#include "transport/netchange.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct place_sample well = { true, true, PLACE_SAME };
	struct place_sample s = well;
	struct place_signs g;
	enum place_order o;
	struct place p;
	int64_t now = 0;
	bool held = false;

	place_start(&p, 30000, size & 1, &well);
	for (; size >= 4; data += 4, size -= 4) {
		now += data[0] * 20;
		g = (struct place_signs){
			.heard = data[2] * 20, .rtt = data[3] * 10,
			.busy = data[1] & 1, .resent = data[3],
			.unanswered = data[3],
		};
		if (data[1] & 2) {
			s = (struct place_sample){ data[1] & 4, data[1] & 8,
				(enum place_chosen)(data[1] >> 4) % 3 };
			o = place_changed(&p, now, &s);
		} else if (data[1] & 4)
			o = place_slept(&p, now);
		else
			o = now < p.timer ? PLACE_NOTHING :
			    place_look(&p, now, &g);
		held = o == PLACE_HOLD || (held && o == PLACE_NOTHING);
		if (o == PLACE_DEAD && (held || p.why == PLACE_WELL ||
		    (p.why != PLACE_GONE && g.heard == 0 &&
		    now - p.since >= 500)))
			abort();
		if (held && p.timer != SPAN_NEVER)
			abort();
		if (o == PLACE_DEAD)
			break;
		if (!(data[1] & 6) && p.timer <= now)
			abort();
	}
	return 0;
}
