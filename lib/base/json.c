/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/json.h"

/* The length of the UTF-8 sequence at text; 0 if it is none (RFC 3629). */
static size_t
sequence(const unsigned char *s)
{
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

const char *
json_string(struct pool *p, const char *text)
{
	char *out = pool_get(p, 6 * strlen(text) + 3), *to = out;
	size_t n;

	if (out == NULL)
		return NULL;
	*to++ = '"';
	for (; *text != '\0'; text += n > 0 ? n : 1) {
		n = sequence((const unsigned char *)text);
		if (n == 0) {
			to += snprintf(to, 7, "\\ufffd");
		} else if (n == 1 && ((unsigned char)*text < ' ' ||
		    *text == 0x7f)) {
			to += snprintf(to, 7, "\\u%04x", (unsigned char)*text);
		} else {
			if (*text == '"' || *text == '\\')
				*to++ = '\\';
			memcpy(to, text, n);
			to += n;
		}
	}
	*to++ = '"';
	*to = '\0';
	return out;
}
