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
	static const struct netchange_sample well = { true, true,
	    NETCHANGE_SAME };
	struct netchange_sample s = well;
	struct netchange_signs g;
	enum netchange_order o;
	struct netchange p;
	int64_t now = 0;
	bool held = false;

	netchange_start(&p, 30000, size & 1, &well);
	for (; size >= 4; data += 4, size -= 4) {
		now += data[0] * 20;
		g = (struct netchange_signs){
			.received_ago = data[2] * 20, .rtt = data[3] * 10,
			.busy = data[1] & 1, .resent = data[3],
			.unanswered = data[3],
		};
		if (data[1] & 2) {
			s = (struct netchange_sample){ data[1] & 4, data[1] & 8,
				(enum netchange_chosen)(data[1] >> 4) % 3 };
			o = netchange_changed(&p, now, &s);
		} else if (data[1] & 4)
			o = netchange_slept(&p, now, 1000);
		else
			o = now < p.timer ? NETCHANGE_NOTHING :
			    netchange_look(&p, now, &g);
		held = o == NETCHANGE_HOLD || (held && o == NETCHANGE_NOTHING);
		if (o == NETCHANGE_DEAD && (held || p.why == CAUSE_UNKNOWN ||
		    (p.why != CAUSE_ADDRESS_GONE && g.received_ago == 0 &&
		    now - p.since >= 500)))
			abort();
		if (held && p.timer != SPAN_NEVER)
			abort();
		if (o == NETCHANGE_DEAD)
			break;
		if (!(data[1] & 6) && p.timer <= now)
			abort();
	}
	return 0;
}
