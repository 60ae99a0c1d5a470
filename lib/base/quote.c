/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"

/* How a byte is quoted, for the shell and for ssh alike; NULL: as it is. */
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

/* --- for a terminal --- */

char *
quote_visible(char *out, size_t size, const void *from, size_t n)
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

/* --- UTF-8 and JSON --- */

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

const char *
quote_json(struct pool *p, const char *text)
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
