/* SPDX-License-Identifier: ISC */
/* The user's own options, with the snapshot in place of the files. */
#include <string.h>

#include "conf/line.h"
#include "plan/option.h"

/*
 * An ssh that dials a jump host by itself hands its -F on: that ssh is to read
 * the user's files.
 */
static bool
users_snapshot(const struct plan *p, const struct plan_facts *f)
{
	return f->snapshot != NULL &&
	    (p->jump || plan_get(f, KW_proxyjump) == NULL);
}

/* The keyword of -o's value. */
static enum keyword
users_keyword(const char *text)
{
	struct line l = { 0 };
	enum keyword k = KEYWORDS;

	if (line_read(&l, text, strlen(text)) == 1)
		k = keyword_find(l.keyword);
	line_close(&l);
	return k;
}

static bool
users_forward(const struct commandline_option *o)
{
	enum keyword k;

	if (o->letter != 'o')
		return strchr("LRD", o->letter) != NULL;
	k = users_keyword(o->value);
	return k == KW_localforward || k == KW_remoteforward ||
	    k == KW_dynamicforward || k == KW_clearallforwardings;
}

/* ClearAllForwardings clears those of the command line, and -w. */
static void
users_forwards(struct plan *p, const struct plan_facts *f)
{
	size_t i;

	plan_add(p, 'F', f->snapshot);
	if (plan_is(f, KW_clearallforwardings, "yes"))
		plan_set(p, "ClearAllForwardings", "yes");
	for (i = 0; i < p->forwards; i++)
		plan_add(p, p->forward[i].letter, p->forward[i].spec);
}

void
plan_users(struct plan *p, const struct plan_facts *f)
{
	const char *drop = p->way != PLAN_KEPT ? "" :
	    plan_shares(f) ? "fEMy" : "fEMSy";
	bool snapshot = users_snapshot(p, f);
	const struct commandline_option *o;
	size_t i;

	if (snapshot)
		users_forwards(p, f);
	for (i = 0; i < f->line->options; i++) {
		o = &f->line->option[i];
		if (i == f->line->before)
			p->line.before = p->line.options;
		if (strchr(drop, o->letter) == NULL &&
		    !(p->jump && o->letter == 'J') &&
		    !(snapshot && (o->letter == 'F' || users_forward(o))))
			plan_add(p, o->letter, o->value);
	}
	if (i == f->line->before)
		p->line.before = p->line.options;
}
