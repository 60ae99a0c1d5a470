/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"

char *
quote_proxy(const char *text)
{
	char *out = malloc(4 * strlen(text) + 3), *to = out;

	if (out == NULL)
		return NULL;
	*to++ = '\'';
	for (; *text != '\0'; text++) {
		if (*text == '\'') {
			memcpy(to, "'\\''", 4);
			to += 4;
			continue;
		}
		if (*text == '%')
			*to++ = '%';
		*to++ = *text;
	}
	*to++ = '\'';
	*to = '\0';
	return out;
}

char *
quote_value(const char *text)
{
	char *out = malloc(2 * strlen(text) + 3), *to = out;

	if (out == NULL)
		return NULL;
	*to++ = '"';
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			*to++ = '\\';
		if (*text == '%')
			*to++ = '%';
		*to++ = *text;
	}
	*to++ = '"';
	*to = '\0';
	return out;
}
