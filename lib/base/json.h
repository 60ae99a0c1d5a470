/* SPDX-License-Identifier: ISC */
/* Writes a text as a JSON string. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/pool.h"

/*
 * A text as a JSON string (RFC 8259), in quotes; bytes that are no UTF-8
 * become U+FFFD.  NULL if memory ran out.
 */
const char	*json_string(struct pool *p, const char *text);

#endif
