/* SPDX-License-Identifier: ISC */
/* SHA-1 in hexadecimal, for %C, identities and file names. */
#ifndef BASE_SHA1_H
#define BASE_SHA1_H

#include <stddef.h>

#define SHA1_HEX 41		/* 40 digits and a NUL */

/* FIPS 180-4: the digest of n bytes in lower-case hexadecimal.  Returns out. */
char	*sha1_hex(char out[SHA1_HEX], const void *from, size_t n);

#endif
