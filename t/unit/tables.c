/* SPDX-License-Identifier: ISC */
/* The pure floors by tables: what goes in, what must come out.  TAP. */
#include <stdio.h>
#include <string.h>

#include "base/oops.h"
#include "base/qos.h"
#include "base/span.h"
#include "base/utf8.h"
#include "base/visible.h"
#include "supervise/banner_timeout.h"
#include "transport/ending.h"
#include "transport/eyeballs.h"
#include "transport/flow.h"
#include "transport/frozen.h"
#include "transport/handshake.h"
#include "transport/redial.h"
#include "transport/ssh_not_reading.h"
#include "transport/stall.h"
#include "transport/traffic.h"
#include "transport/verdict.h"

static int tests, bad;

static void
ok(bool good, const char *name, const char *detail)
{
	if (!good)
		bad++;
	printf("%sok %d - %s: %s\n", good ? "" : "not ", ++tests, name,
	    detail);
}

static void
test_span_parse(void)
{
	static const struct { const char *text; int64_t ms; } row[] = {
		{ "0", 0 }, { "1", 1000 }, { "90", 90000 }, { "90s", 90000 },
		{ "1m30s", 90000 }, { "1M30S", 90000 }, { "2h", 7200000 },
		{ "1d", 86400000 }, { "1w", 604800000 }, { "1s1s", 2000 },
		{ "2147483647", 2147483647000 },
		{ "", -1 }, { "-1", -1 }, { "+1", -1 }, { " 1", -1 },
		{ "1 ", -1 }, { "1x", -1 }, { "s", -1 }, { "1.5", -1 },
		{ "2147483648", -1 }, { "99999999999999999999", -1 },
		{ "4000w", -1 }, { "2147483647s1", -1 }, { "1ms", -1 },
	};
	size_t i;
	int64_t ms;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		ms = -1;
		if (span_parse(row[i].text, &ms) == -1)
			ms = -1;
		ok(ms == row[i].ms, "span_parse", row[i].text);
	}
}

static void
test_span_text(void)
{
	static const struct { int64_t ms; const char *text; } row[] = {
		{ 0, "0s" }, { -5, "0s" }, { 400, "0.4s" }, { 10000, "10s" },
		{ 3000, "3s" }, { 3010, "3s" }, { 3060, "3.1s" },
		{ 2960, "3s" }, { 59999, "1m00s" }, { 9940, "9.9s" },
		{ 9960, "10s" }, { 41400, "41s" }, { 60000, "1m00s" },
		{ 126000, "2m06s" }, { 11520000, "3h12m" },
		{ 442800000, "5d03h" },
	};
	char out[SPAN_TEXT];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(strcmp(span_text(row[i].ms, out), row[i].text) == 0,
		    "span_text", row[i].text);
}

static void
test_visible(void)
{
	static const struct {
		const char *from; size_t n, size; const char *out;
	} row[] = {
		{ "HTTP/1.1 302", 12, 64, "HTTP/1.1 302" },
		{ "\033[2Ja\n", 6, 64, "\\x1b[2Ja\\x0a" },
		{ "a\\b", 3, 64, "a\\\\b" },
		{ "\0\377", 2, 64, "\\x00\\xff" },
		{ "abcdef", 6, 4, "abc" },
		{ "ab\001", 3, 6, "ab" },
		{ "ab\001", 3, 7, "ab\\x01" },
		{ "", 0, 1, "" },
	};
	char out[64];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(strcmp(visible(out, row[i].size, row[i].from, row[i].n),
		    row[i].out) == 0, "visible", row[i].out);
}

static void
test_utf8(void)
{
	static const struct { const char *from, *out; size_t size; } row[] = {
		{ "b\xc3\xbcro \"x\\", "b\xc3\xbcro \"x\\", 64 },
		{ "a\xff" "b", "a\xef\xbf\xbd" "b", 64 },
		{ "\xc3", "\xef\xbf\xbd", 64 },
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 64 },
		{ "a\n\033\x7f\xc2\x9b" "b", "a\xef\xbf\xbd\xef\xbf\xbd"
		    "\xef\xbf\xbd\xef\xbf\xbd" "b", 64 },
		{ "ab\xc3\xbc", "ab", 4 }, { "ab\xc3\xbc", "ab\xc3\xbc", 5 },
		{ "\xff", "", 3 }, { "", "", 1 },
	};
	char out[64];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(strcmp(utf8_plain(out, row[i].size, row[i].from),
		    row[i].out) == 0, "any text is made UTF-8 without control "
		    "characters", row[i].out);
}

static void
test_qos(void)
{
	static const struct { const char *text; int value; } row[] = {
		{ "af21", 0x48 }, { "EF", 0xb8 }, { "lowdelay", 0x10 },
		{ "va", 0xb0 }, { "cs0", 0 }, { "none", QOS_NONE }, { "0x48",
		    0x48 },
		{ "255", 255 }, { "0", 0 }, { "256", -1 }, { "-1", -1 },
		{ "", -1 }, { "af2", -1 }, { "4x", -1 },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(qos_parse(row[i].text) == row[i].value, "qos",
		    row[i].text);
	ok(strcmp(qos_name(0x48), "af21") == 0 && qos_name(0x49) == NULL &&
	    strcmp(qos_name(0x04), "le") == 0, "qos", "the first name");
	ok(qos_named("0x48") == -1 && qos_named("AF21") == 0x48, "qos",
	    "a name alone");
}

static void
test_oops(void)
{
	struct oops o = { "" };

	ok(oops(&o, "%s: %d", "a", 1) == -1 && strcmp(o.text, "a: 1") == 0,
	    "oops", "is filled");
	oops(&o, "b");
	ok(strcmp(o.text, "a: 1") == 0, "oops", "keeps the first cause");
}

static void
test_phase(void)
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
		visible(name, sizeof name, row[i].said,
		    strlen(row[i].said));
		ok(whole.state == row[i].state && bytes.state == row[i].state,
		    "phase", name);
	}
}

/*
 * A handshake: ">" and "<" begin what client and server say; "b" is a banner,
 * a letter or digit the message 20 + its place in "i n 0123" (KEXINIT, NEWKEYS,
 * 30 ...), "e" message 7, "!" rubbish.
 */
static void
handshake(struct handshake *p, const char *said, size_t step)
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
			handshake(&p, row[i].said, step);
			good = good && handshake_owes(&p) == row[i].owes &&
			    p.state == row[i].state &&
			    (p.blind || p.server.last == row[i].last);
		}
		ok(good, "handshake", row[i].said);
	}
}

static void
test_flow(void)
{
	struct flow f = { 0 };

	ok(flow_wants_read(&f) && !flow_wants_write(&f) && !flow_wants_end(&f),
	    "flow", "an empty one reads");
	flow_read(&f, 10);
	ok(!flow_wants_read(&f) && flow_wants_write(&f),
	    "flow", "what is held is written before more is read");
	flow_wrote(&f, 4);
	ok(f.held == 6 && !flow_wants_read(&f), "flow", "a short write");
	flow_wrote(&f, 6);
	ok(flow_wants_read(&f) && !flow_wants_write(&f), "flow",
	    "and the rest");
	flow_read(&f, 3);
	flow_read(&f, 0);
	ok(!flow_wants_end(&f) && !flow_wants_read(&f),
	    "flow", "the end waits behind the last byte");
	flow_wrote(&f, 3);
	ok(flow_wants_end(&f) && !flow_over(&f), "flow", "then it is due");
	flow_passed(&f);
	ok(!flow_wants_end(&f) && flow_over(&f), "flow", "once");
	f = (struct flow){ 0 };
	flow_read(&f, 5);
	flow_broke(&f);
	ok(flow_over(&f) && !flow_wants_write(&f) && !flow_wants_read(&f) &&
	    !flow_wants_end(&f), "flow", "a broken one wants nothing");
}

static void
test_eyeballs(void)
{
	static const struct {
		const char *in, *out; /* a family a letter; indices */
	} row[] = {
		{ "", "" }, { "6", "0" }, { "64", "01" }, { "46", "01" },
		{ "6644", "0213" }, { "66644", "03142" }, { "4666", "0123" },
		{ "6444", "0123" }, { "444", "012" }, { "464646", "012345" },
	};
	size_t i, k, n, order[8];
	int family[8];
	char got[9];

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		n = strlen(row[i].in);
		for (k = 0; k < n; k++)
			family[k] = row[i].in[k];
		eyeballs_order(family, n, order);
		for (k = 0; k < n; k++)
			got[k] = (char)('0' + order[k]);
		got[n] = '\0';
		ok(strcmp(got, row[i].out) == 0, "eyeballs", row[i].in);
	}
}

/* When a round is due: letters begin one or change the network. */
static void
test_rounds(void)
{
	static const struct {
		const char *name, *done; int64_t at[6], due[6];
	} row[] = {
		{ "nobody answers", "dddddd", { 0, 2000, 5000, 10000, 20000,
		    30000 }, { 2000, 5000, 10000, 20000, 30000, 40000 } },
		{ "a question has no second", "ad", { 0, 6000 },
		    { SPAN_NEVER, 8000 } },
		{ "no network: a change counts at once", "i!!",
		    { 0, 700, 750 }, { 2000, 800, 800 } },
		{ "an attempt has its second", "d!", { 0, 200 },
		    { 2000, 1000 } },
		{ "but no more", "dd!", { 0, 2000, 3500 },
		    { 2000, 5000, 3600 } },
		{ "a change begins with 2 s again", "dddd!d",
		    { 0, 2000, 5000, 10000, 12000, 12100 },
		    { 2000, 5000, 10000, 20000, 12100, 14100 } },
		{ "changes all the time", "d!d!d!", { 0, 1, 1000, 1001, 3000,
		    3001 }, { 2000, 1000, 3000, 3000, 5000, 5000 } },
		{ "a question begun offline", "b!", { 0, 50 },
		    { SPAN_NEVER, 150 } },
		{ "a question begun online", "a!", { 0, 50 },
		    { SPAN_NEVER, 5000 } },
	};
	static const enum redial_doing doing[] = { ['i'] = REDIAL_IDLE,
	    ['a'] = REDIAL_ASKING, ['b'] = REDIAL_ASKING_BLIND,
	    ['d'] = REDIAL_DIALLING };
	struct redial r;
	size_t i, k;
	bool good;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		r = (struct redial){ .n = 0 };
		good = true;
		for (k = 0; row[i].done[k] != '\0'; k++) {
			if (row[i].done[k] == '!')
				redial_changed(&r, row[i].at[k]);
			else
				redial_begin(&r, doing[(size_t)
				    row[i].done[k]], row[i].at[k]);
			good = good && r.due == row[i].due[k];
			if (r.due != row[i].due[k])
				printf("# %zu: due at %lld\n", k,
				    (long long)r.due);
		}
		ok(good, "rounds", row[i].name);
	}
}

static void
test_ending(void)
{
	struct ending e;

	ending_start(&e, 1000, 2000);
	ok(ending_step(&e, 1000, SSH_LEFT) == ENDING_DONE,
	    "ending", "an ssh that left is let go");
	ending_start(&e, 1000, 2000);
	ok(ending_step(&e, 1000, SSH_STOPPED) == ENDING_DONE,
	    "ending", "a stopped one is left alone");
	ending_start(&e, 1000, 2000);
	ok(ending_step(&e, 2999, SSH_THERE) == ENDING_WAIT && e.timer == 3000,
	    "ending", "one that is there has a grace");
	ok(ending_step(&e, 3000, SSH_THERE) == ENDING_TERM,
	    "ending", "then it is asked to end");
	ok(ending_step(&e, 3001, SSH_THERE) == ENDING_WAIT && e.timer == 6000,
	    "ending", "has another");
	ok(ending_step(&e, 6000, SSH_THERE) == ENDING_KILL,
	    "ending", "and is made to");
	ok(ending_step(&e, 7000, SSH_THERE) == ENDING_DONE,
	    "ending", "that is all we can do");
}

static void
test_keepalive(void)
{
	static const struct {
		int64_t patience; int idle, interval, count;
	} row[] = {
		{ 1000, 1, 1, 5 }, { 3000, 3, 1, 7 }, { 10000, 10, 1, 14 },
		{ 30000, 15, 2, 17 }, { 60000, 15, 4, 16 },
		{ 600000, 15, 40, 15 }, { 2147483647000, 15, 2184, 15 },
	};
	struct stall_keepalive k;
	char name[32];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		k = stall_keepalive(row[i].patience);
		snprintf(name, sizeof name, "%lld ms",
		    (long long)row[i].patience);
		ok(k.idle == row[i].idle && k.interval == row[i].interval &&
		    k.count == row[i].count, "keepalive", name);
	}
}

static void
test_rto_cap(void)
{
	static const struct {
		int64_t patience, rtt; int cap; const char *name;
	} row[] = {
		{ 10000, 0, 1000, "a tenth of patience" },
		{ 3000, 0, 1000, "never below a second" },
		{ 30000, 0, 3000, "30 s" },
		{ 60000, 100, 6000, "60 s" },
		{ 10000, 3000, 3000, "a slow round trip" },
		{ 3600000, 0, 120000, "never above the kernel's" },
		{ 10000, 1LL << 40, 120000, "a mad round trip" },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(stall_rto_cap(row[i].patience, row[i].rtt) == row[i].cap,
		    "rto_cap", row[i].name);
}

/* Looks whenever it is due, until end; true if it is frozen. */
static bool
frozen_until(struct frozen *f, int64_t *now, int64_t end, int64_t pending,
    uint32_t segments)
{
	while (f->timer < end)
		if (frozen_look(f, *now = f->timer, pending, segments))
			return true;
	*now = end;
	return false;
}

/* Twenty seconds of requests; true if it is frozen. */
static bool
frozen_requests(struct frozen *f, int64_t *now, bool answered,
    int64_t pending)
{
	int i;

	for (i = 0; i < 100; i++) {
		if (frozen_until(f, now, *now + 200, pending, 0))
			return true;
		frozen_up(f, *now, answered ? 400 : 100);
		if (answered)
			frozen_down(f, *now, 300);
	}
	return false;
}

/*
 * A connection of an ssh that asks every 10 s under chacha20: "a" an answered
 * question, "q" one that is not, each 10 s after what came before; "k" a typed
 * byte with its echo, "u" one without, each a second later; "p" a question
 * that waits behind bulk; "o" a segment out of order; "b" 30 kB; "R" requests
 * that are answered, "r" such that are not; "Y" the connection is made only
 * now; "L" it is known to have logged in; a digit as many seconds.  With ">"
 * first it is not known what is unacknowledged.  True if it was frozen.
 */
static bool
frozen(const char *said, int64_t interval, int64_t *when)
{
	struct frozen f;
	int64_t now = 1000000, pending = *said == '>' ? -1 : 0;
	uint32_t segments = 0;
	bool dead = false;

	frozen_start(&f, 10000, interval, now);
	f.began = 0;
	for (said += *said == '>'; *said != '\0' && !dead; said++) {
		dead = frozen_until(&f, &now, now +
		    (*said >= '0' && *said <= '9' ? (*said - '0') * 1000 :
		    strchr("aqp", *said) != NULL ? 10000 : 1000), pending,
		    segments);
		if (dead)
			break;
		pending = *said == 'p' ? 1000 : pending;
		segments += *said == 'o';
		if (strchr("aqp", *said) != NULL)
			frozen_up(&f, now, 52);
		if (strchr("ku", *said) != NULL)
			frozen_up(&f, now, 36);
		if (*said == 'Y')
			f.began = now;
		if (*said == 'L')
			frozen_login(&f);
		if (*said == 'b')
			frozen_up(&f, now, 30000);
		if (*said == 'a')
			frozen_down(&f, now + 100, 28);
		if (*said == 'k')
			frozen_down(&f, now + 100, 36);
		if (strchr("Rr", *said) != NULL)
			dead = frozen_requests(&f, &now, *said == 'R',
			    pending);
	}
	*when = now - f.heard;
	return dead;
}

static void
test_frozen(void)
{
	static const struct {
		const char *said; int interval; bool frozen; int when;
		const char *name;
	} row[] = {
		{ "aaaqq9", 0, true, 23900, "learned: 2.4 intervals" },
		{ "aaaa", 0, false, 0, "answered" },
		{ "aqq9", 0, false, 0, "one answer is not enough to learn" },
		{ "qqqqqqqq", 0, false, 0, "a stream that nobody answers" },
		{ "aaaq9", 0, false, 0, "one question unanswered" },
		{ "kkkkuuuuuuuuuuuuuuuuuuuuuuuuuuuu", 0, false, 0,
		    "typing into what hangs" },
		{ "aaauuuuuuuuuuuuuuuuuuuuuuuuuuuu", 0, false, 0,
		    "typing, though it was learned" },
		{ "aaappp9", 0, false, 0, "behind bulk" },
		{ "aaaqoqoqoqo9", 0, false, 0, "what comes is out of order" },
		{ "aaaqoqqq9", 0, true, 24000, "until no more comes" },
		{ "qq9", 10000, true, 24000, "told" },
		{ "uuuuuuuuuuuuuuuuuuuuuuuuuuu9", 10000, true, 24000,
		    "told, and typed meanwhile" },
		{ "pp9", 10000, false, 0, "told, behind bulk" },
		{ "q9", 10000, false, 0, "told, asked once" },
		{ "999999", 10000, false, 0, "told, never asked" },
		{ "kqk9", 10000, false, 0, "told, and answered" },
		{ ">RRRRRRRRrr", 10000, true, 24000,
		    "far: behind requests that were answered" },
		{ ">bRRRRRRrr", 10000, true, 24000,
		    "far: and bulk long ago" },
		{ ">RRRbRrr", 10000, false, 0, "far: but not behind bulk" },
		{ ">kqq9", 10000, true, 24000, "far: told" },
		{ ">uuuuuuuuuuuuuuuuuuuuuuuuuuuuu9", 10000, true, 24000,
		    "far: told, and typed meanwhile" },
		{ ">kbqqq", 10000, false, 0, "far: behind bulk" },
		{ ">kbqqqq9", 10000, true, 44900, "far: behind no more" },
		{ ">kbbbbbbbbbbqqqqqqqqqqq", 10000, false, 0,
		    "far: behind much bulk" },
		{ ">kbbbbbbbbbbaaqq9", 10000, true, 23900,
		    "far: an answer shows that it has passed" },
		{ "Yqqqq9", 10000, false, 0, "young: it has never answered" },
		{ "YkLqqqq9", 10000, false, 0,
		    "young: what it said before the login shows nothing" },
		{ "YLqqqq9", 10000, false, 0, "young: silent since the login" },
		{ "YLkqq9", 10000, true, 24000,
		    "young: it has answered since the login" },
		{ ">YLkqq9", 10000, true, 24000, "young and far: likewise" },
		{ ">YLkqqb9", 10000, true, 24000,
		    "far: what was sent later does not delay the answer" },
	};
	int64_t when;
	size_t i;
	bool dead;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		dead = frozen(row[i].said, row[i].interval, &when);
		ok(dead == row[i].frozen && (!dead || (when >= row[i].when &&
		    when <= row[i].when + 1000)), "frozen", row[i].name);
		if (dead)
			printf("# after %d ms\n", (int)when);
	}
}

/*
 * Attempts one after the other: a digit: a login whose banner took so many
 * seconds; a ".": one of a twentieth; "x": no banner; "b": a banner at once,
 * and no login.  The wait that is granted after them, ms.
 */
static int64_t
banner_wait(const char *past, int64_t limit, bool fixed)
{
	struct banner_timeout b;

	for (banner_timeout_start(&b, limit, fixed); *past != '\0'; past++)
		if (*past == 'x') {
			banner_timeout_missed(&b);
		} else {
			banner_timeout_came(&b, *past == '.' ? 50 :
			    *past == 'b' ? 1 : 1000 * (*past - '0'));
			if (*past != 'b')
				banner_timeout_login(&b);
		}
	return banner_timeout(&b);
}

static void
test_banner_timeout(void)
{
	static const struct {
		const char *past; int64_t limit; bool fixed; int64_t wait;
		const char *name;
	} row[] = {
		{ "", 15000, false, 15000, "nothing is known" },
		{ "x", 15000, false, 30000, "nor did it speak: twice as long" },
		{ "x", 15000, true, 15000, "a limit of the user's" },
		{ ".", 15000, false, 5000, "a server that is quick" },
		{ ".", 2000, true, 2000, "and a limit below that" },
		{ ".2", 15000, false, 8000, "the slowest counts" },
		{ "2........", 15000, false, 5000, "the slowest of late" },
		{ "6", 15000, false, 15000, "not above the limit" },
		{ "9", 15000, false, 18000, "but for a server that needs it" },
		{ "2bbbbbbbbbb", 15000, false, 8000,
		    "who does not log us in does not shorten it" },
		{ ".xxxxxxxxxxx", 15000, false, 5000, "a minute of silence" },
		{ ".xxxxxxxxxxxx", 15000, false, 30000,
		    "then a server that became slow gets its time" },
		{ ".xxxxxxxxxxxxx", 15000, false, 5000, "once" },
		{ ".xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 15000, false, 60000,
		    "and later more" },
		{ ".xxxxxxxxxxxx2", 15000, false, 8000, "and that is known" },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		int64_t wait = banner_wait(row[i].past, row[i].limit,
		    row[i].fixed);

		ok(wait == row[i].wait, "banner timeout", row[i].name);
		if (wait != row[i].wait)
			printf("# %d\n", (int)wait);
	}
}

static void
test_wedge(void)
{
	struct ssh_not_reading w;

	ssh_not_reading_start(&w, 10000);
	ok(!ssh_not_reading_held(&w, 0, true, true) && w.timer == 300000,
	    "wedge", "five minutes at least");
	ok(!ssh_not_reading_blocked(&w, 999) && ssh_not_reading_blocked(&w,
	    1000), "wedge", "blocked after a second");
	ok(!ssh_not_reading_held(&w, 1000, true, false) && w.since == 0,
	    "wedge", "nothing was read");
	ok(ssh_not_reading_held(&w, 200000, true, true) &&
	    !ssh_not_reading_blocked(&w, 200000), "wedge",
	    "something was read, something waits still");
	ok(!ssh_not_reading_look(&w, 400000) && ssh_not_reading_look(&w,
	    500000), "wedge", "it begins anew");
	ok(ssh_not_reading_held(&w, 500000, false, true) && w.timer ==
	    SPAN_NEVER, "wedge", "all was read: nobody is woken");
	ssh_not_reading_start(&w, 60000);
	ssh_not_reading_held(&w, 0, true, false);
	ok(w.timer == 600000, "wedge", "ten patiences");
}

/* Whatever ends a connection has words of its own. */
static void
test_verdict_words(void)
{
	struct handshake p = { .state = HANDSHAKE_SILENT };
	char out[CAUSES][VERDICT_TEXT];
	int i, k;
	bool own;

	for (i = CAUSE_NOT_SSH; i <= CAUSE_SSH_WEDGED; i++) {
		out[i][0] = '\0';
		verdict_text(&(struct verdict){ .cause = (enum cause)i,
		    .silence = 1000, .phase = &p, .error = "error",
		    .mine = "here", .chosen = "there" }, out[i]);
		own = out[i][0] != '\0';
		for (k = CAUSE_NOT_SSH; k < i; k++)
			own = own && strcmp(out[k], out[i]) != 0;
		ok(own, "a verdict has words of its own", out[i]);
	}
}

static void
test_verdict(void)
{
	struct handshake http = { .state = HANDSHAKE_NOT_SSH };
	struct handshake silent = { .state = HANDSHAKE_SILENT };
	char out[VERDICT_TEXT];

	handshake_feed(&http, "HTTP/1.1 302 Found\r\n", 20);
	verdict_text(&(struct verdict){ .cause = CAUSE_PATH_BUSY,
	    .silence = 10020, .unanswered = 11, .pending = 5 }, out);
	ok(strcmp(out, "path dead, busy: 11 retransmits unanswered, "
	    "no ack for 10s, 5 bytes waiting") == 0, "verdict", out);
	verdict_text(&(struct verdict){ .cause = CAUSE_PATH_IDLE,
	    .unanswered = 14 }, out);
	ok(strcmp(out, "path dead, idle: 14 keepalives unanswered") == 0,
	    "verdict", out);
	verdict_text(&(struct verdict){ .cause = CAUSE_NO_BANNER,
	    .silence = 30000, .phase = &silent }, out);
	ok(strcmp(out, "no SSH banner within 30s of connecting: nothing "
	    "received") == 0, "verdict", out);
	verdict_text(&(struct verdict){ .cause = CAUSE_NOT_SSH,
	    .phase = &http }, out);
	ok(strcmp(out, "not an SSH server: received \"HTTP/1.1 302 Found\" "
	    "(a captive portal or web server?)") == 0, "verdict", out);
	verdict_text(&(struct verdict){ .cause = CAUSE_ADDRESS_GONE,
	    .silence = 3000, .mine = "10.0.0.1" }, out);
	ok(strcmp(out, "address gone: 10.0.0.1 is on no interface for 3s") ==
	    0, "verdict", out);
	verdict_text(&(struct verdict){ .cause = CAUSE_HANDSHAKE_STUCK,
	    .silence = 30000, .phase = &silent }, out);
	ok(strcmp(out, "handshake stuck after the banner for 30s") == 0,
	    "verdict", out);
	silent.state = HANDSHAKE_SSH;
	silent.server.last = 31;
	verdict_text(&(struct verdict){ .cause = CAUSE_HANDSHAKE_STUCK,
	    .silence = 30000, .phase = &silent }, out);
	ok(strcmp(out, "handshake stuck after message 31 for 30s") == 0,
	    "verdict", out);
}

static void
test_tally(void)
{
	const struct traffic_path none = { 0 }, path = { .known = true,
	    .rtt = 21449, .rttvar = 2000, .resent = 3, .unanswered = 1,
	    .pending = 52, .heard = 3000 };
	struct traffic t;
	char out[TRAFFIC_TEXT];

	traffic_start(&t, 1000);
	ok(strcmp(traffic_text(&t, &none, "connecting", 1000, out),
	    "state=connecting age=0s sent=0 sent_rate=0 sent_last=never "
	    "received=0 received_rate=0 received_last=never") == 0, "tally",
	    out);
	traffic_sent(&t, 500, 2000);
	traffic_sent(&t, 0, 3000);
	traffic_received(&t, 9000, 3000);
	ok(strcmp(traffic_text(&t, &none, "quiet", 6000, out),
	    "state=quiet age=5s sent=500 sent_rate=100 sent_last=4s "
	    "received=9000 received_rate=1800 received_last=3s") == 0,
	    "tally", out);
	traffic_totals(&t, 700, 9000, 8000);
	ok(strcmp(traffic_text(&t, &path, "unacknowledged", 8000, out),
	    "state=unacknowledged age=7s sent=700 sent_rate=100 sent_last=0s "
	    "received=9000 received_rate=0 received_last=5s rtt=21.4ms "
	    "rttvar=2.0ms retransmits=3 unanswered=1 pending=52 heard=3s") ==
	    0, "tally, since it was last told", out);
	traffic_start(&t, 0);
	traffic_sent(&t, UINT64_MAX / 2000, 1);
	ok(strstr(traffic_text(&t, &path, "quiet", INT64_MAX / 4, out),
	    "heard=3s") != NULL, "tally, the longest", out);
}

/* Asked after 300 s of silence, a server that forgot us is dead 10 s later. */
static void
test_quiet(void)
{
	struct traffic t;

	traffic_start(&t, 1000);
	ok(traffic_quiet(&t, 9000, 0) == 0, "traffic_quiet", "it never spoke");
	traffic_sent(&t, 1, 2000);
	traffic_received(&t, 1, 3000);
	ok(traffic_quiet(&t, 313000, 10000) == 300000, "traffic_quiet",
	    "idle: up to the last answer");
	traffic_sent(&t, 1, 303000);
	traffic_sent(&t, 1, 308000);
	ok(traffic_quiet(&t, 313000, 10000) == 300000, "traffic_quiet",
	    "busy: before the question");
	traffic_received(&t, 1, 309000);
	ok(traffic_quiet(&t, 313000, 3000) == 1000, "traffic_quiet",
	    "an answer shows that the path remembered");
}

int
main(void)
{
	test_span_parse();
	test_span_text();
	test_visible();
	test_utf8();
	test_qos();
	test_oops();
	test_phase();
	test_handshake();
	test_frozen();
	test_banner_timeout();
	test_wedge();
	test_flow();
	test_eyeballs();
	test_rounds();
	test_ending();
	test_keepalive();
	test_rto_cap();
	test_verdict();
	test_verdict_words();
	test_tally();
	test_quiet();
	printf("1..%d\n", tests);
	return bad != 0;
}
