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

/* --- the text in a file --- */

const char *
texts_next(struct texts *t)
{
	const char *text = t->at;
	const char *end = text == t->end ? NULL :
	    memchr(text, '\0', (size_t)(t->end - text));

	if (end == NULL)
		return NULL;
	t->at = end + 1;
	return text;
}

/* --- writing --- */

/* NULL and "" are written as different texts. */
static void
write_text(struct words *w, const char *text)
{
	words_add(w, "%s%s", text == NULL ? "-" : "=",
	    text == NULL ? "" : text);
}

static void
write_number(struct words *w, size_t n)
{
	words_add(w, "%lld", (long long)n);
}

static void
write_values(struct words *w, const struct settings *s)
{
	const struct value *v;
	size_t k;

	for (k = 0; k < KEYWORD_SLOTS; k++) {
		write_number(w, settings_count(s, (enum keyword)k));
		for (v = s->first[k]; v != NULL; v = v->next) {
			write_text(w, v->text);
			write_text(w, v->at.file);
			write_number(w, (size_t)v->at.line);
			write_number(w, (size_t)v->at.from);
		}
	}
}

static void
write_lines(struct words *w, const struct words *lines)
{
	size_t i;

	write_number(w, lines->n);
	for (i = 0; i < lines->n; i++)
		write_text(w, lines->word[i]);
	w->failed = w->failed || lines->failed;
}

void
snapshot_pack(struct words *w, const struct config *c)
{
	const char *const text[] = { c->original, c->name, c->check,
	    c->notify, c->host, c->ignore, c->level };
	size_t i;

	for (i = 0; i < sizeof text / sizeof *text; i++)
		write_text(w, text[i]);
	write_number(w, c->extended);
	write_number(w, c->stdio);
	write_number(w, c->twice);
	write_values(w, &c->settings);
	write_lines(w, &c->applied[0]);
	write_lines(w, &c->applied[1]);
}

/* --- reading --- */

/* The next text, owned by p; *bad if there is none, or no memory for it. */
static const char *
read_text(struct texts *t, struct pool *p, bool *bad)
{
	const char *text = texts_next(t), *copy;

	if (text == NULL || (*text != '=' && *text != '-')) {
		*bad = true;
		return NULL;
	}
	if (*text == '-')
		return NULL;
	copy = pool_copy(p, text + 1, strlen(text + 1));
	*bad = *bad || copy == NULL;
	return copy;
}

static size_t
read_number(struct texts *t, bool *bad)
{
	const char *text = texts_next(t);

	*bad = *bad || text == NULL;
	return *bad ? 0 : (size_t)strtoll(text, NULL, 10);
}

static void
read_value(struct texts *t, struct settings *s, enum keyword k, bool *bad)
{
	const char *text = read_text(t, &s->pool, bad);
	struct origin at = { .file = read_text(t, &s->pool, bad) };

	at.line = (int)read_number(t, bad);
	at.from = (enum origin_from)read_number(t, bad);
	settings_add(s, k, text, at);
}

static void
read_values(struct texts *t, struct settings *s, bool *bad)
{
	size_t k, n;

	for (k = 0; k < KEYWORD_SLOTS && !*bad; k++)
		for (n = read_number(t, bad); n > 0 && !*bad; n--)
			read_value(t, s, (enum keyword)k, bad);
}

static void
read_lines(struct texts *t, struct words *lines, bool *bad)
{
	const char *text;
	size_t n;

	for (n = read_number(t, bad); n > 0 && !*bad; n--) {
		if ((text = texts_next(t)) == NULL)
			*bad = true;
		else
			words_add(lines, "%s", text + 1);
	}
	*bad = *bad || lines->failed;
}

int
snapshot_unpack(struct config *c, struct texts *t)
{
	const char **const text[] = { &c->original, &c->name, &c->check,
	    &c->notify, &c->host, &c->ignore, &c->level };
	bool bad = false;
	size_t i;

	*c = (struct config){ 0 };
	for (i = 0; i < sizeof text / sizeof *text; i++)
		*text[i] = read_text(t, &c->settings.pool, &bad);
	c->extended = read_number(t, &bad) != 0;
	c->stdio = read_number(t, &bad) != 0;
	c->twice = read_number(t, &bad) != 0;
	read_values(t, &c->settings, &bad);
	read_lines(t, &c->applied[0], &bad);
	read_lines(t, &c->applied[1], &bad);
	persist_from(&c->persist, &c->settings);
	return bad || c->settings.pool.failed ? -1 : 0;
}
