/* SPDX-License-Identifier: ISC */
/* Chooses between plain ssh, ssh with the guard, and a kept connection. */
#include "plan/plan_internal.h"

/* True if the host has no name, so that no attempt can ever succeed. */
static bool
plan_nowhere(const struct plan_facts *f)
{
	const char *host = plan_get(f, KW_hostname);

	return host != NULL && *host == '\0' &&
	    plan_get(f, KW_proxycommand) == NULL &&
	    plan_get(f, KW_proxyjump) == NULL;
}

/* True if there is nothing to keep, or ssh only answers a query (-G, -O). */
static bool
plan_plain(const struct plan_facts *f)
{
	static const char asked[] = "GOQVZ";
	const char *l;

	if (f->line->mode != COMMANDLINE_SESSION ||
	    f->config->persist.mode == PERSIST_NO || plan_nowhere(f))
		return true;
	for (l = asked; *l != '\0'; l++)
		if (plan_has(f, *l))
			return true;
	return false;
}

bool
plan_tunnel(const struct plan_facts *f)
{
	/* -W is without a session, too, but somebody's connection. */
	return !plan_has(f, 'W') && (plan_has(f, 'N') ||
	    plan_is(f, KW_sessiontype, "none"));
}

bool
plan_command(const struct plan_facts *f)
{
	return f->line->words > 0 ||
	    plan_get(f, KW_remotecommand) != NULL ||
	    plan_is(f, KW_sessiontype, "subsystem");
}

bool
plan_background(const struct plan_facts *f)
{
	return plan_has(f, 'f') ||
	    plan_is(f, KW_forkafterauthentication, "yes");
}

/*
 * sshp cannot repeat a remote command, or the input that it has read.  With -W
 * and -s, standard input and output are a protocol.
 */
enum plan_way
plan_way(const struct plan_facts *f)
{
	if (plan_plain(f))
		return PLAN_SSH;
	if (plan_tunnel(f))
		return PLAN_KEPT;
	if (plan_has(f, 'W') || plan_has(f, 's'))
		return PLAN_GUARDED;
	if (plan_command(f))
		return f->config->persist.remote_command ? PLAN_KEPT :
		    PLAN_GUARDED;
	return f->terminal && !plan_is(f, KW_stdinnull, "yes") ?
	    PLAN_KEPT : PLAN_GUARDED;
}
