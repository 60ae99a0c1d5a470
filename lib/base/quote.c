/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"

/* Of one byte; what the shell and ssh's own splitting read alike. */
static const char *
quote_byte(char c, bool percent)
{
	switch (c) {
	case '\'':
		return "'\"'\"'";
	case '\\':
		return "'\"\\\\\"'";
	case '%':
		return percent ? "%%" : "%";
	default:
		return NULL;
	}
}

static char *
quote(const char *text, bool percent)
{
	char *out = malloc(6 * strlen(text) + 3), *to = out;
	const char *as;

	if (out == NULL)
		return NULL;
	*to++ = '\'';
	for (; *text != '\0'; text++) {
		if ((as = quote_byte(*text, percent)) == NULL)
			*to++ = *text;
		else
			for (; *as != '\0'; as++)
				*to++ = *as;
	}
	*to++ = '\'';
	*to = '\0';
	return out;
}

char *
quote_proxy(const char *text)
{
	return quote(text, true);
}

char *
quote_shell(const char *text)
{
	return quote(text, false);
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
