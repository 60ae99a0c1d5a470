/* SPDX-License-Identifier: ISC */
/* Matches patterns and lists of patterns. */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

/* ssh_config(5), PATTERNS: * is any text, ? any character; case matters. */
bool	pattern_match(const char *pattern, const char *text);

/*
 * list has patterns separated by commas; "!" before a pattern negates it.
 * Returns -1 if a negated pattern matches, else 1 if a pattern matches, else 0.
 * Also 0 if a pattern has 1023 characters or more.  lower: the patterns are
 * made lower case first.
 */
int	pattern_list(const char *list, const char *text, bool lower);

/* True if list has these patterns, separated by commas, in a row. */
bool	pattern_holds(const char *list, const char *patterns);

#endif
