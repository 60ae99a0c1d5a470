/* SPDX-License-Identifier: ISC */
/* Checks UTF-8, and makes a text valid. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* The length of the UTF-8 sequence at text (RFC 3629); 0 if it is none. */
size_t	utf8_length(const char *text);

/* Does a control character begin there: C0, DEL or, in UTF-8, C1? */
bool	utf8_control(const char *text);

/*
 * Writes text as UTF-8 without control characters: U+FFFD stands for each of
 * them, and for each byte that is no UTF-8.  Stops before size is exceeded,
 * never inside a sequence; always ends with NUL.  Returns out.
 */
char	*utf8_plain(char *out, size_t size, const char *text);

/* So much room holds the longest that comes of n bytes. */
#define UTF8_PLAIN(n) (3 * (n) + 1)

#endif
