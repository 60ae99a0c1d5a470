/* SPDX-License-Identifier: ISC */
#include <limits.h>
#include <stdio.h>

#include "base/span.h"

/* Seconds in a unit of TIME FORMATS; 0 if c is no unit. */
static int64_t
unit_seconds(char c)
{
	static const struct { char letter; int64_t seconds; } units[] = {
		{ 's', 1 }, { 'm', 60 }, { 'h', 3600 },
		{ 'd', 86400 }, { 'w', 604800 },
	};
	size_t i;

	for (i = 0; i < sizeof units / sizeof *units; i++)
		if ((c | 0x20) == units[i].letter)
			return units[i].seconds;
	return 0;
}

int
span_parse(const char *text, int64_t *ms)
{
	int64_t total = 0, n, unit;
	const char *p = text;

	if (*p == '\0')
		return -1;
	while (*p != '\0') {
		if (*p < '0' || *p > '9')
			return -1;
		for (n = 0; *p >= '0' && *p <= '9'; p++)
			if ((n = n * 10 + (*p - '0')) > INT_MAX)
				return -1;
		unit = 1;
		if (*p != '\0' && (unit = unit_seconds(*p++)) == 0)
			return -1;
		if ((total += n * unit) > INT_MAX)
			return -1;
	}
	*ms = total * 1000;
	return 0;
}

char *
span_text(int64_t ms, char out[SPAN_TEXT])
{
	int64_t tenths = ms < 0 ? 0 : (ms + 50) / 100, s = tenths / 10;

	if (tenths < 100 && tenths % 10 != 0)
		snprintf(out, SPAN_TEXT, "%d.%ds", (int)s, (int)(tenths % 10));
	else if (s < 60)
		snprintf(out, SPAN_TEXT, "%ds", (int)s);
	else if (s < 3600)
		snprintf(out, SPAN_TEXT, "%dm%02ds", (int)(s / 60),
		    (int)(s % 60));
	else if (s < 86400)
		snprintf(out, SPAN_TEXT, "%dh%02dm", (int)(s / 3600),
		    (int)(s / 60 % 60));
	else
		snprintf(out, SPAN_TEXT, "%lldd%02dh",
		    (long long)(s / 86400), (int)(s / 3600 % 24));
	return out;
}
