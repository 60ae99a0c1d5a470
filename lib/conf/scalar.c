/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/qos.h"
#include "compat/compat.h"
#include "conf/scalar.h"

/* --- times --- */

/* The seconds of a unit's letter; 0 if the letter is not a unit. */
static long
unit(char letter)
{
	switch (letter) {
	case '\0': case 's': case 'S':
		return 1;
	case 'm': case 'M':
		return 60;
	case 'h': case 'H':
		return 60 * 60;
	case 'd': case 'D':
		return 24 * 60 * 60;
	case 'w': case 'W':
		return 7 * 24 * 60 * 60;
	}
	return 0;
}

/* Reads a fraction and a unit (10.3): only one number may be in seconds. */
static bool
fraction(const char **at, char *letter, bool *seconds)
{
	const char *end = *at;
	bool point = *end == '.';

	if (point) {
		end++;
		if (!isdigit((unsigned char)*end))
			return false;
		while (isdigit((unsigned char)*end))
			end++;
	}
	*letter = *end;
	*at = end;
	if (unit(*letter) != 1)
		return !point;
	if (*seconds)
		return false;
	*seconds = true;
	return true;
}

/* True for a number with one unit at most, the same in every release. */
static bool
plain(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n > 0 && (text[n] == '\0' || text[n + 1] == '\0') &&
	    text[n] != '.';
}

int
scalar_time(const struct config_source *s, const char *text)
{
	long total = 0, n;
	bool seconds = false, newer;
	char letter, *end;
	const char *at;

	if (*text == '\0')
		return -1;
	newer = !plain(text) && s->release(s->arg) >= 1003;
	while (*text != '\0') {
		n = strtol(text, &end, 10);
		at = end;
		letter = *at;
		if (end == text || n < 0 || (newer &&
		    (!isdigit((unsigned char)*text) ||
		    !fraction(&at, &letter, &seconds))))
			return -1;
		if (unit(letter) == 0 || n > INT_MAX / unit(letter))
			return -1;
		n *= unit(letter);
		if (total > INT_MAX - n)
			return -1;
		total += n;
		text = at + (letter != '\0');
	}
	return (int)total;
}

/* --- numbers --- */

const char *
scalar_number(const char *text, int *n)
{
	const char *why;
	long long value;

	if (text == NULL || *text == '\0')
		return "missing";
	value = strtonum(text, 0, INT_MAX, &why);
	if (why == NULL)
		*n = (int)value;
	return why;
}

int
scalar_port(const struct config_source *s, const char *text)
{
	const char *why;
	long long port = strtonum(text, 0, 65535, &why);

	return why == NULL ? (int)port : s->port(s->arg, text);
}

bool
scalar_is_port(const char *text, size_t len)
{
	long port = 0;

	if (len > 5)
		return false;
	for (; len > 0 && *text >= '0' && *text <= '9'; len--)
		port = 10 * port + (*text++ - '0');
	return len == 0 && port > 0 && port <= 65535;
}

/* As scan_scaled(3): digits, and optionally a fraction and a letter. */
const char *
scalar_size(const char *text, long long *n)
{
	static const char letters[] = "bkmgtpe";
	const char *letter;
	long long part, of = 1;
	char *end;

	while (isspace((unsigned char)*text))
		text++;
	errno = 0;
	*n = strtoll(text, &end, 10);
	if (errno == ERANGE)
		return "Numerical result out of range";
	if (end == text)
		return "Invalid argument";
	part = 0;
	if (*end == '.')
		for (end++; isdigit((unsigned char)*end); end++)
			if (of < 100000000) {
				part = 10 * part + (*end - '0');
				of *= 10;
			}
	if (*end == '\0')
		return NULL;
	letter = strchr(letters, tolower((unsigned char)*end));
	if (letter == NULL || isalnum((unsigned char)end[1]))
		return "Invalid argument";
	for (; letter > letters; letter--) {
		if (*n > LLONG_MAX / 1024 || *n < LLONG_MIN / 1024)
			return "Numerical result out of range";
		*n *= 1024;
		part *= 1024;
	}
	*n += part / of;
	return NULL;
}

/* --- sets --- */

enum { VA = 0xb0 };		/* a class that 10.3 added, with a bug */

/* ssh reads C's numbers before 9.8, and decimal ones since. */
static int
class_number(const struct config_source *s, const char *text)
{
	const char *why;
	int any = qos_parse(text), decimal = (int)strtonum(text, 0, 255, &why);

	if (why != NULL)
		decimal = -1;
	return any == decimal || s->release(s->arg) < 908 ? any : decimal;
}

static int
class(const struct config_source *s, const char *text)
{
	int value = qos_named(text);

	if (value == -1)
		return class_number(s, text);
	if (value == VA && s->release(s->arg) < 1003)
		return -1;
	return qos_is_type(text) && !s->types(s->arg) ? QOS_NONE : value;
}

const char *
scalar_ipqos(const struct config_source *s, struct pool *p, const char *text)
{
	int value = class(s, text);
	const char *name = qos_name(value);

	if (value == -1)
		return NULL;
	if (name != NULL && ((value == VA && qos_named(text) == -1 &&
	    s->release(s->arg) < 1004) ||
	    (qos_is_type(name) && !s->types(s->arg))))
		name = NULL;
	return name != NULL ? name :
	    pool_text(p, "0x%02x", (unsigned)value);
}

/* Writes one end of a tunnel device to end; false if text is not one. */
static bool
tunnel_end(const char *text, char end[16])
{
	enum { MOST = INT_MAX - 3 };	/* SSH_TUNID_MAX */
	const char *why;

	if (strcasecmp(text, "any") == 0) {
		memcpy(end, "any", 4);
		return true;
	}
	snprintf(end, 16, "%lld", strtonum(text, 0, MOST, &why));
	return why == NULL;
}

const char *
scalar_tunnel(struct pool *p, const char *text)
{
	char local[16], remote[16] = "any";
	const char *colon = strchr(text, ':');
	char *first = pool_copy(p, text, colon == NULL ? strlen(text) :
	    (size_t)(colon - text));

	if (first == NULL || !tunnel_end(first, local) ||
	    (colon != NULL && !tunnel_end(colon + 1, remote)))
		return NULL;
	return pool_text(p, "%s:%s", local, remote);
}
