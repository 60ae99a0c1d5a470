/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "conf/line.h"

/*
 * Classes of characters: SPACE is white space, BLANK is white space within a
 * line, STOP ends a token, SPECIAL ends or quotes in a word, and ODD is not
 * allowed in the word of line_glance().
 */
enum { SPACE = 1, BLANK = 2, STOP = 4, SPECIAL = 8, ODD = 16 };

static const unsigned char class[256] = {
	['\0'] = STOP | SPECIAL | ODD, ['"'] = STOP | SPECIAL | ODD,
	['='] = STOP | ODD, ['#'] = ODD, ['\f'] = ODD,
	[' '] = SPACE | BLANK | STOP | SPECIAL | ODD,
	['\t'] = SPACE | BLANK | STOP | SPECIAL | ODD,
	['\r'] = SPACE | STOP | ODD, ['\n'] = SPACE | STOP | ODD,
	['\''] = SPECIAL | ODD, ['\\'] = SPECIAL | ODD,
};

static bool
is(char c, int what)
{
	return (class[(unsigned char)c] & what) != 0;
}

static char *
skip(char *at)
{
	while (is(*at, SPACE))
		at++;
	return at;
}

char *
line_token(char **at)
{
	char *token = *at, *end = token;
	bool equals;

	if (token == NULL)
		return NULL;
	while (!is(*end, STOP))
		end++;
	if (*end == '\0') {
		*at = NULL;
		return token;
	}
	if (*end == '"') {
		memmove(end, end + 1, strlen(end));
		if ((end = strchr(end, '"')) == NULL) {
			*at = NULL;
			return NULL;
		}
		*end = '\0';
		*at = skip(end + 1);
		return token;
	}
	equals = *end == '=';
	*end = '\0';
	end = skip(end + 1);
	if (!equals && *end == '=')
		end = skip(end + 1);
	*at = end;
	return token;
}

/* Copies one word from *at to *out; false if a quote is open. */
static bool
line_word(const char **at, char **out)
{
	const char *s = *at, *plain;
	char *to = *out, quote = '\0';

	for (;; s++) {
		for (plain = s; !is(*s, SPECIAL); s++)
			;
		memcpy(to, plain, (size_t)(s - plain));
		to += s - plain;
		if (*s == '\0')
			break;
		if (*s == '\\' && s[1] != '\0' &&
		    (strchr("'\"\\", s[1]) != NULL ||
		    (s[1] == ' ' && quote == '\0')))
			*to++ = *++s;
		else if (quote == '\0' && is(*s, SPACE))
			break;
		else if (quote == '\0' && *s != '\\')
			quote = *s;
		else if (quote != '\0' && *s == quote)
			quote = '\0';
		else
			*to++ = *s;
	}
	*to++ = '\0';
	*at = s;
	*out = to;
	return quote == '\0';
}

static bool
line_room(struct line *l)
{
	size_t more = l->words == 0 ? 16 : 2 * l->words;
	char **word;

	if ((word = realloc(l->word, more * sizeof *word)) == NULL)
		return false;
	l->word = word;
	l->words = more;
	return true;
}

/* Splits the text after the keyword into words; -1 if memory ran out. */
static int
line_split(struct line *l)
{
	const char *s = l->rest;
	char *out = l->cut;

	for (;;) {
		while (*s == ' ' || *s == '\t')
			s++;
		if (l->n + 1 >= l->words && !line_room(l))
			return -1;
		if (*s == '\0' || *s == '#')
			break;
		l->word[l->n++] = out;
		if (!line_word(&s, &out)) {
			l->unquoted = true;
			break;
		}
	}
	l->word[l->n] = NULL;
	return 0;
}

/* Copies n bytes to l->text, without the white space at their end. */
static bool
line_take(struct line *l, const char *text, size_t n)
{
	size_t room;
	char *more;

	if (n + 2 > l->room) {
		room = n + 2 > 256 ? 2 * n + 2 : 256;
		if ((more = malloc(2 * room)) == NULL)
			return false;
		free(l->text);
		l->text = more;
		l->cut = more + room;
		l->room = room;
	}
	memcpy(l->text, text, n);
	l->text[n] = '\0';
	for (n = strlen(l->text); n > 1 &&
	    (is(l->text[n - 1], SPACE) || l->text[n - 1] == '\f'); n--)
		l->text[n - 1] = '\0';
	return true;
}

/*
 * Cuts off a usual keyword: letters, and then white space.  NULL: the caller
 * must use line_token().
 */
static char *
line_keyword(char **at)
{
	char *keyword = skip(*at), *end = keyword;

	for (;; end++) {
		while (*end >= 'a' && *end <= 'z')
			end++;
		if (*end < 'A' || *end > 'Z')
			break;
		*end += 'a' - 'A';
	}
	if (end == keyword || !is(*end, SPACE))
		return NULL;
	*end = '\0';
	*at = skip(end + 1);
	if (**at == '=')
		*at = skip(*at + 1);
	return keyword;
}

int
line_read(struct line *l, const char *text, size_t n)
{
	char *at, *k;

	l->rest = NULL;
	l->n = 0;
	l->unquoted = false;
	if (!line_take(l, text, n))
		return -1;
	at = l->text;
	if ((l->keyword = line_keyword(&at)) == NULL) {
		if ((l->keyword = line_token(&at)) != NULL &&
		    *l->keyword == '\0')
			l->keyword = line_token(&at);
		if (l->keyword == NULL || *l->keyword == '\0' ||
		    *l->keyword == '#')
			return 0;
		for (k = l->keyword; *k != '\0'; k++)
			if (*k >= 'A' && *k <= 'Z')
				*k += 'a' - 'A';
	}
	if (at != NULL)
		at = skip(at);
	l->rest = at == NULL || *at == '\0' ? NULL : at;
	return l->rest != NULL && line_split(l) == -1 ? -1 : 1;
}

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

bool
line_glance(struct glance *g, const char *text)
{
	while (is(*text, BLANK))
		text++;
	g->keyword = text;
	while (is_letter(*text))
		text++;
	g->n = (size_t)(text - g->keyword);
	if (g->n == 0 || !is(*text, BLANK))
		return false;
	while (is(*text, BLANK))
		text++;
	g->word = text;
	while (!is(*text, ODD))
		text++;
	g->len = (size_t)(text - g->word);
	return g->len > 0 && *text == '\n';
}

void
line_close(struct line *l)
{
	free(l->text);
	free(l->word);
	*l = (struct line){ 0 };
}
