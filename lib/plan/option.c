/* SPDX-License-Identifier: ISC */
/* Reads the settings of a plan, and adds options for ssh. */
#include "base/pattern.h"
#include "plan/plan_internal.h"

const char *
plan_get(const struct plan_facts *f, enum keyword k)
{
	return settings_get(&f->config->settings, k);
}

bool
plan_is(const struct plan_facts *f, enum keyword k, const char *text)
{
	return settings_is(&f->config->settings, k, text);
}

bool
plan_has(const struct plan_facts *f, char letter)
{
	return commandline_option(f->line, letter) != NULL;
}

void
plan_add(struct plan *p, char letter, const char *value)
{
	p->line.option[p->line.options++] =
	    (struct commandline_option){ letter, value };
}

void
plan_set(struct plan *p, const char *keyword, const char *value)
{
	plan_add(p, 'o', words_add(&p->text, "%s=%s", keyword, value));
}

const char *
plan_ignore(struct words *w, const struct config *c)
{
	static const char ours[] = "Persist*";

	if (!c->extended)
		return NULL;
	if (pattern_holds(c->ignore, ours))
		return words_add(w, "IgnoreUnknown=%s", c->ignore);
	/* The first value counts, so theirs must be in ours. */
	return words_add(w, "IgnoreUnknown=%s%s%s", ours,
	    *c->ignore != '\0' ? "," : "", c->ignore);
}
