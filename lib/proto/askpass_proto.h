/* SPDX-License-Identifier: ISC */
#ifndef PROTO_ASKPASS_PROTO_H
#define PROTO_ASKPASS_PROTO_H

#include <stddef.h>

/*
 * Between sshp-askpass and sshp: a packet is a verb and a text, without a NUL.
 * The program that asks begins with a question.
 */

#define ASKING_SIZE 1100	/* of a packet; ssh takes 1023 bytes of answer */

enum asking_verb {
	ASKING_QUESTION = 'q',	/* of ssh's, its text */
	ASKING_CONFIRM = 'c',	/* one for yes or no, by SSH_ASKPASS_PROMPT */
	ASKING_NOTICE = 'n',	/* no question: shown until it is over */
	ASKING_ANSWER = 'a',	/* either way: it is this */
	ASKING_LEARN = 'l',	/* ask the person, and say what he said */
	ASKING_PERSON = 'p'	/* ask the person, and keep it to yourself */
};

/* A packet of it into out; its size, or 0 if the text is too long. */
size_t	asking_encode(char out[ASKING_SIZE], enum asking_verb verb,
	    const char *text);

/*
 * The verb of the n bytes in packet, which has room for one more: the text
 * behind the verb is ended by a NUL.  -1: it is none.
 */
int	asking_decode(char packet[ASKING_SIZE], size_t n);

#endif
