/* SPDX-License-Identifier: ISC */
/* Parses and prints time spans: "1m30s". */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stddef.h>
#include <stdint.h>

/*
 * Points and spans of time.  Both are int64_t milliseconds everywhere; a
 * point counts from boot, suspend included (sys/clock.h).
 */

/* The point that never comes; the span that never ends. */
#define SPAN_NEVER INT64_MAX

/* The longest text span_text() writes, its NUL included. */
#define SPAN_TEXT 32

/*
 * Reads a span as sshd_config(5) writes one, TIME FORMATS: a sum of numbers
 * each with an optional unit s m h d w of either case ("90", "1m30s").
 * Returns 0 and sets *ms, or -1 if text is anything else or over 68 years.
 */
int	span_parse(const char *text, int64_t *ms);

/*
 * Writes a span into out, for messages: "0.4s" or "3s" below ten seconds, then
 * "41s", "2m06s", "3h12m", "5d03h".  Returns out.
 */
char	*span_text(int64_t ms, char out[SPAN_TEXT]);

#endif
