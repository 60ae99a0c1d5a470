/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "conf/snapshot.h"

static const char head[] =
    "# The lines of ssh_config that apply to this connection, by sshp(1)\n";

/*
 * "canonical" is true in the second pass but, unlike "final", does not ask for
 * a second pass.  So "Match final" is the last line.
 */
static const char *const before[] = { "Match !canonical\n",
    "Match canonical\n" };
static const char last[] = "Match final\n";

static size_t
snapshot_size(const struct config *c)
{
	size_t i, pass, n = sizeof head + sizeof last;

	for (pass = 0; pass < 2; pass++) {
		n += strlen(before[pass]);
		for (i = 0; i < c->applied[pass].n; i++)
			n += strlen(c->applied[pass].word[i]) + 3;
	}
	return n;
}

static char *
append(char *to, const char *text)
{
	size_t n = strlen(text);

	memcpy(to, text, n);
	return to + n;
}

/* Appends a line's place as a comment; a file's name may have a newline. */
static char *
append_place(char *to, const char *place)
{
	to = append(to, "# ");
	for (; *place != '\0'; place++)
		*to++ = (unsigned char)*place < ' ' ? '?' : *place;
	*to++ = '\n';
	return to;
}

/* Appends the lines of w, which has a place before each line. */
static char *
append_lines(char *to, const struct words *w)
{
	size_t i;

	for (i = 0; i + 1 < w->n; i += 2) {
		to = append_place(to, w->word[i]);
		to = append(to, w->word[i + 1]);
		*to++ = '\n';
	}
	return to;
}

char *
snapshot_text(const struct config *c)
{
	char *text, *to;

	if (c->applied[0].failed || c->applied[1].failed ||
	    (text = malloc(snapshot_size(c))) == NULL)
		return NULL;
	to = append(text, head);
	if (c->twice)
		to = append(to, before[0]);
	to = append_lines(to, &c->applied[0]);
	if (c->twice) {
		to = append(to, before[1]);
		to = append_lines(to, &c->applied[1]);
		to = append(to, last);
	}
	*to = '\0';
	return text;
}
