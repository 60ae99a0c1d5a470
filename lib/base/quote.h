/* SPDX-License-Identifier: ISC */
/* Quotes words for shells and for ssh_config. */
#ifndef BASE_QUOTE_H
#define BASE_QUOTE_H

/*
 * The text as one word of the shell, with % doubled, so that it survives a
 * ProxyCommand's tokens (ssh_config(5)) and its shell.  NULL if memory ran
 * out; for free(3).
 */
char	*quote_proxy(const char *text);

/*
 * The same, but % is left alone: tokens in the text are still expanded.  What
 * they stand for must hold no quote.
 */
char	*quote_shell(const char *text);

/*
 * The text as one quoted value of an ssh_config(5) line whose tokens are
 * expanded.  NULL if memory ran out; for free(3).
 */
char	*quote_value(const char *text);

#endif
