/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "proto/askpass_proto.h"

size_t
askpass_proto_encode(char out[ASKPASS_PROTO_SIZE], enum askpass_proto_verb verb,
    const char *text)
{
	size_t n = strlen(text);

	if (n + 2 > ASKPASS_PROTO_SIZE)
		return 0;
	out[0] = (char)verb;
	memcpy(out + 1, text, n);
	return n + 1;
}

int
askpass_proto_decode(char packet[ASKPASS_PROTO_SIZE], size_t n)
{
	if (n < 1 || n >= ASKPASS_PROTO_SIZE || packet[0] == '\0' ||
	    strchr("qcnalp", packet[0]) == NULL ||
	    memchr(packet, '\0', n) != NULL)
		return -1;
	packet[n] = '\0';
	return packet[0];
}
