/* SPDX-License-Identifier: ISC */
/* Matches patterns and lists of them. */
#ifndef CONF_PATTERN_H
#define CONF_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

/* ssh_config(5), PATTERNS: * is any text, ? any character; case counts. */
bool	pattern_match(const char *pattern, const char *text);

/*
 * A list: patterns between commas, "!" before one negates it.  Returns 1 if
 * one matches, -1 if a negated one does, 0 if none does.  A pattern of 1023
 * characters or more makes it 0.  With lower the patterns are read in lower
 * case.
 */
int	pattern_list(const char *list, const char *text, bool lower);

/* True if these patterns, with commas between, stand in the list in a row. */
bool	pattern_holds(const char *list, const char *patterns);

#endif
