/* SPDX-License-Identifier: ISC */
/*
 * A line taken apart: what it points to is its own, and its words fit; a
 * glance at it sees the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "conf/line.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
glance(const uint8_t *data, size_t size)
{
	struct line l = { 0 };
	struct glance g;
	char *text = malloc(size + 1);

	if (text == NULL)
		return;
	memcpy(text, data, size);
	text[size] = '\n';
	size = (size_t)((char *)memchr(text, '\n', size + 1) - text);
	if (line_glance(&g, text) && (line_read(&l, text, size) != 1 ||
	    strlen(l.keyword) != g.n || l.n != 1 || l.unquoted ||
	    strncasecmp(l.keyword, g.keyword, g.n) != 0 ||
	    strlen(l.rest) != g.len || strlen(l.word[0]) != g.len ||
	    memcmp(l.word[0], g.word, g.len) != 0 ||
	    g.word + g.len != text + size ||
	    l.rest - l.keyword != g.word - g.keyword))
		abort();
	line_close(&l);
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct line l = { 0 };
	size_t i, all = 0;
	char *at, *token;

	/* Twice, for the second one finds the first one's memory. */
	for (i = 0; i < 2; i++)
		if (line_read(&l, (const char *)data, size / (i + 1)) == 1 &&
		    l.rest != NULL && l.n > 0 && l.word[l.n] != NULL)
			abort();
	if (line_read(&l, (const char *)data, size) == 1 && l.rest != NULL) {
		for (i = 0; i < l.n; i++)
			all += strlen(l.word[i]) + 1;
		if (all > strlen(l.rest) + 1)
			abort();
		for (at = l.rest; (token = line_token(&at)) != NULL;)
			if (strlen(token) > size)
				abort();
	}
	line_close(&l);
	glance(data, size);
	return 0;
}
