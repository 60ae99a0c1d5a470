/* SPDX-License-Identifier: ISC */
/* The records between sshp-askpass and sshp. */
#ifndef PROTO_ASKPASS_PROTO_H
#define PROTO_ASKPASS_PROTO_H

#include <stddef.h>

/*
 * A packet between sshp-askpass and sshp is a verb and a text, without a NUL.
 * sshp-askpass begins with a question.
 */

/* The most bytes in a packet; ssh accepts an answer of at most 1023 bytes. */
#define ASKPASS_PROTO_SIZE 1100

enum askpass_proto_verb {
	ASKPASS_PROTO_QUESTION = 'q',	/* text: ssh's question */
	ASKPASS_PROTO_CONFIRM =
	    'c',	/* a yes-or-no question, by SSH_ASKPASS_PROMPT */
	ASKPASS_PROTO_NOTICE = 'n', /* no question: shown until it is over */
	ASKPASS_PROTO_ANSWER = 'a',	/* text: the answer; either way */
	ASKPASS_PROTO_LEARN = 'l', /* ask the user, and send sshp the answer */
	ASKPASS_PROTO_PERSON = 'p' /* ask the user, do not send the answer */
};

/* Writes a packet to out.  Returns its size; 0 if the text is too long. */
size_t	askpass_proto_encode(char out[ASKPASS_PROTO_SIZE],
	    enum askpass_proto_verb verb, const char *text);

/*
 * Returns the verb of the n bytes in packet, or -1 if it is no packet.  packet
 * has room for one more byte: the text after the verb gets a NUL.
 */
int	askpass_proto_decode(char packet[ASKPASS_PROTO_SIZE], size_t n);

#endif
