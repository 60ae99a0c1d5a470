/* SPDX-License-Identifier: ISC */
/* SHA-1, for the token %C. */
#include <string.h>

#include "../lib/tap.h"
#include "base/sha1.h"

static void
test_sha1(void)
{
	char out[SHA1_HEX], million[1000];

	ok(strcmp(sha1_hex(out, "abc", 3),
	    "a9993e364706816aba3e25717850c26c9cd0d89d") == 0,
	    "SHA-1 of abc is right", NULL);
	ok(strcmp(sha1_hex(out, "", 0),
	    "da39a3ee5e6b4b0d3255bfef95601890afd80709") == 0,
	    "SHA-1 of nothing is right", NULL);
	memset(million, 'a', sizeof million);
	ok(strcmp(sha1_hex(out, million, sizeof million),
	    "291e9a6c66994949b57ba5e650361e98fc36b1ba") == 0,
	    "SHA-1 of a thousand a is right", NULL);
}

int
main(void)
{
	test_sha1();
	return tap_end();
}
