/* SPDX-License-Identifier: ISC */
/* What is said to proxies, and what they answer. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "../lib/tap.h"
#include "base/quote.h"
#include "transport/proxy_internal.h"

/* What a dialogue came to: "said; open, left: text" or "said; why". */
static void
converse(const struct proxy_ask *ask, const char *answer, size_t n, bool bytes,
    char *out, size_t size)
{
	static const char *const fault[] = { [CAUSE_OTHER] = "",
	    [CAUSE_PROXY] = "denied: ", [CAUSE_REFUSED] = "refused: ",
	    [CAUSE_UNANSWERED] = "unanswered: " };
	char said[2000], left[400];
	struct proxy p;
	size_t at = 0, k = 0, took, some;

	proxy_start(&p, ask);
	*out = '\0';
	for (;;) {
		if (p.out_len > 0 && p.state == PROXY_TALKS) {
			quote_visible(said, sizeof said, p.out, p.out_len);
			k += (size_t)snprintf(out + k, size - k, "%s%s",
			    k > 0 ? " + " : "", said);
			proxy_wrote(&p);
		}
		some = bytes && at < n ? 1 : n - at;
		took = proxy_feed(&p, answer + at, some);
		at += took;
		if (p.state != PROXY_TALKS || (at == n && p.out_len == 0))
			break;
	}
	quote_visible(left, sizeof left, answer + at, n - at);
	if (p.state == PROXY_OPEN)
		snprintf(out + k, size - k, "; open, left: %s", left);
	else {
		proxy_ended(&p, "it closed the connection");
		snprintf(out + k, size - k, "; %s%s", fault[p.cause], p.why);
	}
}

#define CONNECT "CONNECT h:22 HTTP/1.1\\x0d\\x0aHost: h:22\\x0d\\x0a" \
	"\\x0d\\x0a"
#define SIGNED "CONNECT h:22 HTTP/1.1\\x0d\\x0aHost: h:22\\x0d\\x0a" \
	"Proxy-Authorization: Basic dTpw\\x0d\\x0a\\x0d\\x0a"
#define ASK5 "\\x05\\x01\\x00"
#define ASKS5 "\\x05\\x02\\x00\\x02"
#define TO5 "\\x05\\x01\\x00\\x03\\x01h\\x00\\x16"
#define TO4 "\\x04\\x01\\x00\\x16\\x00\\x00\\x00\\x01u\\x00h\\x00"
#define LONG "0123456789012345678901234567890123456789012345678901234567890" \
	"123456789012345678901234567890"

struct talk {
	const char *name;
	enum proxy_kind kind;
	bool sign;		/* as u, with the password p */
	const char *answer;
	size_t n;
	const char *told;
};

#define ANSWER(text) text, sizeof text - 1

static const struct talk talks[] = {
	{ "200", PROXY_HTTP, false,
	    ANSWER("HTTP/1.1 200 Connection established\r\n\r\n"),
	    CONNECT "; open, left: " },
	{ "200, glued to the banner", PROXY_HTTP, false,
	    ANSWER("HTTP/1.0 200 OK\r\nVia: x\r\n\r\nSSH-2.0-x\r\n"),
	    CONNECT "; open, left: SSH-2.0-x\\x0d\\x0a" },
	{ "bare newlines", PROXY_HTTP, false,
	    ANSWER("HTTP/1.1 200\n\nSSH-"), CONNECT "; open, left: SSH-" },
	{ "100, then 200", PROXY_HTTP, false,
	    ANSWER("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nS"),
	    CONNECT "; open, left: S" },
	{ "signed", PROXY_HTTP, true, ANSWER("HTTP/1.1 200 OK\r\n\r\n"),
	    SIGNED "; open, left: " },
	{ "403", PROXY_HTTP, false,
	    ANSWER("HTTP/1.1 403 For\033bidden\r\nX: y\r\n\r\n"),
	    CONNECT "; refused: \"HTTP/1.1 403 For\\x1bbidden\"" },
	{ "504", PROXY_HTTP, false, ANSWER("HTTP/1.1 504 Timeout\r\n"),
	    CONNECT "; unanswered: refused: \"HTTP/1.1 504 Timeout\"" },
	{ "407", PROXY_HTTP, false, ANSWER("HTTP/1.1 407 Auth\r\n"
	    "Proxy-Authenticate: Negotiate\r\nproxy-authenticate:NTLM\r\n"
	    "Proxy-Authenticate: Basic realm=\"x\"\r\n\r\nbody"),
	    CONNECT "; denied: user and password required: "
	    "\"HTTP/1.1 407 Auth\", it offers Negotiate, NTLM, Basic" },
	{ "407, signed", PROXY_HTTP, true,
	    ANSWER("HTTP/1.1 407 Auth\r\n\r\n"),
	    SIGNED "; denied: user and password rejected: "
	    "\"HTTP/1.1 407 Auth\"" },
	{ "407, cut short", PROXY_HTTP, false,
	    ANSWER("HTTP/1.1 407 Auth\r\nProxy-Authenticate: Basic\r\n"),
	    CONNECT "; denied: user and password required: "
	    "\"HTTP/1.1 407 Auth\", it offers Basic" },
	{ "an ssh server", PROXY_HTTP, false, ANSWER("SSH-2.0-x\r\n"),
	    CONNECT "; not an HTTP proxy: received \"SSH-2.0-x\"" },
	{ "garbage", PROXY_HTTP, false, ANSWER("\1\2\3\n"),
	    CONNECT "; not an HTTP proxy: received \"\\x01\\x02\\x03\"" },
	{ "garbage without an end", PROXY_HTTP, false, ANSWER(LONG),
	    CONNECT "; not an HTTP proxy: received \"0123456789012345678901"
	    "23456789012345678901234567890123456789012345678901\"" },
	{ "HTTP/2 200", PROXY_HTTP, false, ANSWER("HTTP/2 200 OK\r\n"),
	    CONNECT "; not an HTTP proxy: received \"HTTP/2 200 OK\"" },
	{ "an empty line", PROXY_HTTP, false, ANSWER("\r\n"),
	    CONNECT "; not an HTTP proxy: received \"\"" },
	{ "silence, then the end", PROXY_HTTP, false, ANSWER(""),
	    CONNECT "; it closed the connection" },
	{ "the end in the middle", PROXY_HTTP, false,
	    ANSWER("HTTP/1.1 200 OK\r\nVi"), CONNECT "; it closed the "
	    "connection, received \"HTTP/1.1 200 OK\"" },

	{ "5", PROXY_SOCKS5, false,
	    ANSWER("\5\0\5\0\0\1\1\2\3\4\0\26SSH-"),
	    ASK5 " + " TO5 "; open, left: SSH-" },
	{ "5, bound to a name", PROXY_SOCKS5, false,
	    ANSWER("\5\0\5\0\0\3\2ab\0\26S"),
	    ASK5 " + " TO5 "; open, left: S" },
	{ "5, bound to a name of nothing", PROXY_SOCKS5, false,
	    ANSWER("\5\0\5\0\0\3\0\0\26S"),
	    ASK5 " + " TO5 "; open, left: S" },
	{ "5, bound to IPv6", PROXY_SOCKS5, false,
	    ANSWER("\5\0\5\0\0\4abcdefghijklmnop\0\26S"),
	    ASK5 " + " TO5 "; open, left: S" },
	{ "5, signed", PROXY_SOCKS5, true,
	    ANSWER("\5\2\1\0\5\0\0\1\1\2\3\4\0\26S"),
	    ASKS5 " + \\x01\\x01u\\x01p + " TO5 "; open, left: S" },
	{ "5, could have signed", PROXY_SOCKS5, true,
	    ANSWER("\5\0\5\0\0\1\1\2\3\4\0\26S"),
	    ASKS5 " + " TO5 "; open, left: S" },
	{ "5, not accepted", PROXY_SOCKS5, true, ANSWER("\5\2\1\1"),
	    ASKS5 " + \\x01\\x01u\\x01p; denied: user and password "
	    "rejected" },
	{ "5, wants a password", PROXY_SOCKS5, false, ANSWER("\5\377"),
	    ASK5 "; denied: user and password required" },
	{ "5, wants GSSAPI", PROXY_SOCKS5, true, ANSWER("\5\377"),
	    ASKS5 "; denied: unknown login method required" },
	{ "5, refused", PROXY_SOCKS5, false, ANSWER("\5\0\5\5"),
	    ASK5 " + " TO5 "; refused: refused: Connection refused" },
	{ "5, no route", PROXY_SOCKS5, false, ANSWER("\5\0\5\4"),
	    ASK5 " + " TO5 "; unanswered: refused: No route to host" },
	{ "5, rules", PROXY_SOCKS5, false, ANSWER("\5\0\5\2"),
	    ASK5 " + " TO5 "; refused: not permitted by its rules" },
	{ "5, a code of its own", PROXY_SOCKS5, false, ANSWER("\5\0\5\360"),
	    ASK5 " + " TO5 "; refused: code 240" },
	{ "5, an address of no kind", PROXY_SOCKS5, false,
	    ANSWER("\5\0\5\0\0\7\1"),
	    ASK5 " + " TO5 "; not a SOCKS5 proxy: received "
	    "\"\\x05\\x00\\x00\\x07\\x01\"" },
	{ "5, a web server", PROXY_SOCKS5, false,
	    ANSWER("HTTP/1.1 400 Bad\r\n\r\n"),
	    ASK5 "; not a SOCKS5 proxy: received \"HTTP/1.1 400 Bad\"" },
	{ "5, garbage", PROXY_SOCKS5, false, ANSWER("\0\0\0"),
	    ASK5 "; not a SOCKS5 proxy: received \"\\x00\"" },
	{ "5, garbage without an end", PROXY_SOCKS5, false, ANSWER(LONG),
	    ASK5 "; not a SOCKS5 proxy: received \"0123456789012345678901"
	    "23456789012345678901234567890123456789012345678901\"" },
	{ "5, the end in the middle", PROXY_SOCKS5, false, ANSWER("\5\0\5"),
	    ASK5 " + " TO5 "; it closed the connection, received "
	    "\"\\x05\"" },

	{ "4", PROXY_SOCKS4, true, ANSWER("\0Z\0\0\0\0\0\0SSH-"),
	    TO4 "; open, left: SSH-" },
	{ "4, rejected", PROXY_SOCKS4, true, ANSWER("\0["),
	    TO4 "; refused: rejected or failed" },
	{ "4, identd", PROXY_SOCKS4, true, ANSWER("\0]"),
	    TO4 "; denied: refused: identd on this machine reports another user" },
	{ "4, garbage", PROXY_SOCKS4, true, ANSWER("\1Z"),
	    TO4 "; not a SOCKS4 proxy: received \"\\x01\"" },
};

static void
test_talks(void)
{
	struct proxy_ask ask;
	const struct talk *t;
	char told[3000];
	size_t i;

	for (i = 0; i < sizeof talks / sizeof *talks; i++) {
		t = &talks[i];
		ask = (struct proxy_ask){ .kind = t->kind, .host = "h",
		    .port = 22, .user = t->sign ? "u" : "",
		    .password = t->sign ? "p" : NULL };
		converse(&ask, t->answer, t->n, false, told, sizeof told);
		ok_text("an answer of a proxy that comes in one piece is "
		    "understood", t->name, told, t->told);
		converse(&ask, t->answer, t->n, true, told, sizeof told);
		ok_text("an answer of a proxy that comes byte by byte is "
		    "understood", t->name, told, t->told);
	}
}

/* What is asked for hosts of all kinds. */
static void
test_hosts(void)
{
	static char longest[256], longer[257];
	static const struct {
		enum proxy_kind kind; const char *host; int port;
		const unsigned char *address; size_t n; const char *told;
	} row[] = {
		{ PROXY_HTTP, "::1", 65535, NULL, 0, "CONNECT [::1]:65535 HTTP"
		    "/1.1\\x0d\\x0aHost: [::1]:65535\\x0d\\x0a\\x0d\\x0a; it "
		    "closed the connection" },
		{ PROXY_HTTP, "h\r\nX: y", 22, NULL, 0,
		    "; invalid host name" },
		{ PROXY_SOCKS5, "h h", 22, NULL, 0,
		    "; invalid host name" },
		{ PROXY_SOCKS5, longer, 22, NULL, 0,
		    "; invalid host name" },
		{ PROXY_SOCKS4, "::1", 22, (const unsigned char *)
		    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16,
		    "; SOCKS4 does not support IPv6 (use -X 5)" },
		{ PROXY_SOCKS4, "1.2.3.4", 22,
		    (const unsigned char *)"\1\2\3\4", 4,
		    "\\x04\\x01\\x00\\x16\\x01\\x02\\x03\\x04\\x00; it closed "
		    "the connection" },
	};
	struct proxy_ask ask;
	struct proxy p;
	char told[3000];
	size_t i;

	memset(longest, 'x', sizeof longest - 1);
	memset(longer, 'x', sizeof longer - 1);
	for (i = 0; i < sizeof row / sizeof *row; i++) {
		ask = (struct proxy_ask){ .kind = row[i].kind,
		    .host = row[i].host, .port = row[i].port, .user = "",
		    .address_len = row[i].n };
		if (row[i].n > 0)
			memcpy(ask.address, row[i].address, row[i].n);
		converse(&ask, "", 0, false, told, sizeof told);
		ok_text("the right request is made for a host, or none",
		    row[i].host, told, row[i].told);
	}
	ask = (struct proxy_ask){ .kind = PROXY_HTTP, .host = longest,
	    .port = 22, .user = longest, .password = longest };
	proxy_start(&p, &ask);
	ok(p.state == PROXY_TALKS, "the longest host, user and password fit a "
	    "CONNECT", NULL);
	ask.user = "";
	ask.kind = PROXY_SOCKS4;
	ask.user = longer;
	proxy_start(&p, &ask);
	ok(p.state == PROXY_TALKS, "the longest user fits SOCKS4", NULL);
}

/* An answer that never ends is ended, and little of it is kept. */
static void
test_flood(void)
{
	struct proxy_ask ask = { .kind = PROXY_HTTP, .host = "h", .port = 22,
	    .user = "" };
	char flood[4096];
	struct proxy p;
	size_t i;

	memset(flood, 'x', sizeof flood);
	proxy_start(&p, &ask);
	proxy_wrote(&p);
	proxy_feed(&p, "HTTP/1.1 200 OK\r\n", 17);
	for (i = 0; i < 1000 && p.state == PROXY_TALKS; i++)
		proxy_feed(&p, flood, sizeof flood);
	ok(i == 16 && strcmp(p.why, "the answer is too long") == 0,
	    "an answer of a proxy without an end is ended",
	    p.why);
}

static void
test_base64(void)
{
	static const struct { const char *from, *to; } row[] = {
		{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
		{ "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
		{ "\377\373\360", "//vw" },
	};
	char out[16];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok_text("base64", row[i].to, proxy_base64(out, row[i].from,
		    strlen(row[i].from)), row[i].to);
}

int
main(void)
{
	test_talks();
	test_hosts();
	test_flood();
	test_base64();
	return tap_end();
}
