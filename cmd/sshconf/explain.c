/* SPDX-License-Identifier: ISC */
/* Prints which line of ssh_config sets each value: sshconf explain. */
#include <stdlib.h>
#include <string.h>

#include "conf/show.h"
#include "sshconf/sshconf.h"

enum { FAILED = 255 };

void
sshconf_explain_heard(void *arg, const struct heard *h)
{
	struct sshconf *c = arg;

	explain_hear(&c->explain, h);
}

/* The text of a line in a file that sshconf has read. */
static const char *
explain_header(void *arg, struct origin at)
{
	struct sshconf *c = arg;
	const char *text = at.line == 0 ? NULL :
	    evaluator_text(&c->world, at.file);
	int line;

	for (line = 1; text != NULL && line < at.line; line++)
		if ((text = strchr(text, '\n')) != NULL)
			text++;
	if (text == NULL)
		return NULL;
	text += strspn(text, " \t");
	return pool_copy(&c->world.pool, text, strcspn(text, "\r\n"));
}

static void
explain_text(struct sshconf *c, const char *usual)
{
	const struct config_source *s = &c->world.source;
	struct words lines = { 0 };
	const char *value;
	int k;

	for (k = 0; k < KEYWORDS; k++)
		if (c->keyword == KEYWORDS || (int)c->keyword == k)
			(void)explain_lines(&lines, &c->explain, &c->config,
			    s, (enum keyword)k, usual, explain_header, c);
	if (lines.n == 0 && c->keyword != KEYWORDS) {
		value = show_standard(&c->world.pool, usual, c->keyword);
		words_add(&lines, "%s %s\n    ssh's default",
		    keyword_rows[c->keyword].name,
		    value == NULL ? "(not set)" : value);
	}
	if (c->explain.hidden > 0)
		words_add(&lines, "(%zu line%s in blocks that do not apply; "
		    "-a shows %s)", c->explain.hidden,
		    c->explain.hidden == 1 ? "" : "s",
		    c->explain.hidden == 1 ? "it" : "them");
	sshconf_lines(&lines);
	words_free(&lines);
}

static void
explain_object(struct sshconf *c, const char *usual)
{
	const char *all = "", *one;
	struct pool *p = &c->world.pool;
	int k;

	for (k = 0; k < KEYWORDS && all != NULL; k++) {
		if (c->keyword != KEYWORDS && (int)c->keyword != k)
			continue;
		one = explain_json(&c->explain, &c->config, &c->world.source,
		    (enum keyword)k, usual, explain_header, c);
		if (one != NULL)
			all = pool_text(p, "%s%s%s", all,
			    *all == '\0' ? "" : ",", one);
	}
	if (all != NULL)
		sshconf_object(c, "keywords", pool_text(p, "{%s}", all));
}

int
sshconf_explain(struct sshconf *c)
{
	char *usual;

	explain_open(&c->explain);
	c->explain.all = c->all;
	if (config_evaluate(&c->config, &c->line, &c->world.source) !=
	    CONFIG_GOOD || (usual = sshconf_standard(c)) == NULL) {
		explain_close(&c->explain);
		return FAILED;
	}
	if (c->json)
		explain_object(c, usual);
	else
		explain_text(c, usual);
	free(usual);
	explain_close(&c->explain);
	return 0;
}
