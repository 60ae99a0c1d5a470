/* SPDX-License-Identifier: ISC */
#ifndef TAP_H
#define TAP_H

/* TAP, for tests in C. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_tests, tap_bad;

/* Prints whether name holds; detail: of what, or NULL. */
static inline void
ok(bool good, const char *name, const char *detail)
{
	tap_bad += !good;
	printf("%sok %d - %s%s%s\n", good ? "" : "not ", ++tap_tests, name,
	    detail != NULL ? ": " : "", detail != NULL ? detail : "");
}

static inline void
ok_text(const char *name, const char *detail,
    const char *got, const char *wanted)
{
	ok(strcmp(got, wanted) == 0, name, detail);
	if (strcmp(got, wanted) != 0)
		printf("# got    %s\n# wanted %s\n", got, wanted);
}

/* The last line; main's status. */
static inline int
tap_end(void)
{
	printf("1..%d\n", tap_tests);
	return tap_bad != 0;
}

#endif
