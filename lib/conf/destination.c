/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "conf/destination.h"
#include "conf/scalar.h"

static bool
domain_bad(char *why, size_t size, const char *name, const char *what)
{
	if (why != NULL)
		snprintf(why, size, "domain name \"%.100s\" %s", name, what);
	return false;
}

bool
destination_domain(const struct config_source *s, char *name, bool lower,
    char *why, size_t size)
{
	char last = '\0', *c;

	if (*name == '\0') {
		if (why != NULL)
			snprintf(why, size, "empty domain name");
		return false;
	}
	if (!isalnum((unsigned char)*name) &&
	    (*name != '_' || s->release(s->arg) < 1000))
		return domain_bad(why, size, name,
		    "starts with invalid character");
	for (c = name; *c != '\0'; last = *c++) {
		if (lower)
			*c = (char)tolower((unsigned char)*c);
		if (last == '.' && *c == '.')
			return domain_bad(why, size, name,
			    "contains consecutive separators");
		if (!isalnum((unsigned char)*c) && strchr(".-_", *c) == NULL)
			return domain_bad(why, size, name,
			    "contains invalid characters");
	}
	if (last == '.')
		c[-1] = '\0';
	return true;
}

/* --- [user@]host[:port] --- */

/* Cuts host off *at, and moves *at after its delimiter; NULL: no host. */
static char *
cut_host(char **at, char *delimiter)
{
	char *host = *at, *end;

	if (*host == '[')
		end = strchr(host, ']') == NULL ? NULL :
		    strchr(host, ']') + 1;
	else
		end = host + strcspn(host, ":/");
	if (end == NULL || (*end != '\0' && *end != ':' && *end != '/'))
		return NULL;
	*delimiter = *end;
	*at = *end == '\0' ? NULL : end + 1;
	*end = '\0';
	if (*host == '[' && end[-1] == ']') {
		end[-1] = '\0';
		host++;
	}
	return *host == '\0' && host == end ? NULL : host;
}

static int
read_port(struct destination *d, const struct config_source *s,
    const char *text)
{
	if (text == NULL || *text == '\0')
		return 0;
	d->port = scalar_port(s, text);
	return d->port <= 0 ? -1 : 0;
}

static int
user_host_port(struct destination *d, struct pool *p,
    const struct config_source *s, const char *text)
{
	char *copy = pool_copy(p, text, strlen(text)), *at, delimiter;

	if (copy == NULL)
		return -1;
	if ((at = strrchr(copy, '@')) != NULL) {
		*at++ = '\0';
		if (*copy == '\0')
			return -1;
		d->user = copy;
		copy = at;
	}
	d->host = cut_host(&copy, &delimiter);
	if (d->host == NULL || delimiter == '/')
		return -1;
	return read_port(d, s, copy);
}

/* --- ssh://[user[;parameters]@]host[:port][/] --- */

/* Decodes %XX and +, in place; false if the text has an error. */
static bool
decode(char *text)
{
	static const char digits[] = "0123456789abcdef";
	char *to = text;

	for (; *text != '\0'; text++) {
		if (*text != '%') {
			*to++ = *text == '+' ? ' ' : *text;
			continue;
		}
		if (!isxdigit((unsigned char)text[1]) ||
		    !isxdigit((unsigned char)text[2]) ||
		    strncmp(text, "%00", 3) == 0)
			return false;
		*to++ = (char)(
		    (strchr(digits, tolower((unsigned char)text[1])) -
		    digits) * 16 +
		    (strchr(digits, tolower((unsigned char)text[2])) -
		    digits));
		text += 2;
	}
	*to = '\0';
	return true;
}

/* Returns 1 if text is not a URI. */
static int
uri(struct destination *d, struct pool *p, const struct config_source *s,
    const char *text)
{
	char *copy, *at, *slash, delimiter;

	if (strncmp(text, "ssh://", 6) != 0)
		return 1;
	if ((copy = pool_copy(p, text + 6, strlen(text + 6))) == NULL)
		return -1;
	if ((at = strchr(copy, '@')) != NULL) {
		*at++ = '\0';
		copy[strcspn(copy, ";")] = '\0';
		if (*copy == '\0' || !decode(copy))
			return -1;
		d->user = copy;
		copy = at;
	}
	d->host = at = cut_host(&copy, &delimiter);
	if (at == NULL || !destination_domain(s, at, false, NULL, 0))
		return -1;
	if (copy == NULL || *copy == '\0')
		return 0;
	if (delimiter == '/')
		return -1;
	if ((slash = strchr(copy, '/')) != NULL)
		*slash = '\0';
	d->port = scalar_port(s, copy);
	return d->port <= 0 || (slash != NULL && slash[1] != '\0') ? -1 : 0;
}

/* --- both --- */

int
destination_parse(struct destination *d, struct pool *p,
    const struct config_source *s, const char *text)
{
	const char *at;
	int is;

	*d = (struct destination){ .port = -1 };
	if ((is = uri(d, p, s, text)) != 1)
		return is;
	if ((at = strrchr(text, '@')) == text)
		return -1;
	if (at != NULL)
		d->user = pool_copy(p, text, (size_t)(at - text));
	d->host = at == NULL ? text : at + 1;
	return 0;
}

static int
hop(struct destination *d, struct pool *p, const struct config_source *s,
    const char *text)
{
	int is;

	*d = (struct destination){ .port = -1 };
	is = uri(d, p, s, text);
	return is == 1 ? user_host_port(d, p, s, text) : is;
}

bool
destination_plain_host(const char *name)
{
	const char *c;

	for (c = name; *c != '\0'; c++)
		if (strchr("'`\"$\\;&<>|(){},", *c) != NULL ||
		    isspace((unsigned char)*c) || iscntrl((unsigned char)*c))
			return false;
	return *name != '-';
}

bool
destination_plain_user(const char *name)
{
	const char *c;

	for (c = name; *c != '\0'; c++)
		if (strchr("'`\";&<>|(){}", *c) != NULL ||
		    iscntrl((unsigned char)*c) ||
		    (isspace((unsigned char)*c) && c[1] == '-') ||
		    (*c == '\\' && c[1] == '\0'))
			return false;
	return *name != '-';
}

/* True if the names of a jump host are plain; else complains. */
static bool
plain(const struct destination *d, const struct config_source *s)
{
	const char *user = d->user == NULL ? "" : d->user;
	bool host = destination_plain_host(d->host);

	if (host && destination_plain_user(user))
		return true;
	source_complain(s, LEVEL_ERROR, (struct origin){ 0 },
	    "parse_jump: invalid %s \"%s\"", host ? "username" : "hostname",
	    host ? user : d->host);
	return false;
}

/*
 * The length of a ProxyJump without comment and without white space at its end.
 * Before 10.1 the value ended at the first white space.
 */
static size_t
jump_length(const struct config_source *s, const char *text)
{
	size_t first = strcspn(text, " \t\r\n#"), n = strcspn(text, "#");

	while (n > first && strchr(" \t\r\n", text[n - 1]) != NULL)
		n--;
	return n == first || s->release(s->arg) < 1001 ? first : n;
}

int
destination_jump(struct destination *d, struct pool *p,
    const struct config_source *s, const char *text, bool strict)
{
	struct destination other, *to = d;
	size_t n = jump_length(s, text);
	char *all, *one;

	if (strcasecmp(text, "none") == 0) {
		*d = (struct destination){ .host = "none", .port = 0 };
		return 0;
	}
	if ((all = pool_copy(p, text, n)) == NULL)
		return -1;
	do {
		one = strrchr(all, ',');
		if (one != NULL)
			*one++ = '\0';
		if (hop(to, p, s, one == NULL ? all : one) == -1 ||
		    (strict && !plain(to, s)))
			return -1;
		to = &other;
	} while (one != NULL);
	return 0;
}

size_t
destination_hops(struct destination *d, size_t max, struct pool *p,
    const struct config_source *s, const char *text)
{
	struct destination one;
	size_t n = 0, len;
	char *copy;

	for (; *text != '\0'; text += len + (text[len] == ',')) {
		len = strcspn(text, ",");
		copy = pool_copy(p, text, len);
		if (copy == NULL || hop(&one, p, s, copy) == -1)
			return 0;
		if (n < max)
			d[n] = one;
		n++;
	}
	return n;
}

const char *
destination_jump_text(struct pool *p, const struct config_source *s,
    const char *text, const struct destination *last)
{
	const char *comma, *more, *port;
	bool number = strchr(last->host, ':') != NULL ||
	    last->host[strspn(last->host, "1234567890.")] == '\0';

	if (last->port == 0)
		return "none";
	text = pool_copy(p, text, jump_length(s, text));
	if (text == NULL)
		return NULL;
	comma = strrchr(text, ',');
	more = comma == NULL || comma == text ? "" :
	    pool_copy(p, text, (size_t)(comma - text) + 1);
	port = last->port < 0 ? "" : pool_text(p, ":%d", last->port);
	return more == NULL || port == NULL ? NULL :
	    pool_text(p, "%s%s%s%s%s%s%s", more,
	    last->user == NULL ? "" : last->user,
	    last->user == NULL ? "" : "@",
	    number ? "[" : "", last->host, number ? "]" : "", port);
}
