/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

const char *
json_string(struct pool *p, const char *text)
{
	char *out = pool_get(p, 6 * strlen(text) + 3), *to = out;
	size_t n;

	if (out == NULL)
		return NULL;
	*to++ = '"';
	for (; *text != '\0'; text += n > 0 ? n : 1) {
		n = utf8_length(text);
		if (n == 0) {
			to += snprintf(to, 7, "\\ufffd");
		} else if (utf8_control(text)) {
			to += snprintf(to, 7, "\\u%04x",
			    (unsigned char)text[n - 1]);
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
