/* SPDX-License-Identifier: ISC */
#include "base/base64.h"

char *
base64(char *out, const void *from, size_t n)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = from, *end = p + n;
	unsigned long three;
	char *o = out;
	size_t left;

	for (; p < end; p += 3) {
		left = (size_t)(end - p);
		three = (unsigned long)p[0] << 16;
		three |= left > 1 ? (unsigned long)p[1] << 8 : 0;
		three |= left > 2 ? p[2] : 0;
		*o++ = digit[three >> 18];
		*o++ = digit[three >> 12 & 63];
		*o++ = left > 1 ? digit[three >> 6 & 63] : '=';
		*o++ = left > 2 ? digit[three & 63] : '=';
		if (left < 3)
			break;
	}
	*o = '\0';
	return out;
}
