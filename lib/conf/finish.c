/* SPDX-License-Identifier: ISC */
/* Rejects and removes values as ssh does after it has read its files. */
#include <stdio.h>
#include <string.h>

#include "conf/destination.h"
#include "conf/evaluation.h"
#include "conf/scalar.h"

static const struct origin nowhere = { 0 };

static enum outcome
check_jump(struct evaluation *e)
{
	const char *jump = eval_get(e, KW_proxyjump), *user, *last;
	int port = 22, jump_port;
	struct destination d;
	char text[600];

	if (jump == NULL)
		return TAKEN;
	if (strcmp(jump, "none") == 0) {
		settings_clear(e->s, KW_proxyjump);
		return TAKEN;
	}
	if (destination_jump(&d, &e->s->pool, e->source, jump, false) == -1)
		return TAKEN;
	(void)scalar_number(eval_get(e, KW_port), &port);
	if ((user = eval_get(e, KW_user)) == NULL)
		user = e->source->user;
	jump_port = d.port <= 0 ? 22 : d.port;
	last = d.user == NULL ? user : d.user;
	if (strcmp(d.host, e->host) == 0 && port == jump_port &&
	    strcmp(user, last) == 0) {
		snprintf(text, sizeof text, "jumphost loop via %s", d.host);
		return eval_refuse(e, text);
	}
	settings_replace(e->s, KW_proxyusefdpass, "no", nowhere);
	return TAKEN;
}

static void
clear_none(struct evaluation *e)
{
	static const enum keyword k[] = { KW_localcommand, KW_remotecommand,
	    KW_proxycommand, KW_controlpath, KW_revokedhostkeys,
	    KW_pkcs11provider, KW_knownhostscommand };
	size_t i;

	for (i = 0; i < sizeof k / sizeof *k; i++)
		if (eval_none(e, k[i]))
			settings_clear(e->s, k[i]);
	if (!canonical_cnames(e))
		settings_clear(e->s, KW_canonicalizepermittedcnames);
}

static void
clear_forwards(struct evaluation *e)
{
	if (!eval_is(e, KW_clearallforwardings, "yes") &&
	    !(e->stdio && eval_get(e, KW_clearallforwardings) == NULL))
		return;
	settings_clear(e->s, KW_localforward);
	settings_clear(e->s, KW_dynamicforward);
	settings_clear(e->s, KW_remoteforward);
	settings_replace(e->s, KW_tunnel, "false", nowhere);
}

/* Changes UpdateHostKeys ask where ssh cannot ask. */
static void
tidy_update(struct evaluation *e)
{
	if (!eval_is(e, KW_updatehostkeys, "ask"))
		return;
	if ((eval_get(e, KW_controlpersist) != NULL &&
	    !eval_is(e, KW_controlpersist, "no") &&
	    eval_get(e, KW_controlpath) != NULL) || *e->command != '\0' ||
	    eval_get(e, KW_remotecommand) != NULL ||
	    eval_is(e, KW_requesttty, "false") ||
	    eval_is(e, KW_loglevel, "QUIET") ||
	    eval_is(e, KW_loglevel, "FATAL") ||
	    eval_is(e, KW_loglevel, "ERROR"))
		eval_change(e, KW_updatehostkeys, "false");
}

static enum outcome
check(struct evaluation *e)
{
	const char *alias = eval_get(e, KW_hostkeyalias);
	enum outcome outcome;

	clear_none(e);
	clear_forwards(e);
	if ((outcome = check_jump(e)) != TAKEN)
		return outcome;
	if (alias != NULL)
		eval_change(e, KW_hostkeyalias, eval_lower(e, alias));
	if (eval_is(e, KW_proxycommand, "-") &&
	    eval_is(e, KW_proxyusefdpass, "yes"))
		return eval_refuse(e,
		    "ProxyCommand=- and ProxyUseFDPass are incompatible");
	tidy_update(e);
	if (eval_is(e, KW_connectionattempts, "0"))
		return eval_refuse(e, "Invalid number of ConnectionAttempts");
	if (*e->command != '\0' && eval_get(e, KW_remotecommand) != NULL)
		return eval_refuse(e,
		    "Cannot execute command-line and remote command.");
	if (eval_is(e, KW_forkafterauthentication, "yes") &&
	    *e->command == '\0' && eval_get(e, KW_remotecommand) == NULL &&
	    !eval_is(e, KW_sessiontype, "none"))
		return eval_refuse(e, "Cannot fork into background without a "
		    "command to execute.");
	return TAKEN;
}

enum outcome
finish(struct evaluation *e)
{
	const char *files = eval_get(e, KW_userknownhostsfile);
	enum outcome outcome;

	e->usual_hosts = files == NULL ||
	    strcmp(files, "~/.ssh/known_hosts") == 0;
	outcome = check(e);
	return outcome == TAKEN ? expand(e) : outcome;
}
