/* SPDX-License-Identifier: ISC */
/* What a server says before the keys: its banner and its messages. */
#include <string.h>

#include "../lib/tap.h"
#include "base/quote.h"
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
		handshake_feed(&whole, row[i].said, strlen(row[i].said));
		for (k = 0; row[i].said[k] != '\0'; k++)
			handshake_feed(&bytes, row[i].said + k, 1);
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
				handshake_told(p, at, k);
			else
				handshake_feed(p, at, k);
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
			    (p.blind || p.server.last == row[i].last);
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
			handshake_feed(&p, head, n);
			ok(handshake_owes(&p), "the server is to finish a "
			    "packet that it has begun", said[i]);
		}
}

int
main(void)
{
	test_banner();
	test_handshake();
	test_partial();
	return tap_end();
}
