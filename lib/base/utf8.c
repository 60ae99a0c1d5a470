/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/utf8.h"

size_t
utf8_length(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 :
	    s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0, i;

	for (i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

bool
utf8_control(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	return s[0] < ' ' || s[0] == 0x7f ||
	    (s[0] == 0xc2 && s[1] >= 0x80 && s[1] < 0xa0);
}

char *
utf8_plain(char *out, size_t size, const char *text)
{
	static const char unknown[] = "\xef\xbf\xbd";
	size_t n, put, at = 0;
	bool whole;

	for (; *text != '\0'; text += n > 0 ? n : 1) {
		n = utf8_length(text);
		whole = n > 0 && !utf8_control(text);
		put = whole ? n : sizeof unknown - 1;
		if (at + put >= size)
			break;
		memcpy(out + at, whole ? text : unknown, put);
		at += put;
	}
	out[at] = '\0';
	return out;
}
