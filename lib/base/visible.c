/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/visible.h"

char *
visible(char *out, size_t size, const void *from, size_t n)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *p = from, *end = p + n;
	char *o = out, one[4];
	size_t len;

	for (; p < end; p++) {
		if (*p == '\\') {
			memcpy(one, "\\\\", len = 2);
		} else if (*p >= 0x20 && *p < 0x7f) {
			one[0] = (char)*p;
			len = 1;
		} else {
			one[0] = '\\';
			one[1] = 'x';
			one[2] = hex[*p >> 4];
			one[3] = hex[*p & 15];
			len = 4;
		}
		if (len >= size - (size_t)(o - out))
			break;
		memcpy(o, one, len);
		o += len;
	}
	*o = '\0';
	return out;
}
