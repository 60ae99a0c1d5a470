/* SPDX-License-Identifier: ISC */
/*
 * What a server and a client say first, in one piece and byte by byte: the
 * same state, and the same turn; and nothing behind NEWKEYS matters.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "transport/handshake.h"
#include "transport/verdict.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
handshake(const uint8_t *data, size_t size)
{
	struct handshake whole = { .state = HANDSHAKE_SILENT }, bytes = whole;
	size_t n = size == 0 ? 0 : data[0] * size / 256, i;

	handshake_feed(&whole, data, n);
	handshake_told(&whole, data + n, size - n);
	for (i = 0; i < n; i++)
		handshake_feed(&bytes, data + i, 1);
	for (; i < size; i++)
		handshake_told(&bytes, data + i, 1);
	if (whole.state >= HANDSHAKE_SSH && (whole.state != bytes.state ||
	    handshake_owes(&whole) != handshake_owes(&bytes) ||
	    whole.blind != bytes.blind ||
	    whole.server.last != bytes.server.last))
		abort();
	if (whole.server.have > sizeof whole.server.head ||
	    whole.client.have > sizeof whole.client.head)
		abort();
	if (whole.state != HANDSHAKE_KEYED)
		return;
	bytes = whole;
	handshake_feed(&whole, data, size);
	handshake_told(&whole, data, size);
	if (memcmp(&whole, &bytes, sizeof whole) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct handshake whole = { .state = HANDSHAKE_SILENT }, bytes = whole;
	char text[VERDICT_TEXT];
	size_t i;

	handshake_feed(&whole, data, size);
	for (i = 0; i < size; i++)
		handshake_feed(&bytes, data + i, 1);
	/* A byte at a time, a line may be foreign before it is SSH's. */
	if (whole.state >= HANDSHAKE_SSH && bytes.state != whole.state)
		abort();
	handshake(data, size);
	if (whole.state == HANDSHAKE_SILENT && size > 0)
		abort();
	verdict_text(&(struct verdict){ .cause = CAUSE_NO_BANNER,
	    .silence = 1, .phase = &whole }, text);
	for (i = 0; text[i] != '\0'; i++)
		if (text[i] < 0x20 || text[i] > 0x7e)
			abort();
	return 0;
}
