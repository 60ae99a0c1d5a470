/* SPDX-License-Identifier: ISC */
/* The records between sshp-askpass and sshp. */
#ifndef PROTO_ASKPASS_PROTO_H
#define PROTO_ASKPASS_PROTO_H

#include <stddef.h>

/*
 * Between sshp-askpass and sshp: a packet is a verb and a text, without a NUL.
 * The program that asks begins with a question.
 */

/* Bytes of a packet; ssh takes an answer of 1023. */
#define ASKPASS_PROTO_SIZE 1100

enum askpass_proto_verb {
	ASKPASS_PROTO_QUESTION = 'q',	/* of ssh's, its text */
	ASKPASS_PROTO_CONFIRM =
	    'c',	/* one for yes or no, by SSH_ASKPASS_PROMPT */
	ASKPASS_PROTO_NOTICE = 'n', /* no question: shown until it is over */
	ASKPASS_PROTO_ANSWER = 'a',	/* either way: it is this */
	ASKPASS_PROTO_LEARN = 'l', /* ask the person, and say what he said */
	ASKPASS_PROTO_PERSON = 'p' /* ask the person, and keep it to yourself */
};

/* A packet of it into out; its size, or 0 if the text is too long. */
size_t	askpass_proto_encode(char out[ASKPASS_PROTO_SIZE],
	    enum askpass_proto_verb verb, const char *text);

/*
 * The verb of the n bytes in packet, which has room for one more: the text
 * behind the verb is ended by a NUL.  -1: it is none.
 */
int	askpass_proto_decode(char packet[ASKPASS_PROTO_SIZE], size_t n);

#endif
