/* SPDX-License-Identifier: ISC */
/* Escapes bytes that could move a cursor. */
#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include <stddef.h>

/*
 * Writes the n bytes at from, which a stranger sent, so that a terminal
 * takes no orders from them: printable ASCII as it is, a backslash doubled,
 * anything else as \xNN.  Stops before size is exceeded, never inside an
 * escape; always ends with NUL.  Returns out.
 */
char	*visible(char *out, size_t size, const void *from, size_t n);

#endif
