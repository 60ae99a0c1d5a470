/* SPDX-License-Identifier: ISC */
/* What a server says before the keys: its banner and its messages, and in time. */
#include <string.h>

#include "../lib/tap.h"
#include "base/quote.h"
#include "base/span.h"
#include "transport/handshake.h"

static void
test_banner(void)
{
	static const struct {
		const char *said; enum handshake_state state;
	} row[] = {
		{ "", HANDSHAKE_SILENT },
		{ "S", HANDSHAKE_OTHER },
		{ "SSH", HANDSHAKE_OTHER },
		{ "SSH-", HANDSHAKE_SSH },
		{ "SSH-2.0-OpenSSH_9.2\r\n", HANDSHAKE_SSH },
		{ "hello\r\nSSH-2.0-x\r\n", HANDSHAKE_SSH },
		{ "\nSSH-2.0-x\r\n", HANDSHAKE_SSH },
		{ "a SSH-2.0-x\r\n", HANDSHAKE_OTHER },
		{ " SSH-2.0-x\r\n", HANDSHAKE_OTHER },
		{ "SSSH-2.0-x\r\n", HANDSHAKE_OTHER },
		{ "ssh-2.0-x\r\n", HANDSHAKE_OTHER },
		{ "SSX\nSSH-2.0", HANDSHAKE_SSH },
		{ "220 mail ESMTP\r\n", HANDSHAKE_OTHER },
		{ "HTTP/1.1 302 Found\r\nLocation: /\r\n", HANDSHAKE_NOT_SSH },
		{ "HTTP/1", HANDSHAKE_OTHER },
		{ "HTTP is fun\r\nSSH-2.0-x", HANDSHAKE_SSH },
		{ "\025\003\003", HANDSHAKE_NOT_SSH },
		{ "\026\003\001", HANDSHAKE_NOT_SSH },
		{ "\026x", HANDSHAKE_OTHER },
	};
	struct handshake whole, bytes;
	char name[160];
	size_t i, k;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		whole = bytes = (struct handshake){ .state = HANDSHAKE_SILENT };
		(void)handshake_received(&whole, 0, row[i].said, strlen(row[i].said));
		for (k = 0; row[i].said[k] != '\0'; k++)
			(void)handshake_received(&bytes, 0, row[i].said + k, 1);
		quote_visible(name, sizeof name, row[i].said,
		    strlen(row[i].said));
		ok(whole.state == row[i].state && bytes.state == row[i].state,
		    "what a server says first is recognised as SSH or not",
		    name);
	}
}

/*
 * A handshake: ">" and "<" begin what client and server say; "b" is a banner,
 * a letter or digit the message 20 + its place in "i n 0123" (KEXINIT, NEWKEYS,
 * 30 ...), "e" message 7, "!" rubbish.
 */
static void
exchange(struct handshake *p, const char *said, size_t step)
{
	static const char numbers[] = "in........0123";
	unsigned char wire[64], *at;
	bool client = false;
	const char *m;
	size_t n, k;

	for (; *said != '\0'; said++) {
		if (*said == '>' || *said == '<') {
			client = *said == '>';
			continue;
		}
		memset(wire, 0xa5, sizeof wire);
		n = 20;
		memcpy(wire, *said == '!' ? "\377\0\0\020\004" :
		    "\0\0\0\020\004", 5);
		m = strchr(numbers, *said);
		wire[5] = m != NULL ? (unsigned char)(20 + (m - numbers)) : 7;
		if (*said == 'b')
			memcpy(wire, "SSH-2.0-x (a b c)\r\n", n = 19);
		for (at = wire; n > 0; at += k, n -= k) {
			k = n < step ? n : step;
			if (client)
				handshake_sent(p, 0, at, k);
			else
				(void)handshake_received(p, 0, at, k);
		}
	}
}

static void
test_handshake(void)
{
	static const struct {
		const char *said; bool owes; enum handshake_state state;
		    int last;
	} row[] = {
		{ ">b", false, HANDSHAKE_SILENT, 0 },
		{ "<b", true, HANDSHAKE_SSH, 0 },
		{ ">b<b>i", true, HANDSHAKE_SSH, 0 },
		{ ">b<bi", false, HANDSHAKE_SSH, 20 },
		{ ">bi<bi", false, HANDSHAKE_SSH, 20 },
		{ ">bi0<bi", true, HANDSHAKE_SSH, 20 },
		{ ">bi<bi>0", true, HANDSHAKE_SSH, 20 },
		{ ">bi<bi>0<1", false, HANDSHAKE_SSH, 31 },
		{ ">bi<bi>0<1>2", true, HANDSHAKE_SSH, 31 },
		{ ">bi<bi>0<1>2<3", false, HANDSHAKE_SSH, 33 },
		{ ">bi<bi>0<1>n", true, HANDSHAKE_SSH, 31 },
		{ ">bi<bi>0<1n", false, HANDSHAKE_KEYED, 21 },
		{ ">bi<bi>0<1n!!!!", false, HANDSHAKE_KEYED, 21 },
		{ ">bi<bie>0", true, HANDSHAKE_SSH, 7 },
		{ ">bi<be", true, HANDSHAKE_SSH, 7 },
		{ ">bi<b!", false, HANDSHAKE_KEYED, 0 },
		{ ">b!<bi", false, HANDSHAKE_SSH, 20 },
	};
	struct handshake p;
	size_t i, step;
	bool good;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		good = true;
		for (step = 1; step <= 64; step += 7) {
			p = (struct handshake){ .state = HANDSHAKE_SILENT };
			exchange(&p, row[i].said, step);
			good = good && handshake_owes(&p) == row[i].owes &&
			    p.state == row[i].state &&
			    (p.unreadable || p.server.last == row[i].last);
		}
		ok(good, "during a handshake it is known whose turn it is",
		    row[i].said);
	}
}

/* The server begins a packet, and does not finish it. */
static void
test_partial(void)
{
	static const char *const said[] = { ">bi<b", ">bi<bi>0" };
	unsigned char head[7] = { 0, 0, 2, 0, 4 };
	struct handshake p;
	size_t i, n;

	for (i = 0; i < sizeof said / sizeof *said; i++)
		for (n = 1; n <= sizeof head; n++) {
			p = (struct handshake){ .state = HANDSHAKE_SILENT };
			exchange(&p, said[i], 64);
			head[5] = i == 0 ? 20 : 31;
			(void)handshake_received(&p, 0, head, n);
			ok(handshake_owes(&p), "the server is to finish a "
			    "packet that it has begun", said[i]);
		}
}

/* --- the limits --- */

static const struct handshake_limits usual = { .banner = 10000,
	.deadline = 20000 };

/* A server that said something at 1 s, of a connection made at 0. */
static struct handshake
said(const struct handshake_limits *limits, const char *text)
{
	struct handshake p;

	handshake_start(&p, limits, 0);
	(void)handshake_received(&p, 1000, text, strlen(text));
	return p;
}

static void
test_no_banner(void)
{
	struct handshake p = said(&usual, "");
	struct verdict v;

	ok(handshake_due(&p) == 10000 && !handshake_look(&p, 9999, 100, &v),
	    "a server has the limit for the banner", NULL);
	ok(handshake_look(&p, 10000, 100, &v) && v.cause == CAUSE_NO_BANNER &&
	    v.silence == 10000 && strcmp(v.text, "no SSH banner within 10s of "
	    "connecting: nothing received") == 0,
	    "a silent server is ended at the limit for the banner", v.text);
	ok(!handshake_excused(&p, 10000, &v, true),
	    "a stopped ssh does not excuse a server without a banner", NULL);
	p = said(&usual, "220 mail\r\n");
	ok(handshake_look(&p, 10000, -1, &v) && strcmp(v.text, "no SSH banner "
	    "within 10s of connecting: received \"220 mail\"") == 0,
	    "the verdict quotes what came instead of a banner", v.text);
	p = said(&usual, "SSH-2.0-x\r\n");
	ok(!handshake_look(&p, 10000, -1, &v),
	    "a server that sent its banner is not ended at that limit", NULL);
	p = said(&usual, "");
	handshake_reconnected(&p, 5000);
	ok(handshake_due(&p) == 15000,
	    "the limit for the banner begins again when the network is back",
	    NULL);
}

static void
test_not_ssh(void)
{
	struct handshake p = said(&usual, "HTTP/1.1 302 Found\r\n");
	struct verdict v;

	ok(handshake_due(&p) <= 1000 && handshake_look(&p, 1000, -1, &v) &&
	    v.cause == CAUSE_NOT_SSH && v.silence == 0 &&
	    strcmp(v.text, "not an SSH server: received \"HTTP/1.1 302 "
	    "Found\" (a captive portal or web server?)") == 0,
	    "a web server is ended at once", v.text);
	p = said(&usual, "\025\003\003");
	ok(handshake_look(&p, 1000, -1, &v) && strstr(v.text, "portal") == NULL,
	    "a TLS server is ended at once", v.text);
}

/* The path is slow when the limit for the banner is over. */
static void
test_slow_path(void)
{
	struct handshake p = said(&usual, "");
	struct verdict v;

	ok(!handshake_look(&p, 10000, 1500, &v) && handshake_due(&p) == 15001,
	    "on a slow path the limit for the banner is ten round trips", NULL);
	ok(handshake_look(&p, 15001, 1900, &v),
	    "the limit for the banner grows only once", NULL);
	p = said(&usual, "");
	ok(!handshake_look(&p, 10000, 60000, &v) && handshake_due(&p) == 20001,
	    "on a slow path the limit for the banner is at most the deadline",
	    NULL);
}

static void
test_banner_limit(void)
{
	struct handshake_limits l = usual, command = { .command = true };

	ok(!handshake_limit_banner(&l, 999) &&
	    !handshake_limit_banner(&l, 600001) && l.banner == 10000,
	    "a limit for the banner outside 1 s to 10 min is not taken", NULL);
	ok(handshake_limit_banner(&l, 1000) && l.banner == 1000,
	    "the supervisor's limit for the banner is taken", NULL);
	ok(!handshake_limit_banner(&command, 5000),
	    "a command may take any time before the banner", NULL);
}

/* The server owes its KEXINIT. */
static void
test_stuck(void)
{
	struct handshake_limits hasty = usual, long_ = usual;
	struct handshake p = said(&usual, "SSH-2.0-x\r\n");
	struct verdict v;

	hasty.hasty = true;
	hasty.deadline = 5000;
	long_.deadline = 60000;
	ok(handshake_due(&p) == 31000 && !handshake_look(&p, 30999, -1, &v) &&
	    handshake_look(&p, 31000, -1, &v) &&
	    v.cause == CAUSE_HANDSHAKE_STUCK && v.silence == 30000 &&
	    strcmp(v.text, "handshake stuck: no progress after the banner for "
	    "30s") == 0, "a server has 30 s for a step that it owes", v.text);
	ok(!handshake_excused(&p, 31000, &v, false),
	    "a server that owes a step to a running ssh has no excuse", NULL);
	ok(handshake_excused(&p, 31000, &v, true) && handshake_due(&p) == 61000,
	    "with a stopped ssh the step begins again", NULL);
	p = said(&hasty, "SSH-2.0-x\r\n");
	ok(handshake_due(&p) == 16000,
	    "a step has 15 s if the end loses nothing", NULL);
	p = said(&long_, "SSH-2.0-x\r\n");
	ok(handshake_due(&p) == 61000,
	    "a step has the deadline if that is longer", NULL);
	handshake_unknown(&p);
	ok(handshake_due(&p) == SPAN_NEVER && !handshake_look(&p, 1000000, -1,
	    &v), "a handshake that cannot be followed has no limit", NULL);
}

/* The server sends a byte of its KEXINIT every 20 s. */
static void
test_endless(void)
{
	struct handshake p = said(&usual, "SSH-2.0-x\r\n");
	struct verdict v = { 0 };
	static const unsigned char packet[64] = { 0, 0, 1, 0, 4, 7 };
	int64_t now = 1000;
	bool dead = false;
	size_t i;

	for (i = 0; !dead && i < sizeof packet; i++) {
		(void)handshake_received(&p, now, packet + i, 1);
		now = handshake_due(&p) < now + 20000 ? handshake_due(&p) :
		    now + 20000;
		dead = handshake_look(&p, now, -1, &v);
	}
	ok(dead && v.silence == 150000 && strcmp(v.text, "handshake stuck: "
	    "not finished 2m30s after the banner, last received message 7") ==
	    0, "a handshake that never finishes ends after five steps", v.text);
}

int
main(void)
{
	test_banner();
	test_handshake();
	test_partial();
	test_no_banner();
	test_not_ssh();
	test_slow_path();
	test_banner_limit();
	test_stuck();
	test_endless();
	return tap_end();
}
