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
	char packet[ASKPASS_PROTO_SIZE], again[ASKPASS_PROTO_SIZE];
	struct password_policy s = { 0 };
	int verb, slot, forget;

	if (size >= sizeof packet)
		return 0;
	memcpy(packet, data, size);
	if ((verb = askpass_proto_decode(packet, size)) == -1)
		return 0;
	if (askpass_proto_encode(again, (enum askpass_proto_verb)verb,
	    packet + 1) != size || memcmp(again, data, size) != 0)
		abort();
	if (password_policy_asked(&s, packet + 1, PASSWORD_POLICY_ANSWER, 1, 1,
	    true, &slot, &forget) == PASSWORD_POLICY_TELL || forget != -1)
		abort();
	return 0;
}
