/* SPDX-License-Identifier: ISC */
/* Splits a line of ssh_config as ssh does. */
#ifndef CONF_LINE_H
#define CONF_LINE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A line of ssh_config(5), split as ssh does (readconf.c; misc.c, strdelim and
 * argv_split).  Begins as { 0 }.  Its texts stay valid until line_read() reads
 * the next line.
 */
struct line {
	char *keyword;		/* in lower case */
	char *rest;		/* the raw text after it; NULL: nothing */
	char **word;		/* rest as words, without comment */
	size_t n;		/* number of words */
	bool unquoted;		/* an open quote: words are missing */
	char *text, *cut;	/* memory of keyword, rest and words */
	size_t room, words;	/* sizes: of text and cut; of word */
};

/*
 * Splits text of n bytes, without its newline.  Returns 1; 0 if there is no
 * keyword (an empty line, a comment, a keyword with an open quote); or -1 if
 * memory ran out.
 */
int	line_read(struct line *l, const char *text, size_t n);

/*
 * A simple line, for a fast check: a keyword of letters, white space, one word
 * without special characters, and the newline.
 */
struct glance {
	const char *keyword, *word;
	size_t n, len;		/* bytes of keyword; of word */
};

/* Splits the first line of text, which has a newline; false: not simple. */
bool	line_glance(struct glance *g, const char *text);

/*
 * ssh's strdelim(): returns the next token of *at, and moves *at after it, or
 * to NULL at the end.  A token ends at white space or at one "=", or is the
 * text in double quotes; NULL if a quote is open.  Changes the text.
 */
char	*line_token(char **at);

void	line_close(struct line *l);

#endif
