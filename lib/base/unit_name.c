/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/unit_name.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
	"0123456789:_."

static const char begin[] = "sshp@", end[] = ".service";

/* True for a name that neither ssh nor a unit can have. */
static bool
unit_name_wrong(const char *name)
{
	const char *c;

	for (c = name; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return true;
	return *name == '\0' || *name == '-';
}

enum unit_name
unit_name_write(char out[UNIT_NAME], const char *name)
{
	bool plain = name[strspn(name, LETTERS "-@")] == '\0';
	size_t at = sizeof begin - 1;
	const char *c;

	if (unit_name_wrong(name))
		return UNIT_NAME_WRONG;
	memcpy(out, begin, sizeof begin);
	for (c = name; *c != '\0'; c++) {
		if (at + 4 + sizeof end > UNIT_NAME)
			return UNIT_NAME_WRONG;
		if (plain || (strchr(LETTERS, *c) != NULL &&
		    (c > name || *c != '.')))
			out[at++] = *c;
		else
			at += (size_t)snprintf(out + at, UNIT_NAME - at,
			    "\\x%02x", (unsigned char)*c);
	}
	memcpy(out + at, end, sizeof end);
	return plain ? UNIT_NAME_PLAIN : UNIT_NAME_ESCAPED;
}

/* The value of a hexadecimal digit; -1: none. */
static int
unit_name_digit(char c)
{
	static const char hex[] = "0123456789abcdef";
	const char *at = c == '\0' ? NULL : strchr(hex, c);

	return at == NULL ? -1 : (int)(at - hex);
}

/* Replaces each \xNN, and "-" by "/" as systemd does. */
static void
unit_name_unescape(char *text)
{
	char *to = text;
	int a, b;

	for (; *text != '\0'; text++) {
		a = text[0] == '\\' && text[1] == 'x' ?
		    unit_name_digit(text[2]) : -1;
		b = a == -1 ? -1 : unit_name_digit(text[3]);
		if (b != -1) {
			*to++ = (char)(16 * a + b);
			text += 3;
		} else
			*to++ = *text == '-' ? '/' : *text;
	}
	*to = '\0';
}

char *
unit_name_read(char out[UNIT_NAME], const char *unit)
{
	size_t n = strlen(unit), ends = sizeof end - 1,
	    begins = sizeof begin - 1;

	if (n <= begins + ends || n >= UNIT_NAME ||
	    strncmp(unit, begin, begins) != 0 ||
	    strcmp(unit + n - ends, end) != 0)
		return NULL;
	n -= begins + ends;
	memcpy(out, unit + begins, n);
	out[n] = '\0';
	if (strchr(out, '\\') != NULL)
		unit_name_unescape(out);
	return out;
}
