/* SPDX-License-Identifier: ISC */
/* Base64, for the credentials of a proxy. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stddef.h>

/* The characters n bytes become (RFC 4648, 4), the NUL included. */
#define BASE64_SIZE(n) (((n) + 2) / 3 * 4 + 1)

/* Writes BASE64_SIZE(n) characters to out; returns out. */
char	*base64(char *out, const void *from, size_t n);

#endif
