/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "plan/config_edit.h"

const char *
config_edit_refused(const struct plan *running, const struct plan_facts *next)
{
	if (next->config->persist.mode == PERSIST_NO)
		return "Persist yes no longer applies";
	if (plan_tunnel(next) != running->tunnel)
		return "SessionType has changed";
	if (plan_background(next) != running->background)
		return "ForkAfterAuthentication has changed";
	return plan_way(next) == PLAN_KEPT ? NULL :
	    "sshp cannot keep a remote command";
}

static bool
config_edit_differ(const char *a, const char *b)
{
	return (a == NULL) != (b == NULL) || (a != NULL && strcmp(a, b) != 0);
}

static bool
config_edit_changes(const struct config *a, const struct config *b,
    enum keyword k)
{
	return config_edit_differ(settings_get(&a->settings, k),
	    settings_get(&b->settings, k));
}

bool
config_edit_unresolved(const struct config *was, const struct config *next)
{
	const char *how = settings_get(&next->settings,
	    KW_canonicalizehostname), *host = next->host;
	size_t n = strlen(host);

	return how != NULL && strcmp(how, "false") != 0 &&
	    !config_edit_changes(was, next, KW_canonicalizehostname) &&
	    !config_edit_changes(was, next, KW_canonicaldomains) &&
	    strncmp(was->host, host, n) == 0 && was->host[n] == '.';
}

const char *
config_edit_deferred(const struct config *was, const struct config *next,
    bool password)
{
	if (next->persist.password && !password)
		return "PersistPassword";
	return config_edit_differ(was->persist.name, next->persist.name) ?
	    "PersistName" : NULL;
}

/* --- consequences --- */

/* True if the jump hosts are other accounts or servers than before. */
static bool
config_edit_changes_hops(const struct words *a, const struct words *b)
{
	size_t i;

	for (i = 0; i < a->n && i < b->n; i++)
		if (strcmp(a->word[i], b->word[i]) != 0)
			return true;
	return a->n != b->n || a->failed || b->failed;
}

unsigned
config_edit_effects(const struct config_edit_side *was,
    const struct config_edit_side *next)
{
	bool destination = config_edit_changes(was->config, next->config,
	    KW_hostkeyalias) ||
	    strcmp(was->to, next->to) != 0;
	bool route = config_edit_changes(was->config, next->config,
	    KW_proxyjump) ||
	    config_edit_changes(was->config, next->config,
	    KW_proxycommand) ||
	    config_edit_changes_hops(was->hops, next->hops);
	unsigned effects = 0;

	if (destination)
		effects |= CONFIG_EDIT_RECLAIM;
	if (destination || route)
		effects |= CONFIG_EDIT_PASSWORDS | CONFIG_EDIT_BANNER;
	if (was->plan->banner != next->plan->banner ||
	    was->plan->banner_fixed != next->plan->banner_fixed)
		effects |= CONFIG_EDIT_BANNER;
	return effects;
}
