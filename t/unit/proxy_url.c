/* SPDX-License-Identifier: ISC */
/* Which proxy: its URL, its password, and the environment. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "../lib/tap.h"
#include "transport/proxy_url.h"

static void
test_parse(void)
{
	static const struct { const char *text, *told; } row[] = {
		{ "h", "2 h 1080" }, { "h:1", "2 h 1" },
		{ "u@h:1", "2 u@h 1" }, { "[::1]:8", "2 ::1 8" },
		{ "[::1]", "2 ::1 1080" }, { "::1", "2 ::1 1080" },
		{ "http://h", "1 h 80" }, { "HTTP://h:3128/", "1 h 3128" },
		{ "socks5h://h", "2 h 1080" }, { "socks5://h", "2 h 1080" },
		{ "socks4a://h:9", "3 h 9" },
		{ "http://u:p@h", "1 u:p@h 80" },
		{ "http://a%40b:%2Fp%@h:1", "1 a@b:/p%@h 1" },
		{ "http://u:p:q@x@h:1", "1 u:p:q@x@h 1" },
		{ "", NULL }, { "h:", NULL }, { "-h", NULL }, { ":1", NULL },
		{ "https://h", NULL }, { "ftp://h", NULL }, { "[::1", NULL },
		{ "h:ssh", "2 h ssh" }, { "h:65535", "2 h 65535" },
		{ "h\033[2J", NULL }, { "h h", NULL }, { "h:x\n", NULL },
		{ "h:0", NULL }, { "h:65536", NULL }, { "h:-1", NULL },
		{ "[::1]x", NULL }, { "http://", NULL },
	};
	struct oops why;
	struct proxy_url v;
	char told[9000];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		why = (struct oops){ "" };
		told[0] = '\0';
		if (proxy_url_parse(&v, row[i].text, PROXY_SOCKS5, "1080",
		    &why) == 0)
			snprintf(told, sizeof told, "%d %s%s%s%s%s %s",
			    v.kind, v.user, v.signs ? ":" : "", v.password,
			    *v.user != '\0' ? "@" : "", v.host, v.port);
		ok_text("the URL of a proxy is parsed, or rejected",
		    row[i].text, told,
		    row[i].told == NULL ? "" : row[i].told);
	}
}

static bool
within(const char *host, const char *network)
{
	return strcmp(host, "10.1.2.3") == 0 &&
	    strcmp(network, "10.0.0.0/8") == 0;
}

static void
test_exempt(void)
{
	static const struct {
		const char *list, *host; bool exempt;
	} row[] = {
		{ "", "h", false }, { "*", "h", true }, { "h", "h", true },
		{ "H", "h", true }, { "h", "hh", false },
		{ "b.c", "a.b.c", true }, { ".b.c", "a.b.c", true },
		{ ".b.c", "b.c", true }, { "*.b.c", "a.b.c", true },
		{ "b.c", "ab.c", false }, { "x, h", "h", true },
		{ "x h", "h", true }, { "x,,h", "h", true },
		{ "h:22", "h", true }, { "h:23", "h", false },
		{ "::1", "::1", true }, { "[::1]:22", "::1", true },
		{ "[::1]:23", "::1", false }, { "10.0.0.0/8", "10.1.2.3",
		    true },
		{ "10.0.0.0/8", "11.1.2.3", false }, { ",", "h", false },
		{ ".", "h", false }, { "0.0.1", "10.0.0.1", false },
		{ "10.0.0.1", "10.0.0.1", true },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(proxy_url_exempt(row[i].list, row[i].host, "22", within) ==
		    row[i].exempt, "NO_PROXY exempts the host, or does not",
		    row[i].list);
}

/* The environment of the present test: NAME=VALUE, separated by newlines. */
static const char *environment;

static char *
get(const char *name)
{
	static char value[80];
	const char *at = environment;
	size_t n = strlen(name);

	for (; at != NULL; at = strchr(at, '\n'), at += at != NULL)
		if (strncmp(at, name, n) == 0 && at[n] == '=') {
			snprintf(value, sizeof value, "%.*s",
			    (int)strcspn(at + n + 1, "\n"), at + n + 1);
			return value;
		}
	return NULL;
}

static void
test_environment(void)
{
	static const struct { const char *set, *host, *rule; } row[] = {
		{ "", "", "without variables there is no proxy" },
		{ "https_proxy=a", "a", "https_proxy is the proxy" },
		{ "HTTPS_PROXY=b\nhttps_proxy=a", "a",
		    "a name in lower case counts before the other" },
		{ "https_proxy=a\nALL_PROXY=b", "b",
		    "all_proxy counts before https_proxy" },
		{ "all_proxy=\nHTTPS_PROXY=b", "b",
		    "an empty variable does not count" },
		{ "http_proxy=a", "", "http_proxy does not count" },
		{ "all_proxy=a\nNO_PROXY=h", "",
		    "a host in NO_PROXY needs no proxy" },
		{ "all_proxy=a\nno_proxy=x\nNO_PROXY=h", "a",
		    "no_proxy counts before NO_PROXY" },
		{ "all_proxy=ftp://a", "$all_proxy: ftp://: unsupported proxy "
		    "protocol (http, socks5h, socks4a)",
		    "an error names the variable" },
	};
	static const struct proxy_url_environment e = { get, within };
	struct proxy_url v;
	struct oops why;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		v = (struct proxy_url){ .kind = PROXY_NONE };
		why = (struct oops){ "" };
		environment = row[i].set;
		ok_text(row[i].rule, NULL, proxy_url_environment(&v, &e,
		    PROXY_HTTP, "3128", "h", "22", &why) == 0 ? v.host :
		    why.text, row[i].host);
	}
}

static void
test_sign(void)
{
	static const char file[] = "# u:no\nnothing\nv:w:x\r\nu:p\nu:q";
	struct proxy_url v = { .kind = PROXY_HTTP };

	ok(proxy_url_sign(&v, file) == 0 && strcmp(v.user, "v") == 0 &&
	    strcmp(v.password, "w:x") == 0,
	    "without a user the first line of the file of passwords is used",
	    NULL);
	v = (struct proxy_url){ .user = "u" };
	ok(proxy_url_sign(&v, file) == 0 && v.signs &&
	    strcmp(v.password, "p") == 0,
	    "the line of the user in the file of passwords is used", NULL);
	v = (struct proxy_url){ .user = "uu" };
	ok(proxy_url_sign(&v, file) == -1 && !v.signs,
	    "a user without a line in the file has no password", NULL);
	v = (struct proxy_url){ .user = "" };
	ok(proxy_url_sign(&v, "") == -1, "an empty file has no password", NULL);
}

int
main(void)
{
	test_parse();
	test_exempt();
	test_environment();
	test_sign();
	return tap_end();
}
