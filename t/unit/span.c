/* SPDX-License-Identifier: ISC */
/* Spans of time: what a user writes, and what is printed. */
#include <string.h>

#include "../lib/tap.h"
#include "base/span.h"

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
		ok(ms == row[i].ms, "a span is parsed, or rejected",
		    row[i].text);
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
		    "a span is printed as people read it", row[i].text);
}

int
main(void)
{
	test_span_parse();
	test_span_text();
	return tap_end();
}
