/* SPDX-License-Identifier: ISC */
/* Finds keywords that ssh does not have, and tells what to write instead. */
#include <string.h>
#include <strings.h>

#include "base/pattern.h"
#include "conf/lint_rules.h"
#include "conf/persist.h"

/* True for keywords of sshd_config(5), which users often try in ssh_config. */
static bool
server_side(const char *name)
{
	static const char *const names[] = {
		"acceptenv", "allowagentforwarding", "allowgroups",
		"allowstreamlocalforwarding", "allowtcpforwarding",
		"allowusers", "authenticationmethods", "authorizedkeysfile",
		"banner", "chrootdirectory", "clientalivecountmax",
		"clientaliveinterval", "denygroups", "denyusers",
		"forcecommand", "hostkey", "listenaddress", "logingracetime",
		"maxauthtries", "maxsessions", "maxstartups",
		"permitemptypasswords",
		"permitlisten", "permitopen", "permitrootlogin", "permittty",
		"permittunnel", "permituserenvironment", "printmotd",
		"strictmodes", "subsystem", "trustedusercakeys",
		"unusedconnectiontimeout", "usedns", "usepam",
		"x11forwarding",
	};
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* True for keywords that some other ssh has. */
static bool
elsewhere(const struct lint_item *i)
{
	return i->row != KEYWORDS || strcmp(i->name, "usekeychain") == 0;
}

static bool
is_persist(const struct lint_item *i)
{
	return i->row != KEYWORDS &&
	    keyword_rows[i->row].type == TYPE_PERSIST;
}

static bool
is_invisible(const struct lint_item *i)
{
	const char *name;
	size_t n;

	return lint_invisible(i->name, &n, &name) != NULL;
}

/* What the user meant; NULL if the keyword is another ssh's, or unlike any. */
static const char *
meant(struct lint *l, const struct lint_item *i, enum keyword *k)
{
	*k = KEYWORDS;
	return elsewhere(i) || server_side(i->name) ? NULL :
	    lint_meant(&l->pool, i->name, k);
}

/* --- IgnoreUnknown --- */

/* The IgnoreUnknown that ssh uses for every host at line i; or NULL. */
static const struct lint_item *
ignoring(const struct lint *l, const struct lint_item *i)
{
	const struct lookup_entry *e = lookup_find(&l->line,
	    (struct lookup_key){ LINES_WIDE, KW_ignoreunknown, "" });
	const struct lint_item *j;

	for (; e != NULL; e = e->next) {
		j = e->what;
		if (j->order >= i->order)
			break;
		if (j->block == NULL || j->block->always)
			return j;
	}
	return NULL;
}

static bool
ignored(const struct lint *l, const struct lint_item *i)
{
	const struct lint_item *by = ignoring(l, i);

	return by != NULL && pattern_list(by->word, i->name, true) == 1;
}

static const struct lint_item *
some_ignoring(const struct lint *l)
{
	const struct lookup_entry *e = lookup_find(&l->line,
	    (struct lookup_key){ LINES, KW_ignoreunknown, "" });

	return e == NULL ? NULL : e->what;
}

/* True if the installed ssh does not have the keyword of i. */
static bool
ssh_lacks(struct lint *l, const struct lint_item *i)
{
	const struct config_source *s = l->source;
	const struct source_answer *a;
	const char *line;

	if (!source_doubts(s, i->row))
		return false;
	if (s->ask == NULL)
		return true;
	line = pool_text(&l->pool, "%s=%s", i->name, i->value);
	a = line == NULL ? NULL : s->ask(s->arg, i->at, line, false);
	return a != NULL && !a->good &&
	    strstr(a->said, "Bad configuration option") != NULL;
}

/* The first line with the keyword of i, or with any of ours if i has one. */
static const struct lookup_entry *
alike(const struct lint *l, const struct lint_item *i)
{
	return lookup_find(&l->line, is_persist(i) ?
	    (struct lookup_key){ LINES_OF_PERSIST, 0, "" } :
	    (struct lookup_key){ LINES_OF_NAME, 0, i->name });
}

/* True if there is an earlier such line that ssh does not ignore. */
static bool
earlier(const struct lint *l, const struct lint_item *i)
{
	const struct lookup_entry *e = alike(l, i);

	while (e != NULL && e->what != i && ignored(l, e->what))
		e = e->next;
	return e != NULL && e->what != i;
}

/* True if IgnoreUnknown is the right cure for i, and names it. */
static bool
to_ignore(struct lint *l, const struct lint_item *i)
{
	enum keyword k;

	if (!is_persist(i) && !source_doubts(l->source, i->row))
		return false;
	if (ignored(l, i) || earlier(l, i))
		return false;
	return is_persist(i) || (ssh_lacks(l, i) && !is_invisible(i) &&
	    !server_side(i->name) && meant(l, i, &k) == NULL);
}

/* All keywords that the file needs an IgnoreUnknown for: "Persist*,Foo". */
static const char *
all_to_ignore(struct lint *l)
{
	const struct lint_item *i;
	const char *list = "";

	if (l->ignore != NULL)
		return l->ignore;
	for (i = l->first; i != NULL && list != NULL; i = i->next)
		if (to_ignore(l, i))
			list = pool_text(&l->pool, "%s%s%s", list,
			    *list == '\0' ? "" : ",",
			    is_persist(i) ? "Persist*" : i->spelled);
	l->ignore = list == NULL ? "" : list;
	return l->ignore;
}

static const char *
cure_ignore(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *by = ignoring(l, i);
	const char *what = all_to_ignore(l);
	const char *file = i->at.from == FROM_SYSTEM ?
	    l->source->system(l->source->arg) : l->root;

	if (by != NULL)
		return pool_text(&l->pool, "change %s to \"IgnoreUnknown "
		    "%s,%s\", because ssh uses only the first one",
		    source_place(&l->pool, by->at), by->word, what);
	if ((by = some_ignoring(l)) != NULL)
		return pool_text(&l->pool, "\"IgnoreUnknown %s\" must be the "
		    "first line of %s; at %s it %s", what, file,
		    source_place(&l->pool, by->at), by->at.line > i->at.line ?
		    "comes too late" : "is not for every host");
	return pool_text(&l->pool, "begin %s with \"IgnoreUnknown %s\"", file,
	    what);
}

/* --- the findings --- */

/* " (and 3 more lines)"; "" if there is no other line. */
static const char *
and_more(struct lint *l, const struct lint_item *i)
{
	const struct lookup_entry *e;
	int n = 0;

	for (e = alike(l, i); e != NULL; e = e->next)
		n += ((const struct lint_item *)e->what)->order > i->order;
	return n == 0 ? "" : pool_text(&l->pool, " (and %d more line%s)", n,
	    n == 1 ? "" : "s");
}

static void
report_invisible(struct lint *l, const struct lint_item *i)
{
	const char *name = "";
	size_t n;

	(void)lint_invisible(i->name, &n, &name);
	lint_cause(l, LINT_ERROR, i->at, "the keyword \"%s\" has a %s; "
	    "replace it with a plain space, or delete it", i->spelled, name);
}

static void
report_server(struct lint *l, const struct lint_item *i)
{
	lint_found(l, LINT_ERROR, i->at, "%s is a keyword of the server; it "
	    "belongs in sshd_config(5)%s", i->spelled,
	    strncmp(i->name, "clientalive", 11) != 0 ? "" :
	    strcmp(i->name, "clientaliveinterval") == 0 ?
	    ", and the client's is ServerAliveInterval" :
	    ", and the client's is ServerAliveCountMax");
}

static void
report_lacking(struct lint *l, const struct lint_item *i)
{
	const char *has = "does not have this keyword";
	int since = i->row == KEYWORDS ? 0 : keyword_rows[i->row].since;

	if (is_persist(i))
		has = "does not have this keyword, and rejects the whole file";
	else if (since > 0 && since < KEYWORD_VENDOR)
		has = pool_text(&l->pool, "is older than OpenSSH %d.%d, which "
		    "added this keyword", since / 100, since % 100);
	else if (i->row == KEYWORDS && elsewhere(i))
		has = "does not have this keyword of Apple's ssh";
	lint_found(l, LINT_ERROR, i->at, "%s%s: %s %s; %s",
	    is_persist(i) ? persist_name(i->k) : i->spelled, and_more(l, i),
	    is_persist(i) ? "plain ssh" : "the installed ssh", has,
	    cure_ignore(l, i));
}

/* A keyword that begins with "persist" and is not ours: sshp rejects it. */
static void
report_persist(struct lint *l, const struct lint_item *i)
{
	enum keyword k;
	const char *other = lint_meant(&l->pool, i->name, &k);

	if (other != NULL)
		lint_found(l, LINT_ERROR, i->at, "sshp has no keyword %s; did "
		    "you mean %s?", i->spelled, other);
	else
		lint_found(l, LINT_ERROR, i->at, "sshp has no keyword %s; "
		    "sshp_config(5) lists the Persist keywords", i->spelled);
}

/* IgnoreUnknown hides a misspelled Host, and its lines go elsewhere. */
static void
judge_ignored(struct lint *l, const struct lint_item *i)
{
	enum keyword k;
	const char *other;

	if (i->row != KEYWORDS || (other = meant(l, i, &k)) == NULL ||
	    (k != KW_host && k != KW_match))
		return;
	lint_found(l, LINT_WARNING, i->at, "IgnoreUnknown makes ssh skip %s, "
	    "so that the lines below belong to the block above; write %s",
	    i->spelled, other);
}

void
lint_unknown(struct lint *l, const struct lint_item *i)
{
	const char *other;
	enum keyword k;

	if (i->row == KEYWORDS && strncmp(i->name, "persist", 7) == 0)
		report_persist(l, i);
	else if (ignored(l, i))
		judge_ignored(l, i);
	else if (is_invisible(i))
		report_invisible(l, i);
	else if (!earlier(l, i) || meant(l, i, &k) != NULL) {
		if (!is_persist(i) && !ssh_lacks(l, i))
			return;
		if (server_side(i->name))
			report_server(l, i);
		else if ((other = meant(l, i, &k)) != NULL)
			lint_found(l, LINT_ERROR, i->at, "ssh has no keyword "
			    "%s; did you mean %s?", i->spelled, other);
		else
			report_lacking(l, i);
	}
}
