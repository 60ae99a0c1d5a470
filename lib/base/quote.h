/* SPDX-License-Identifier: ISC */
/* Quotes text for a shell, for ssh_config, for a terminal and for JSON. */
#ifndef BASE_QUOTE_H
#define BASE_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

/* --- for programs --- */

/*
 * The text as one word of the shell, with % doubled, so that it survives a
 * ProxyCommand's tokens (ssh_config(5)) and its shell.  NULL if memory ran
 * out; for free(3).
 */
char	*quote_proxy(const char *text);

/*
 * The same, but % is left alone: tokens in the text are still expanded.  The
 * values of these tokens must not contain quotes.
 */
char	*quote_shell(const char *text);

/*
 * The text as one quoted value of an ssh_config(5) line whose tokens are
 * expanded.  NULL if memory ran out; for free(3).
 */
char	*quote_value(const char *text);

/* --- for a terminal --- */

/*
 * Writes the n bytes at from, which a stranger may have sent, without control
 * characters for the terminal: printable ASCII stays, a backslash is doubled,
 * any other byte becomes \xNN.  Stops before size is exceeded, never inside an
 * escape; always ends with NUL.  Returns out.
 */
char	*quote_visible(char *out, size_t size, const void *from, size_t n);

/* --- UTF-8 and JSON --- */

/* The length of the UTF-8 sequence at text (RFC 3629); 0 if it is none. */
size_t	utf8_length(const char *text);

/* True if a control character begins at text: C0, DEL or, in UTF-8, C1. */
bool	utf8_control(const char *text);

/*
 * Writes text as UTF-8 without control characters: U+FFFD stands for each of
 * them, and for each byte that is not UTF-8.  Stops before size is exceeded,
 * never inside a sequence; always ends with NUL.  Returns out.
 */
char	*utf8_plain(char *out, size_t size, const char *text);

/* The room for the longest text that utf8_plain() makes of n bytes. */
#define UTF8_PLAIN(n) (3 * (n) + 1)

/*
 * A text as a JSON string (RFC 8259), in quotes; bytes that are not UTF-8
 * become U+FFFD.  For p to own; NULL if memory ran out.
 */
const char	*quote_json(struct pool *p, const char *text);

#endif
