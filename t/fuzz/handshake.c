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

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
handshake(const uint8_t *data, size_t size)
{
	struct handshake whole = { .state = HANDSHAKE_SILENT }, bytes = whole;
	size_t n = size == 0 ? 0 : data[0] * size / 256, i;

	(void)handshake_received(&whole, 0, data, n);
	handshake_sent(&whole, 0, data + n, size - n);
	for (i = 0; i < n; i++)
		(void)handshake_received(&bytes, 0, data + i, 1);
	for (; i < size; i++)
		handshake_sent(&bytes, 0, data + i, 1);
	if (whole.state >= HANDSHAKE_SSH && (whole.state != bytes.state ||
	    handshake_owes(&whole) != handshake_owes(&bytes) ||
	    whole.unreadable != bytes.unreadable ||
	    whole.server.last != bytes.server.last))
		abort();
	if (whole.server.head_len > sizeof whole.server.head ||
	    whole.client.head_len > sizeof whole.client.head)
		abort();
	if (whole.state != HANDSHAKE_KEYED)
		return;
	bytes = whole;
	(void)handshake_received(&whole, 0, data, size);
	handshake_sent(&whole, 0, data, size);
	if (memcmp(&whole, &bytes, sizeof whole) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct handshake whole = { .state = HANDSHAKE_SILENT }, bytes = whole;
	struct verdict v = { 0 };
	size_t i;

	(void)handshake_received(&whole, 0, data, size);
	for (i = 0; i < size; i++)
		(void)handshake_received(&bytes, 0, data + i, 1);
	/* A byte at a time, a line may be foreign before it is SSH's. */
	if (whole.state >= HANDSHAKE_SSH && bytes.state != whole.state)
		abort();
	handshake(data, size);
	if (whole.state == HANDSHAKE_SILENT && size > 0)
		abort();
	(void)handshake_look(&whole, 1000000, -1, &v);
	for (i = 0; v.text[i] != '\0'; i++)
		if (v.text[i] < 0x20 || v.text[i] > 0x7e)
			abort();
	return 0;
}
