/* SPDX-License-Identifier: ISC */
/* The figures of a path, in text. */
#include "../lib/tap.h"
#include "proto/path_figures.h"

static void
test_text(void)
{
	static const struct {
		struct path_figures f;
		const char *trip, *resent;
	} row[] = {
		{ { .known = 1 }, "-", "-" },
		{ { .known = 1, .rtt = 340, .worst = 9940, .segments = 10 },
		    "0.3ms/9.9ms", "0%" },
		{ { .known = 1, .rtt = 12345, .worst = 80400,
		    .segments = 1000, .resent = 4 }, "12ms/80ms", "0.4%" },
		{ { .known = 1, .rtt = 999600, .worst = 12340000,
		    .segments = 10, .resent = 3 }, "1.0s/12.3s", "30%" },
		{ { .known = 1, .rtt = 5000, .worst = 0,
		    .segments = 3, .resent = 11 }, "5.0ms/5.0ms", "100%" },
	};
	static const struct {
		int64_t bytes;
		const char *text;
	} bytes[] = { { 0, "0B" }, { 999, "999B" }, { 1000, "1.0kB" },
	    { 9949, "9.9kB" }, { 12345, "12kB" }, { 999499, "999kB" },
	    { 999500, "1.0MB" }, { INT64_MAX / 4, "2.3EB" } };
	char out[PATH_FIGURES_TEXT];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		ok_text("the round trip has two figures", NULL,
		    path_figures_trip(&row[i].f, out, sizeof out),
		    row[i].trip);
		ok_text("the share of retransmits is in percent", NULL,
		    path_figures_resent(&row[i].f, out, sizeof out),
		    row[i].resent);
	}
	for (i = 0; i < sizeof bytes / sizeof *bytes; i++)
		ok_text("bytes have a unit", NULL, path_figures_bytes(
		    bytes[i].bytes, out, sizeof out), bytes[i].text);
}

static void
test_words(void)
{
	struct path_figures f = { .known = 1, .rtt = 12000, .worst = 80000,
	    .segments = 240, .resent = 12, .sent_rate = 3400,
	    .received_rate = 120000 };
	char out[PATH_FIGURES_TEXT];

	ok_text("the figures of a loss are a sentence", NULL,
	    path_figures_words(&f, out, sizeof out), "round trip 12ms, at "
	    "most 80ms; 5.0% of 240 segments retransmitted; sent 3.4kB/s, "
	    "received 120kB/s");
	f.hop = PATH_JUMP;
	f.segments = 0;
	ok_text("the sentence names the first jump host", NULL,
	    path_figures_words(&f, out, sizeof out), "round trip to the first "
	    "jump host 12ms, at most 80ms; sent 3.4kB/s, received 120kB/s");
	f.rtt = 0;
	ok_text("without TCP the sentence has the bytes alone", NULL,
	    path_figures_words(&f, out, sizeof out), "sent 3.4kB/s, received "
	    "120kB/s");
}

static void
test_join(void)
{
	struct path_figures ours = { .known = 1, .sent = 10, .received = 20,
	    .sent_rate = 1 }, hop = { .known = 1, .rtt = 5000, .worst = 6000,
	    .sent = 99, .received = 99, .hop = PATH_JUMP }, f = { 0 };

	path_figures_join(&f, &ours);
	ok(f.known && f.sent == 10 && f.rtt == 0,
	    "the figures of our guard are taken", NULL);
	path_figures_join(&f, &hop);
	ok(f.rtt == 5000 && f.hop == PATH_JUMP && f.sent == 10 &&
	    f.sent_rate == 1, "a jump host adds the round trip, not its bytes",
	    NULL);
	f = (struct path_figures){ 0 };
	path_figures_join(&f, &hop);
	path_figures_join(&f, &ours);
	ok(f.rtt == 5000 && f.hop == PATH_JUMP && f.sent == 10,
	    "the order of the answers does not matter", NULL);
}

static void
test_rating(void)
{
	ok(path_figures_rating(-1) == 0 && path_figures_rating(0.01) == 0 &&
	    path_figures_rating(0.02) == 1 && path_figures_rating(0.1) == 2,
	    "retransmits are rated by their share", NULL);
}

static void
test_limit(void)
{
	struct path_figures f = { .known = 1, .rtt = 5, .sent = -1 };

	path_figures_limit(&f);
	ok(!f.known && f.rtt == 0, "impossible figures are forgotten", NULL);
	f = (struct path_figures){ .known = 1, .rtt = 5, .hop = 7 };
	path_figures_limit(&f);
	ok(!f.known, "an impossible hop is, too", NULL);
	f = (struct path_figures){ .known = 1, .rtt = 5, .hop = PATH_PROXY };
	path_figures_limit(&f);
	ok_text("possible figures stay", NULL, path_figures_hop(&f), "proxy");
}

int
main(void)
{
	test_text();
	test_words();
	test_join();
	test_rating();
	test_limit();
	return tap_end();
}
