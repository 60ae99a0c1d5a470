/* SPDX-License-Identifier: ISC */
/* Splits a line of ssh_config as ssh does. */
#ifndef CONF_LINE_H
#define CONF_LINE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A line of ssh_config(5), taken apart as ssh does (readconf.c; misc.c,
 * strdelim and argv_split).  Begins as { 0 }; what it points to lives until
 * the next line is read into it.
 */
struct line {
	char *keyword;		/* in lower case */
	char *rest;		/* what follows it, raw; NULL: nothing */
	char **word;		/* the same as words, comment taken off */
	size_t n;
	bool unquoted;		/* a quote is not closed: words are missing */
	char *text, *cut;	/* what keyword, rest and words point into */
	size_t room, words;	/* how much fits into text and cut, into word */
};

/*
 * Takes n bytes, without their newline.  Returns 1; 0 if there is no keyword
 * (an empty line, a comment, a keyword whose quote is not closed); or -1 if
 * memory ran out.
 */
int	line_read(struct line *l, const char *text, size_t n);

/*
 * An ordinary line at a glance: a keyword of letters, white space, one word in
 * which nothing is quoted or could be, and the newline.
 */
struct glance {
	const char *keyword, *word;
	size_t n, len;		/* the letters of keyword, the bytes of word */
};

/* Of text, in which a newline comes; false if its line is not of that kind. */
bool	line_glance(struct glance *g, const char *text);

/*
 * ssh's strdelim(): the next token of *at, which moves behind it, or to NULL
 * at the end.  A token ends at white space, at one "=", or is what stands in
 * double quotes; NULL if a quote is not closed.  Writes into the text.
 */
char	*line_token(char **at);

void	line_close(struct line *l);

#endif
