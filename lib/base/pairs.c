/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pairs.h"

/* --- writing --- */

static bool
bare(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text > '~' || *text == '"' ||
		    *text == '\\')
			return false;
	return true;
}

/* The text in quotes, cut to size; never inside an escape. */
static void
quote(char *out, size_t size, const char *text)
{
	char one[5], *to = out;
	size_t n;

	*to++ = '"';
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			n = (size_t)snprintf(one, sizeof one, "\\%c", *text);
		else if (*text < ' ' || *text > '~')
			n = (size_t)snprintf(one, sizeof one, "\\x%02x",
			    (unsigned char)*text);
		else
			n = (size_t)snprintf(one, sizeof one, "%c", *text);
		if (n + 2 > size - (size_t)(to - out))
			break;
		memcpy(to, one, n);
		to += n;
	}
	memcpy(to, "\"", 2);
}

/* The ith word; NULL: there is none. */
static const char *
pairs_word(const struct pairs_field *f, int i)
{
	return *(const char *const *)(const void *)
	    ((const char *)(const void *)f->words + (size_t)i * f->stride);
}

/* The value of a member, "" if it is left out. */
static void
value(const struct pairs_field *f, const void *from, char *out, size_t size)
{
	const char *at = (const char *)from + f->at;
	int64_t number;
	int word;

	*out = '\0';
	switch (f->type) {
	case PAIRS_TEXT:
		if (bare(at))
			snprintf(out, size, "%s", at);
		else
			quote(out, size, at);
		break;
	case PAIRS_NUMBER:
		memcpy(&number, at, sizeof number);
		if (number != 0)
			snprintf(out, size, "%lld", (long long)number);
		break;
	case PAIRS_WORD:
		memcpy(&word, at, sizeof word);
		if (word > 0 && (size_t)word < f->size &&
		    pairs_word(f, word) != NULL)
			snprintf(out, size, "%s", pairs_word(f, word));
	}
}

size_t
pairs_write(const struct pairs_field *f, size_t n, const void *from,
    char *out, size_t size)
{
	char text[PAIRS_MOST];
	size_t i, len = 0, more;

	*out = '\0';
	for (i = 0; i < n; i++) {
		value(&f[i], from, text, sizeof text);
		more = strlen(f[i].key) + strlen(text) + 1 + (len > 0);
		if (*text == '\0' || len + more >= size)
			continue;
		snprintf(out + len, size - len, "%s%s=%s", len > 0 ? " " : "",
		    f[i].key, text);
		len += more;
	}
	return len;
}

/* --- reading --- */

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : -1;
}

/* The character of the escape at *from, moves *from after it; 0: bad. */
static char
escape(const char **from)
{
	const char *at = *from + 1;
	int high, low;

	if (*at == '"' || *at == '\\') {
		*from = at + 1;
		return *at;
	}
	if (*at != 'x' || (high = digit(at[1])) == -1 ||
	    (low = digit(at[2])) == -1)
		return '\0';
	*from = at + 3;
	return (char)(high << 4 | low);
}

/* Removes the quotes, in place.  The text after them; NULL if they are bad. */
static char *
unquote(char *text)
{
	const char *from = text + 1;
	char c, *to = text;

	while (*from != '"') {
		if ((c = *from) == '\\')
			c = escape(&from);
		else
			from++;
		if (c == '\0')
			return NULL;
		*to++ = c;
	}
	*to = '\0';
	from++;
	return *from == '\0' || *from == ' ' ? text + (from - text) : NULL;
}

static void
enter(const struct pairs_field *f, void *to, const char *text)
{
	char *at = (char *)to + f->at;
	int64_t number;
	int word;

	switch (f->type) {
	case PAIRS_TEXT:
		snprintf(at, f->size, "%s", text);
		break;
	case PAIRS_NUMBER:
		number = strtoll(text, NULL, 10);
		memcpy(at, &number, sizeof number);
		break;
	case PAIRS_WORD:
		for (word = 1; word < (int)f->size; word++)
			if (pairs_word(f, word) != NULL &&
			    strcmp(pairs_word(f, word), text) == 0)
				break;
		word = word < (int)f->size ? word : 0;
		memcpy(at, &word, sizeof word);
	}
}

static bool
printable(const char *from, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (from[i] < ' ' || from[i] > '~')
			return false;
	return true;
}

int
pairs_read(const struct pairs_field *f, size_t n, void *to, const char *line,
    size_t len)
{
	char copy[PAIRS_MOST], *at = copy, *key, *text;
	size_t i;

	if (len >= sizeof copy || !printable(line, len))
		return -1;
	memcpy(copy, line, len);
	copy[len] = '\0';
	while (*at != '\0') {
		key = at;
		if ((text = strchr(key, '=')) == NULL ||
		    memchr(key, ' ', (size_t)(text - key)) != NULL)
			return -1;
		*text++ = '\0';
		at = *text == '"' ? unquote(text) : text + strcspn(text, " ");
		if (at == NULL)
			return -1;
		if (*at != '\0')
			*at++ = '\0';
		for (i = 0; i < n; i++)
			if (strcmp(f[i].key, key) == 0)
				enter(&f[i], to, text);
	}
	return 0;
}
