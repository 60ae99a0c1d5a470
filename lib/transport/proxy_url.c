/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "compat/compat.h"
#include "transport/proxy_url.h"

/* A proxy as nc names its kind, and as a URL does. */
static const struct {
	const char *name;
	enum proxy_kind kind;
	const char *port;
} nc[] = {
	{ "connect", PROXY_HTTP, "3128" },
	{ "5", PROXY_SOCKS5, "1080" },
	{ "4", PROXY_SOCKS4, "1080" },
}, scheme[] = {
	{ "http", PROXY_HTTP, "80" },
	{ "socks5h", PROXY_SOCKS5, "1080" },
	{ "socks5", PROXY_SOCKS5, "1080" },
	{ "socks", PROXY_SOCKS5, "1080" },
	{ "socks4a", PROXY_SOCKS4, "1080" },
	{ "socks4", PROXY_SOCKS4, "1080" },
};

enum proxy_kind
proxy_url_kind(const char *name, const char **port)
{
	size_t i;

	for (i = 0; i < sizeof nc / sizeof *nc; i++)
		if (strcmp(name, nc[i].name) == 0) {
			*port = nc[i].port;
			return nc[i].kind;
		}
	return PROXY_NONE;
}

/* Copies n bytes; -1 if there is no room. */
static int
copy(char *out, size_t size, const char *from, size_t n)
{
	if (n >= size)
		return -1;
	memcpy(out, from, n);
	out[n] = '\0';
	return 0;
}

static int
hex(char c)
{
	return isdigit((unsigned char)c) ? c - '0' :
	    tolower((unsigned char)c) - 'a' + 10;
}

/* The same, with a URL's %xx undone. */
static int
decode(char out[PROXY_URL_SECRET], const char *from, size_t n)
{
	size_t i, k = 0;

	for (i = 0; i < n && k < PROXY_URL_SECRET - 1; i++)
		if (from[i] == '%' && i + 2 < n &&
		    isxdigit((unsigned char)from[i + 1]) &&
		    isxdigit((unsigned char)from[i + 2])) {
			out[k++] = (char)(hex(from[i + 1]) << 4 |
			    hex(from[i + 2]));
			i += 2;
		} else {
			out[k++] = from[i];
		}
	out[k] = '\0';
	return i == n ? 0 : -1;
}

/* Takes "scheme://" off the text. */
static int
proxy_url_scheme(struct proxy_url *v, const char **text, const char **port,
    struct oops *o)
{
	const char *colon = strstr(*text, "://");
	size_t i, n = colon == NULL ? 0 : (size_t)(colon - *text);

	if (colon == NULL)
		return 0;
	for (i = 0; i < sizeof scheme / sizeof *scheme; i++)
		if (strlen(scheme[i].name) == n &&
		    strncasecmp(*text, scheme[i].name, n) == 0) {
			v->kind = scheme[i].kind;
			*port = scheme[i].port;
			*text = colon + 3;
			return 0;
		}
	return oops(o, "%.*s://: unsupported proxy protocol (http, socks5h, "
	    "socks4a)", n < 32 ? (int)n : 32, *text);
}

/* Takes "user:password@" off the text, which has n bytes. */
static int
proxy_url_user(struct proxy_url *v, const char **text, size_t *n)
{
	const char *at = NULL, *colon;
	size_t i, len;

	for (i = 0; i < *n; i++)
		if ((*text)[i] == '@')
			at = *text + i;
	if (at == NULL)
		return 0;
	len = (size_t)(at - *text);
	colon = memchr(*text, ':', len);
	v->signs = colon != NULL;
	if (decode(v->user, *text, colon == NULL ? len :
	    (size_t)(colon - *text)) == -1 || (colon != NULL &&
	    decode(v->password, colon + 1, (size_t)(at - colon - 1)) == -1))
		return -1;
	*n -= len + 1;
	*text = at + 1;
	return 0;
}

/* True if text has spaces or control characters, which no name has. */
static bool
odd(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text <= ' ' || *text == 0x7f)
			return true;
	return false;
}

/* A number of a port, or a service's name. */
static bool
sound_port(const char *port)
{
	const char *why;

	if (port[strspn(port, "+-0123456789")] != '\0')
		return true;
	(void)strtonum(port, 1, 65535, &why);
	return why == NULL;
}

/* Splits "host:port", "[host]:port", "host"; an address may have colons. */
static int
proxy_url_host(struct proxy_url *v, const char *text, size_t n,
    const char *port)
{
	const char *end = text + n, *close, *colon = memchr(text, ':', n);

	if (n > 0 && *text == '[') {
		if ((close = memchr(text, ']', n)) == NULL)
			return -1;
		text++;
		n = (size_t)(close - text);
		colon = close + 1 < end ? close + 1 : NULL;
		if (colon != NULL && *colon != ':')
			return -1;
	} else if (colon != NULL &&
	    memchr(colon + 1, ':', (size_t)(end - colon - 1)) == NULL) {
		n = (size_t)(colon - text);
	} else {
		colon = NULL;
	}
	if (n == 0 || *text == '-' || copy(v->host, PROXY_URL_TEXT, text, n) ==
	    -1)
		return -1;
	if ((colon == NULL ? copy(v->port, PROXY_URL_TEXT, port, strlen(port)) :
	    copy(v->port, PROXY_URL_TEXT, colon + 1,
	    (size_t)(end - colon - 1))) == -1)
		return -1;
	return odd(v->host) || odd(v->port) || !sound_port(v->port) ? -1 : 0;
}

int
proxy_url_parse(struct proxy_url *v, const char *text, enum proxy_kind kind,
    const char *port, struct oops *o)
{
	size_t n;

	*v = (struct proxy_url){ .kind = kind };
	if (proxy_url_scheme(v, &text, &port, o) == -1)
		return -1;
	n = strcspn(text, "/");
	if (proxy_url_user(v, &text, &n) == -1)
		return oops(o, "user or password longer than %d bytes",
		    PROXY_URL_SECRET - 1);
	if (proxy_url_host(v, text, n, port) == -1)
		return oops(o, "not a proxy address (host:port)");
	return 0;
}

/* --- hosts that need no proxy --- */

static bool
same(const char *a, const char *b, size_t n)
{
	return strlen(a) == n && strncasecmp(a, b, n) == 0;
}

/* True if host is the name of n bytes, or a subdomain of it. */
static bool
below(const char *host, const char *name, size_t n)
{
	size_t len = strlen(host);

	if (host[strspn(host, "0123456789.")] == '\0')
		return same(host, name, n);

	while (n > 0 && *name == '.') {
		name++;
		n--;
	}
	if (n == 0 || len < n)
		return false;
	return same(host + len - n, name, n) &&
	    (len == n || host[len - n - 1] == '.');
}

/* One entry, its port taken off. */
static bool
exempt(const char *entry, size_t n, const char *host,
    bool (*within)(const char *, const char *))
{
	char network[PROXY_URL_TEXT];

	if (n == 1 && *entry == '*')
		return true;
	if (n > 1 && *entry == '[' && entry[n - 1] == ']') {
		entry++;
		n -= 2;
	}
	if (n > 1 && *entry == '*' && entry[1] == '.') {
		entry++;
		n--;
	}
	if (below(host, entry, n))
		return true;
	return copy(network, PROXY_URL_TEXT, entry, n) == 0 && within(host,
	    network);
}

/* Where ":port" begins in an entry; n if it has none. */
static size_t
port_of(const char *entry, size_t n)
{
	size_t i, colons = 0, last = n;

	for (i = 0; i < n; i++)
		if (entry[i] == ':') {
			colons++;
			last = i;
		}
	if (colons == 1 || (last < n && last > 0 && entry[last - 1] == ']'))
		return last;
	return n;
}

bool
proxy_url_exempt(const char *list, const char *host, const char *port,
    bool (*within)(const char *, const char *))
{
	static const char between[] = ", \t\n";
	size_t n, name;

	for (list += strspn(list, between); *list != '\0';
	    list += n, list += strspn(list, between)) {
		n = strcspn(list, between);
		name = port_of(list, n);
		if (name < n && !same(port, list + name + 1, n - name - 1))
			continue;
		if (exempt(list, name, host, within))
			return true;
	}
	return false;
}

/* --- the environment --- */

/* The proxy's variables, in the order of curl(1): lower case first. */
static const char *const variables[] = {
	"all_proxy", "ALL_PROXY", "https_proxy", "HTTPS_PROXY",
};

static const char *const exceptions[] = { "no_proxy", "NO_PROXY" };

/* The first of n variables that is not empty, its name in *which; or NULL. */
static const char *
proxy_url_set(const struct proxy_url_environment *e, const char *const *name,
    size_t n, const char **which)
{
	const char *value;
	size_t i;

	for (i = 0; i < n; i++)
		if ((value = e->get(name[i])) != NULL && *value != '\0') {
			*which = name[i];
			return value;
		}
	return NULL;
}

int
proxy_url_environment(struct proxy_url *v,
    const struct proxy_url_environment *e, enum proxy_kind kind,
    const char *usual, const char *host, const char *port, struct oops *o)
{
	const char *name, *list, *value;
	struct oops why = { "" };

	list = proxy_url_set(e, exceptions,
	    sizeof exceptions / sizeof *exceptions, &name);
	if (list != NULL && proxy_url_exempt(list, host, port, e->within))
		return 0;
	value = proxy_url_set(e, variables,
	    sizeof variables / sizeof *variables, &name);
	if (value == NULL || proxy_url_parse(v, value, kind, usual, &why) == 0)
		return 0;
	return oops(o, "$%s: %s", name, why.text);
}

/* --- user and password --- */

const char *
proxy_url_unfit(const struct proxy_url *v)
{
	enum { COUNTED = 255 };	/* RFC 1929 counts in a byte */

	if (v->kind != PROXY_SOCKS5 || (strlen(v->user) <= COUNTED &&
	    (!v->signs || strlen(v->password) <= COUNTED)))
		return NULL;
	return "SOCKS5 allows at most 255 bytes for a user or a password";
}

int
proxy_url_sign(struct proxy_url *v, const char *text)
{
	size_t n, user, known = strlen(v->user);
	const char *colon;

	for (; *text != '\0'; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		colon = memchr(text, ':', n);
		if (colon == NULL || *text == '#')
			continue;
		user = (size_t)(colon - text);
		if (known > 0 && (user != known ||
		    memcmp(text, v->user, known) != 0))
			continue;
		n -= n > 0 && text[n - 1] == '\r';
		if (copy(v->user, PROXY_URL_SECRET, text, user) == -1 ||
		    copy(v->password, PROXY_URL_SECRET, colon + 1,
		    n - user - 1) == -1)
			return -2;
		v->signs = true;
		return 0;
	}
	return -1;
}
