/* SPDX-License-Identifier: ISC */
/*
 * What a proxy answers, in one piece and byte by byte: the same end, the same
 * bytes left over, and words that move no cursor.  The first byte chooses the
 * protocol and whether we sign in.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "transport/proxy.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
hold(struct proxy *p, const struct proxy_ask *ask, const uint8_t *data,
    size_t size, bool bytes)
{
	size_t at = 0;

	proxy_start(p, ask);
	do {
		if (p->out_len > sizeof p->out)
			abort();
		proxy_wrote(p);
		at += proxy_feed(p, data + at, bytes && at < size ? 1 :
		    size - at);
	} while (p->state == PROXY_TALKS && (at < size || p->out_len > 0));
	proxy_ended(p, "it closed the connection");
	return at;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct proxy_ask ask = { .host = "host.example", .port = 22,
	    .user = "" };
	struct proxy whole, bytes;
	const char *c;

	if (size == 0)
		return 0;
	ask.kind = (enum proxy_kind)(PROXY_HTTP + data[0] % 3);
	if (data[0] & 0x80) {
		ask.user = "user";
		ask.password = "password";
	}
	if (hold(&whole, &ask, data + 1, size - 1, false) !=
	    hold(&bytes, &ask, data + 1, size - 1, true))
		abort();
	if (whole.state != bytes.state || whole.cause != bytes.cause ||
	    strcmp(whole.why, bytes.why) != 0)
		abort();
	for (c = whole.why; *c != '\0'; c++)
		if (*c < ' ' || *c > '~')
			abort();
	return 0;
}
