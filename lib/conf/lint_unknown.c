/* SPDX-License-Identifier: ISC */
/*
 * Finds keywords that plain ssh rejects, and the IgnoreUnknown that they need.
 */
#include <string.h>

#include "conf/lint_item.h"
#include "conf/pattern.h"
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

/* The IgnoreUnknown that ssh uses for every host at line i; or NULL. */
static const struct lint_item *
ignoring(const struct lint *l, const struct lint_item *i)
{
	const struct lint_item *j;

	for (j = l->first; j != NULL && j != i; j = j->next)
		if (j->k == KW_ignoreunknown && (j->block == NULL ||
		    j->block->always))
			return j;
	return NULL;
}

/* The next IgnoreUnknown after from, or the first if from is NULL. */
static const struct lint_item *
some_ignoring(const struct lint *l, const struct lint_item *from)
{
	const struct lint_item *j;

	for (j = from == NULL ? l->first : from->next; j != NULL; j = j->next)
		if (j->k == KW_ignoreunknown)
			return j;
	return NULL;
}

static bool
is_persist(const struct lint_item *i)
{
	return i->row != KEYWORDS &&
	    keyword_rows[i->row].type == TYPE_PERSIST;
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
	line = pool_text(&l->pool, "%s=%s", i->name, i->value);
	a = line == NULL || s->ask == NULL ? NULL :
	    s->ask(s->arg, i->at, line, false);
	return a == NULL || (!a->good &&
	    strstr(a->said, "Bad configuration option") != NULL);
}

static const char *
cure_ignore(struct lint *l, const struct lint_item *i,
    const struct lint_item *by)
{
	const char *what = is_persist(i) ? "Persist*" : i->name;

	if (by != NULL)
		return pool_text(&l->pool, "change %s to \"IgnoreUnknown "
		    "%s,%s\"; ssh uses only the first one",
		    source_place(&l->pool, by->at), by->word, what);
	if ((by = some_ignoring(l, NULL)) != NULL)
		return pool_text(&l->pool, "\"IgnoreUnknown %s\" must be the "
		    "first line of %s; at %s it %s", what, l->file[0],
		    source_place(&l->pool, by->at), by->at.line > i->at.line ?
		    "comes too late" : "is not for every host");
	return pool_text(&l->pool, "begin %s with \"IgnoreUnknown %s\"",
	    l->file[0], what);
}

void
lint_unknown(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *by = ignoring(l, i);

	if (by != NULL && pattern_list(by->word, i->name, true) == 1)
		return;
	if (!is_persist(i) && !ssh_lacks(l, i))
		return;
	if (server_side(i->name))
		lint_found(l, LINT_ERROR, i->at, "%s is an option of the "
		    "server: it belongs in sshd_config(5)%s", i->name,
		    strcmp(i->name, "clientaliveinterval") == 0 ?
		    "; the client's is ServerAliveInterval" : "");
	else
		lint_found(l, is_persist(i) ? LINT_WARNING : LINT_ERROR,
		    i->at, "plain ssh rejects the file because of %s: %s",
		    is_persist(i) ? persist_name(i->k) : i->name,
		    cure_ignore(l, i, by));
}
