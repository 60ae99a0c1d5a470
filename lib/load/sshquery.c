/* SPDX-License-Identifier: ISC */
/* Asks the installed ssh about lines of ssh_config that only it knows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "conf/line.h"
#include "load/evaluator.h"
#include "sys/subprocess.h"

enum {
	MOST = 50,		/* most lines in one question */
	LONGEST = 4000		/* most bytes of a line in a question */
};

struct sshquery_line {
	struct sshquery_line *next;
	const char *text;
	struct source_answer answer;
};

/* --- the process --- */

/* Decodes the vis(3) encoding of ssh's log, in place. */
static void
decode(char *text)
{
	unsigned byte;
	char *to;

	for (to = text; *text != '\0'; text++) {
		if (text[0] == '\\' && text[1] == '\\') {
			text++;
		} else if (text[0] == '\\' && text[1] >= '0' &&
		    text[1] <= '3' && sscanf(text + 1, "%3o", &byte) == 1) {
			*to++ = (char)byte;
			text += 3;
			continue;
		}
		*to++ = *text;
	}
	*to = '\0';
}

/* ssh's messages about -o in err, without other messages. */
static const char *
messages(struct pool *p, const char *err)
{
	char *all = pool_copy(p, "", 0);
	size_t n;

	for (; *err != '\0' && all != NULL; err += n + (err[n] == '\n')) {
		n = strcspn(err, "\r\n");
		if (n > 0 && strncmp(err, "Pseudo-terminal", 15) != 0)
			all = pool_text(p, "%s%s%.*s", all,
			    *all == '\0' ? "" : "\n", (int)n, err);
		n += strcspn(err + n, "\n");
	}
	if (all != NULL)
		decode(all);
	return all;
}

/*
 * Runs "ssh -G" with these lines as -o.  Returns its wait status, or -1 if ssh
 * could not be run.  *out is for free(3); *said belongs to q->pool.
 */
static int
run(const struct sshquery *q, const struct words *lines, char **out,
    const char **said)
{
	struct words argv = { 0 };
	char *err = NULL;
	int status = -1;
	size_t i, len;

	*out = NULL;
	words_add(&argv, "%s", q->ssh);
	words_add(&argv, "-GFnone");
	for (i = 0; i < lines->n; i++) {
		words_add(&argv, "-o");
		words_add(&argv, "%s", lines->word[i]);
	}
	words_add(&argv, "--");
	words_add(&argv, "localhost");
	if (!argv.failed && !lines->failed)
		status = subprocess_capture(q->ssh, argv.word, -1, out, &len,
		    &err);
	*said = err == NULL ? "" : messages(q->pool, err);
	words_free(&argv);
	free(err);
	return *said == NULL || *out == NULL ? -1 : status;
}

/* --- the effect of a line --- */

static bool
has_line(const char *text, const char *line, size_t n)
{
	size_t len;

	for (; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		if (len == n && memcmp(text, line, n) == 0)
			return true;
	}
	return false;
}

static const char *
standard(struct sshquery *q)
{
	struct words none = { 0 };
	const char *said;
	char *out = NULL;

	if (q->standard == NULL && run(q, &none, &out, &said) == 0)
		q->standard = pool_copy(q->pool, out, strlen(out));
	free(out);
	return q->standard;
}

/* The lines of out that are not in ssh's standard output. */
static const char *
changes(struct sshquery *q, const char *out)
{
	const char *usual = standard(q), *all = "";
	size_t n;

	for (; usual != NULL && all != NULL && *out != '\0';
	    out += n + (out[n] == '\n')) {
		n = strcspn(out, "\n");
		if (!has_line(usual, out, n))
			all = pool_text(q->pool, "%s%.*s\n", all, (int)n, out);
	}
	return all;
}

/* --- answers --- */

static struct source_answer *
remember(struct sshquery *q, const char *text, struct source_answer answer)
{
	struct sshquery_line *l;

	for (l = q->line; l != NULL; l = l->next)
		if (strcmp(l->text, text) == 0)
			break;
	if (l == NULL && (l = pool_get(q->pool, sizeof *l)) != NULL) {
		l->next = q->line;
		l->text = pool_copy(q->pool, text, strlen(text));
		if (l->text == NULL)
			return NULL;
		q->line = l;
	}
	if (l == NULL)
		return NULL;
	l->answer = answer;
	return &l->answer;
}

static struct source_answer *
known(const struct sshquery *q, const char *text)
{
	struct sshquery_line *l;

	for (l = q->line; l != NULL; l = l->next)
		if (strcmp(l->text, text) == 0)
			return &l->answer;
	return NULL;
}

static const struct source_answer *
ask_one(struct sshquery *q, const char *text, bool effect)
{
	struct source_answer a = { 0 };
	struct words line = { 0 };
	char *out = NULL;
	int status;

	words_add(&line, "%s", text);
	status = run(q, &line, &out, &a.said);
	a.good = status == 0;
	if (a.good && effect)
		a.sets = changes(q, out);
	free(out);
	words_free(&line);
	return status == -1 ? NULL : remember(q, text, a);
}

/* Adds the line to the question about a whole file, if it is in doubt. */
static void
add_doubtful(struct words *lines, const struct sshquery *q,
    const struct config_source *s, const struct line *l)
{
	enum keyword k = keyword_find(l->keyword);
	const char *text;

	if (!source_doubts(s, k) || strncmp(l->keyword, "persist", 7) == 0 ||
	    l->unquoted || strlen(l->rest) > LONGEST || lines->n >= MOST)
		return;
	text = words_add(lines, "%s=%s", l->keyword, l->rest);
	if (text != NULL && known(q, text) != NULL)
		words_drop(lines);
}

/* Asks about all lines in doubt of a file in one process, if several. */
static void
ask_all(struct sshquery *q, const struct config_source *s, const char *text,
    size_t len)
{
	const char *end = text + len, *nl, *said = "";
	struct words lines = { 0 };
	struct line line = { 0 };
	char *out = NULL;
	size_t i;

	for (; text < end; text = nl + 1) {
		if ((nl = memchr(text, '\n', (size_t)(end - text))) == NULL)
			nl = end;
		if (line_read(&line, text, (size_t)(nl - text)) == 1 &&
		    line.rest != NULL)
			add_doubtful(&lines, q, s, &line);
	}
	line_close(&line);
	if (lines.n > 1 && run(q, &lines, &out, &said) == 0 && *said == '\0')
		for (i = 0; i < lines.n; i++)
			(void)remember(q, lines.word[i],
			    (struct source_answer){ .good = true, .said = "" });
	free(out);
	words_free(&lines);
}

const struct source_answer *
sshquery_ask(struct sshquery *q, const struct config_source *s,
    const char *text, size_t len, const char *line, bool effect)
{
	const struct source_answer *a = known(q, line);

	if (a == NULL && text != NULL && text != q->tried) {
		q->tried = text;
		ask_all(q, s, text, len);
		a = known(q, line);
	}
	if (a == NULL || (effect && a->good && a->sets == NULL))
		a = ask_one(q, line, effect);
	return a;
}
