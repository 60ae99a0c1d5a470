/* SPDX-License-Identifier: ISC */
/* An error text that a function returns to its caller. */
#ifndef BASE_OOPS_H
#define BASE_OOPS_H

/*
 * A complaint on its way up to whoever may print it.  text is empty while
 * all is well; it reads "object: problem", lower case, no full stop.
 */
struct oops {
	char text[512];
};

/*
 * Fills o unless it already holds an earlier complaint (the first cause is
 * the one to tell).  Returns -1, so that callers may return oops(...).
 */
int	oops(struct oops *o, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

#endif
