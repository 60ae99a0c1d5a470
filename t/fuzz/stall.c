/* SPDX-License-Identifier: ISC */
/*
 * Whatever the kernel tells, a path that was heard of within the timeout is not
 * called dead, and the machine asks to be woken while bytes are out.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "transport/stall.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stall_sample sample;
	struct verdict v;
	struct stall s;
	int64_t now = 0;

	stall_start(&s, 10000, size & 1);
	for (; size >= 5; data += 5, size -= 5) {
		now += data[0] * 50;
		sample = (struct stall_sample){
			.pending = data[1] & 1,
			.received_ago = data[2] * 100,
			.unanswered = data[3],
			.resent = data[3] + data[4],
			.rtt = data[4] * 10,
		};
		if (data[1] & 2)
			stall_sent(&s, now);
		if (data[1] & 4)
			stall_forgive(&s, now);
		if (stall_look(&s, now, &sample, &v) &&
		    (sample.received_ago < 10000 || sample.pending == 0))
			abort();
		if (sample.pending != 0 && (s.timer <= now ||
		    s.timer > now + 1000))
			abort();
		if (sample.pending == 0 && s.timer != SPAN_NEVER)
			abort();
	}
	return 0;
}
