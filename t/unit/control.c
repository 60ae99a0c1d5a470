/* SPDX-License-Identifier: ISC */
/* What sshpctl and sshp say to each other. */
#include <string.h>

#include "../lib/tap.h"
#include "proto/control.h"

/* What another process says may be anything. */
static void
test_strange(void)
{
	static const char *const odd[] = {
		"state=up id=a pid=1 age=9223372036854775807",
		"state=up id=a pid=1 age=-1", "state=up id=a pid=4294967297",
		"state=up id=a pid=-1", "state=up id=a pid=1 ssh=-9",
		"state=up id=a pid=1 next=99999999999999999999999",
		"state=up id=../a pid=1", "state=up id=a/b pid=1",
		"state=up id=\"a\\x0ab\" pid=1", "state=up pid=1", "id=a pid=1",
	};
	struct control_status s;
	struct control_entry e;
	char packet[200];
	size_t i;
	int n;

	for (i = 0; i < sizeof odd / sizeof *odd; i++) {
		n = snprintf(packet, sizeof packet, "protocol=%d %s",
		    CONTROL_PROTOCOL, odd[i]);
		ok(control_told(&s, packet, (size_t)n) == -1,
		    "an answer that no supervisor gives is not believed",
		    odd[i]);
	}
	ok(control_entered(&e, "pid=-1 socket=/a", 16) == -1 &&
	    control_entered(&e, "socket=/a", 9) == -1,
	    "an entry that no supervisor makes is not believed", "pid");
}

static void
test_control(void)
{
	struct control_status s = { .protocol = CONTROL_PROTOCOL,
	    .state = CONTROL_WAITING, .pid = 7,
	    .id = "a-7",
	    .kind = CONTROL_TUNNEL, .name = "a b", .next = 100 }, back;
	char out[CONTROL_SIZE];
	size_t n, i;

	n = control_ask(CONTROL_RESTART, out);
	ok(control_asked(out, n) == CONTROL_RESTART, "a request is understood",
	    out);
	ok(control_asked("request=dance", 13) == CONTROL_UNKNOWN,
	    "an unknown request is recognised as unknown", NULL);
	ok(control_asked("\0\0", 2) == CONTROL_UNKNOWN,
	    "bytes that are no request are recognised as unknown", NULL);
	n = control_tell(&s, out);
	ok(control_told(&back, out, n) == 0 && back.pid == 7 &&
	    back.state == CONTROL_WAITING && strcmp(back.name, "a b") == 0,
	    "an answer is understood", out);
	test_strange();
	for (i = 0; i < sizeof s.forwards - 1; i++)
		s.forwards[i] = s.to[i % 200] = '\001';
	n = control_tell(&s, out);
	ok(n < CONTROL_SIZE && control_told(&back, out, n) == 0 &&
	    back.pid == 7, "an answer that is too long is cut, and understood",
	    NULL);
}

/* Every word of the tables is its own, and is read back. */
static void
test_words(void)
{
	struct control_status s, told;
	char out[CONTROL_SIZE], name[40];
	int i;

	for (i = 1; i <= CONTROL_OVER; i++) {
		s = (struct control_status){ .protocol = CONTROL_PROTOCOL,
		    .state = i, .pid = 1, .id = "a", .kind = CONTROL_TUNNEL };
		snprintf(name, sizeof name, "number %d", i);
		ok(control_told(&told, out, control_tell(&s, out)) == 0 &&
		    told.state == i, "a state is understood", name);
	}
	for (i = 1; i <= CONTROL_RELOAD; i++) {
		snprintf(name, sizeof name, "number %d", i);
		ok((int)control_asked(out, control_ask(
		    (enum control_request)i, out)) == i,
		    "a request is understood", name);
	}
}

static void
test_path(void)
{
	struct control_status s = { .protocol = CONTROL_PROTOCOL,
	    .state = CONTROL_UP, .pid = 1, .id = "a",
	    .follows = 1, .path = { .known = 1, .rtt = 9, .received = 4 } },
	    told;
	static const char bad[] = "protocol=2 state=up id=a pid=1 "
	    "path=1 rtt=5 hop=9";
	char out[CONTROL_SIZE];

	ok(control_told(&told, out, control_tell(&s, out)) == 0 &&
	    told.follows == 1 && told.path.rtt == 9 && told.path.received == 4,
	    "the figures of a path are understood", out);
	ok(control_told(&told, bad, sizeof bad - 1) == 0 && !told.path.known,
	    "impossible figures do not spoil the status", bad);
}

/* After an upgrade, sshpctl and sshp may have different versions. */
static void
test_version(void)
{
	static const char newer[] = "protocol=3 version=9.9 state=sideways "
	    "id=a name=vps pid=7 age=-5 drops=12 reason=\"not ours\"";
	static const char *const odd[] = { "protocol=3 id=../a pid=7",
	    "protocol=-1 id=a pid=7", "protocol=3 id=a pid=-7" };
	struct control_status s;
	size_t i;

	ok(control_told(&s, newer, strlen(newer)) == 1 && s.protocol == 3 &&
	    s.pid == 7 && strcmp(s.version, "9.9") == 0 &&
	    strcmp(s.id, "a") == 0 && strcmp(s.name, "vps") == 0,
	    "of a status of another version, the common keys are read", newer);
	ok(s.drops == 0 && s.reason[0] == '\0' && s.age == 0,
	    "of a status of another version, no other key is read", newer);
	for (i = 0; i < sizeof odd / sizeof *odd; i++)
		ok(control_told(&s, odd[i], strlen(odd[i])) == -1,
		    "a status of another version is not believed blindly",
		    odd[i]);
	ok(control_told(&s, "state=up id=a pid=1", 19) == 1 &&
	    s.protocol == 1,
	    "a status without a number has the first protocol", NULL);
}

/* 32 clients: 30 of the process 7, which connect again and again. */
static void
test_evicted(void)
{
	struct control_client c[CONTROL_MAX] = { { .open = false } };
	int i;

	ok(control_evicted(c) == -1, "without clients none must leave", NULL);
	for (i = 0; i < CONTROL_MAX; i++)
		c[i] = (struct control_client){ .open = true, .pid = 7,
		    .since = 100 - i };
	c[3] = (struct control_client){ .open = true, .pid = 8 };
	c[9] = (struct control_client){ .open = true, .pid = 9, .since = 1 };
	ok(control_evicted(c) == CONTROL_MAX - 1,
	    "the oldest client of the process that has most must leave",
	    NULL);
	c[CONTROL_MAX - 1].watches = true;
	ok(control_evicted(c) == CONTROL_MAX - 2,
	    "a client that watches leaves after one that does not", NULL);
	for (i = 0; i < CONTROL_MAX; i++)
		c[i].open = i == 3 || i == 9;
	ok(control_evicted(c) == 3,
	    "of two processes with one client each, the older client leaves",
	    NULL);
}

static void
test_limit(void)
{
	ok(control_limit(1024) == CONTROL_MAX && control_limit(64) == 16 &&
	    control_limit(4) == 2,
	    "the clients may have a quarter of the descriptors, from 2 to 32",
	    NULL);
}

int
main(void)
{
	test_version();
	test_control();
	test_words();
	test_path();
	test_evicted();
	test_limit();
	return tap_end();
}
