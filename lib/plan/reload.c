/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "plan/reload.h"

enum reload_class {
	RELOAD_LATER,		/* ssh reads it at its start */
	RELOAD_NOW,		/* only sshp uses it */
	RELOAD_RECONNECT,	/* the destination, the way to it, the login */
	RELOAD_ELSEWHERE	/* its effect is compared, or another function
				   reports it */
};

static const struct {
	enum keyword k;
	enum reload_class class;
} classes[] = {
	{ KW_persist, RELOAD_NOW },
	{ KW_persistbackoff, RELOAD_NOW },
	{ KW_persistcheck, RELOAD_NOW },
	{ KW_persistmaxtries, RELOAD_NOW },
	{ KW_persistnotify, RELOAD_NOW },
	{ KW_persistreclaim, RELOAD_NOW },

	{ KW_addressfamily, RELOAD_RECONNECT },
	{ KW_bindaddress, RELOAD_RECONNECT },
	{ KW_bindinterface, RELOAD_RECONNECT },
	{ KW_certificatefile, RELOAD_RECONNECT },
	{ KW_gssapiauthentication, RELOAD_RECONNECT },
	{ KW_gssapiclientidentity, RELOAD_RECONNECT },
	{ KW_hostbasedauthentication, RELOAD_RECONNECT },
	{ KW_hostkeyalias, RELOAD_RECONNECT },
	{ KW_hostname, RELOAD_RECONNECT },
	{ KW_identitiesonly, RELOAD_RECONNECT },
	{ KW_identityagent, RELOAD_RECONNECT },
	{ KW_identityfile, RELOAD_RECONNECT },
	{ KW_kbdinteractiveauthentication, RELOAD_RECONNECT },
	{ KW_passwordauthentication, RELOAD_RECONNECT },
	{ KW_pkcs11provider, RELOAD_RECONNECT },
	{ KW_port, RELOAD_RECONNECT },
	{ KW_preferredauthentications, RELOAD_RECONNECT },
	{ KW_proxycommand, RELOAD_RECONNECT },
	{ KW_proxyjump, RELOAD_RECONNECT },
	{ KW_pubkeyauthentication, RELOAD_RECONNECT },
	{ KW_securitykeyprovider, RELOAD_RECONNECT },
	{ KW_user, RELOAD_RECONNECT },

	/* config_edit_deferred() */
	{ KW_persistname, RELOAD_ELSEWHERE },
	{ KW_persistpassword, RELOAD_ELSEWHERE },
	/* reload_hold() */
	{ KW_persisthold, RELOAD_ELSEWHERE },
	/* The final name counts. */
	{ KW_canonicaldomains, RELOAD_ELSEWHERE },
	{ KW_canonicalizefallbacklocal, RELOAD_ELSEWHERE },
	{ KW_canonicalizehostname, RELOAD_ELSEWHERE },
	{ KW_canonicalizemaxdots, RELOAD_ELSEWHERE },
	{ KW_canonicalizepermittedcnames, RELOAD_ELSEWHERE },
	/* The forwards count. */
	{ KW_clearallforwardings, RELOAD_ELSEWHERE },
	{ KW_dynamicforward, RELOAD_ELSEWHERE },
	{ KW_localforward, RELOAD_ELSEWHERE },
	{ KW_remoteforward, RELOAD_ELSEWHERE },
	{ KW_ignoreunknown, RELOAD_ELSEWHERE },
};

/* hold: sshp listens, and can listen in another way while ssh runs. */
static enum reload_class
reload_class(enum keyword k, bool hold)
{
	size_t i;

	if (hold && (k == KW_gatewayports || k == KW_streamlocalbindmask ||
	    k == KW_streamlocalbindunlink))
		return RELOAD_NOW;
	for (i = 0; i < sizeof classes / sizeof *classes; i++)
		if (classes[i].k == k)
			return classes[i].class;
	return RELOAD_LATER;
}

static bool
reload_same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool
reload_same_values(const struct config *was, const struct config *next, int k)
{
	const struct value *a = was->settings.first[k],
	    *b = next->settings.first[k];

	for (; a != NULL && b != NULL; a = a->next, b = b->next)
		if (!reload_same_text(a->text, b->text))
			return false;
	return a == b;
}

/* ClearAllForwardings sets Tunnel to its default. */
static bool
reload_same_tunnel(const struct config *was, const struct config *next)
{
	const char *a = settings_get(&was->settings, KW_tunnel),
	    *b = settings_get(&next->settings, KW_tunnel);

	return reload_same_text(a == NULL ? "false" : a,
	    b == NULL ? "false" : b);
}

/* A keyword with two values has the second in another slot. */
static bool
reload_same(const struct config *was, const struct config *next,
    enum keyword k)
{
	if (k == KW_tunnel)
		return reload_same_tunnel(was, next);
	return reload_same_values(was, next, (int)k) &&
	    (k != KW_rekeylimit ||
	    reload_same_values(was, next, KW_REKEY_INTERVAL)) &&
	    (k != KW_forwardagent ||
	    reload_same_values(was, next, KW_FORWARD_AGENT_PATH)) &&
	    (k != KW_persistcheck ||
	    reload_same_text(was->check, next->check)) &&
	    (k != KW_persistnotify ||
	    reload_same_text(was->notify, next->notify));
}

static void
reload_add(char names[RELOAD_NAMES], enum keyword k)
{
	size_t n = strlen(names);
	const char *name = strncmp(keyword_rows[k].name, "persist", 7) == 0 ?
	    persist_name(k) : keyword_rows[k].name;

	snprintf(names + n, RELOAD_NAMES - n, "%s%s", n > 0 ? ", " : "",
	    name);
}

static void
reload_keyword(struct reload *r, enum keyword k, bool hold)
{
	switch (reload_class(k, hold)) {
	case RELOAD_LATER:
		reload_add(r->later, k);
		break;
	case RELOAD_NOW:
		reload_add(r->now, k);
		break;
	case RELOAD_RECONNECT:
		reload_add(r->why, k);
		r->reconnect = true;
		break;
	case RELOAD_ELSEWHERE:
		return;
	}
	r->changed = true;
}

/* PersistPassword can be switched off, and on again, without a restart. */
static void
reload_password(struct reload *r, const struct config *was,
    const struct config *next)
{
	if (was->persist.password == next->persist.password)
		return;
	r->changed = true;
	reload_add(r->now, KW_persistpassword);
}

/* The running ssh listens for the clients, or sshp does. */
static void
reload_hold(struct reload *r, const struct plan *was, const struct plan *next)
{
	if (was->hold == next->hold)
		return;
	r->changed = true;
	if (was->hold != 0 && next->hold != 0) {
		reload_add(r->now, KW_persisthold);
		return;
	}
	reload_add(r->why, KW_persisthold);
	r->reconnect = true;
}

/* True if the jump hosts are others, or have another address or account. */
static bool
reload_other_route(const struct config_edit_side *was,
    const struct config_edit_side *next)
{
	size_t i;

	if (strcmp(was->to, next->to) != 0 ||
	    !reload_same_text(was->plan->first, next->plan->first) ||
	    was->hops->n != next->hops->n)
		return true;
	for (i = 0; i < was->hops->n; i++)
		if (strcmp(was->hops->word[i], next->hops->word[i]) != 0)
			return true;
	for (i = 0; i < sizeof classes / sizeof *classes; i++)
		if (was->first != NULL && next->first != NULL &&
		    classes[i].class == RELOAD_RECONNECT &&
		    !reload_same(was->first, next->first, classes[i].k))
			return true;
	return false;
}

/* --- forwards --- */

/* The index in p of the forward that b is, or p->forwards. */
static size_t
reload_find(const struct plan *p, const struct plan_forward *b)
{
	const struct plan_forward *a = p->forward;
	size_t i;

	for (i = 0; i < p->forwards; i++, a++)
		if (a->letter == b->letter &&
		    reload_same_text(a->spec, b->spec))
			break;
	return i;
}

/* The order alone is no change. */
static void
reload_list(struct reload *r, const struct plan *was, const struct plan *next)
{
	size_t i, j;

	r->forwards = was->forwards != next->forwards;
	r->order = r->forwards;
	for (j = 0; j < next->forwards; j++) {
		i = reload_find(was, &next->forward[j]);
		r->forwards = r->forwards || i == was->forwards;
		r->order = r->order || i != j;
	}
}

bool
reload_forwards(const struct plan *was, const struct plan *next, size_t *from)
{
	bool differ = was->forwards != next->forwards;
	size_t j;

	for (j = 0; j < next->forwards; j++) {
		from[j] = reload_find(was, &next->forward[j]);
		differ = differ || from[j] != j;
	}
	return differ;
}

bool
reload_only_at_start(const struct plan_forward *f)
{
	return f->letter == 'D' && (f->path != NULL || f->socket != NULL);
}

/* --- all --- */

void
reload_compare(struct reload *r, const struct config_edit_side *was,
    const struct config_edit_side *next)
{
	int k;

	*r = (struct reload){ .changed = false };
	for (k = 0; k < KEYWORDS; k++)
		if (!reload_same(was->config, next->config, (enum keyword)k))
			reload_keyword(r, (enum keyword)k,
			    next->plan->hold != 0);
	reload_password(r, was->config, next->config);
	reload_hold(r, was->plan, next->plan);
	r->reconnect = r->reconnect || reload_other_route(was, next);
	reload_list(r, was->plan, next->plan);
	r->changed = r->changed || r->reconnect || r->forwards;
}
