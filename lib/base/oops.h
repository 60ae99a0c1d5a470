/* SPDX-License-Identifier: ISC */
/* An error text that a function returns to its caller. */
#ifndef BASE_OOPS_H
#define BASE_OOPS_H

/*
 * An error that callers pass up to the program, which prints it.  text is ""
 * if there is no error, else "object: problem", lower case, no full stop.
 */
struct oops {
	char text[512];
};

/*
 * Fills o, unless it already holds an error, because the first error is the
 * cause.  Returns -1, so that callers may return oops(...).
 */
int	oops(struct oops *o, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

#endif
