/* SPDX-License-Identifier: ISC */
/* What another process sends: a packet that is taken is written the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "proto/askpass_proto.h"
#include "supervise/password_policy.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char packet[ASKING_SIZE], again[ASKING_SIZE];
	struct secret s = { 0 };
	int verb, slot, forget;

	if (size >= sizeof packet)
		return 0;
	memcpy(packet, data, size);
	if ((verb = asking_decode(packet, size)) == -1)
		return 0;
	if (asking_encode(again, (enum asking_verb)verb, packet + 1) != size ||
	    memcmp(again, data, size) != 0)
		abort();
	if (secret_asked(&s, packet + 1, SECRET_ANSWER, 1, 1, true, &slot,
	    &forget) == SECRET_TELL || forget != -1)
		abort();
	return 0;
}
