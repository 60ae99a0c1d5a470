/* SPDX-License-Identifier: ISC */
/* The options that ssh gets: ours if it is kept, and the user's own. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/quote.h"
#include "conf/line.h"
#include "plan/plan_internal.h"
#include "supervise/needs_you.h"
#include "supervise/sshlog_parse.h"

enum {				/* since when ssh has a keyword */
	FORK_AFTER = 807,
	VERBOSE = 805
};

/*
 * Questions that ssh leaves unanswered before it ends the connection.  On a
 * slow line they wait minutes behind an upload.  Where the guard can judge the
 * server, ssh need only end one that reads nothing for ten minutes; where it
 * does not see all, five.  A kilobyte a second behind a proxy, or into a passed
 * socket, was silent for more than two.
 */
static const char *
ssh_options_unanswered(const struct plan *p)
{
	return p->seen ? "60" : p->guarded ? "30" : "12";
}

bool
plan_asks(const struct plan *p, const struct plan_facts *f)
{
	return p->way == PLAN_KEPT &&
	    plan_get(f, KW_serveraliveinterval) == NULL &&
	    plan_get(f, KW_serveralivecountmax) == NULL;
}

bool
plan_shares(const struct plan_facts *f)
{
	return !f->private_socket && plan_get(f, KW_controlpath) != NULL &&
	    plan_get(f, KW_controlmaster) != NULL &&
	    !plan_is(f, KW_controlmaster, "false");
}

static bool
no_master(const struct plan_facts *f)
{
	return plan_is(f, KW_controlmaster, "false");
}

/*
 * "auto", because it replaces a socket that no process answers at.  With "ask",
 * ssh would ask the user about sshp's own calls, too.
 */
static void
ssh_options_shared(struct plan *p, const struct plan_facts *f)
{
	const char *how = plan_get(f, KW_controlmaster);

	p->control = plan_get(f, KW_controlpath);
	p->calls = strstr(how, "ask") == NULL;
	plan_set(p, "ControlMaster", p->calls ? "auto" : how);
}

/* The socket that appears when ssh has logged in. */
static void
ssh_options_control(struct plan *p, const struct plan_facts *f)
{
	const char *path;
	char *quoted;

	plan_set(p, "ControlPersist", "no");
	if (plan_shares(f)) {
		ssh_options_shared(p, f);
		return;
	}
	if (no_master(f)) {
		plan_set(p, "ControlPath", "none");
		return;
	}
	path = words_add(&p->text, "%s/control", f->directory);
	if (path == NULL || (quoted = quote_value(path)) == NULL)
		return;
	plan_set(p, "ControlMaster", "yes");
	plan_set(p, "ControlPath", quoted);
	free(quoted);
	p->control = path;
	p->calls = true;
}

/* The lines to log at any LogLevel; the user's LogVerbose comes first. */
static void
ssh_options_words(struct plan *p, const struct plan_facts *f)
{
	const char *users = plan_get(f, KW_logverbose);

	if (users == NULL || strcasecmp(users, "none") == 0)
		users = "";
	plan_set(p, "LogVerbose", words_add(&p->text,
	    "%s%s" SSHLOG_WORDS "," NEEDS_YOU_WORDS "%s", users,
	    *users == '\0' ? "" : ",",
	    p->tunnel ? "" : "," SSHLOG_SESSION_WORDS));
	p->words = true;
}

static void
ssh_options_log(struct plan *p, const struct plan_facts *f)
{
	p->syslog = plan_has(f, 'y');
	p->log_to = p->syslog ? NULL : commandline_option(f->line, 'E');
	plan_add(p, 'E', p->log);
	if (f->release >= VERBOSE)
		ssh_options_words(p, f);
}

/* -w: ssh alone can ask for a tunnel device, and only once, after the login. */
static bool
ssh_options_device(const struct plan_facts *f)
{
	return plan_get(f, KW_tunnel) != NULL && !plan_is(f, KW_tunnel,
	    "false");
}

/*
 * sshp requests a refused forward again through the control socket.  Without a
 * socket, sshp can only retry the whole connection.
 */
static void
ssh_options_forwards(struct plan *p, const struct plan_facts *f)
{
	p->forwards = plan_forwards(&p->forward, &p->text,
	    &f->config->settings);
	p->reclaim = f->config->persist.reclaim;
	p->all = plan_is(f, KW_exitonforwardfailure, "yes");
	p->exits = (!p->calls || ssh_options_device(f)) && (p->all ||
	    (p->tunnel && plan_get(f, KW_exitonforwardfailure) == NULL));
	p->device = p->exits && ssh_options_device(f);
	if (p->calls && !p->exits)
		plan_set(p, "ExitOnForwardFailure", "no");
	else if (p->exits && !p->all)
		plan_set(p, "ExitOnForwardFailure", "yes");
}

/*
 * Where TCP goes first, the first jump host if there is one.  What a
 * ProxyCommand of the user's does is not known: those that lead to one host
 * count as one.
 */
static const char *
ssh_options_first(struct plan *p, const struct plan_facts *f)
{
	const struct config *c = f->hops > 0 ? f->first : f->config;
	const char *port = c == NULL ? NULL :
	    settings_get(&c->settings, KW_port);

	if (c == NULL && f->hop[0].port != -1)
		return words_add(&p->text, "%s:%d", f->hop[0].host,
		    f->hop[0].port);
	return words_add(&p->text, "%s:%s", c == NULL ? f->hop[0].host :
	    c->host, port == NULL ? "22" : port);
}

/*
 * If ssh itself starts the ssh to a jump host, it passes its -F on: that ssh
 * must read the user's files.
 */
static bool
users_snapshot(const struct plan *p, const struct plan_facts *f)
{
	return f->snapshot != NULL &&
	    (p->jump || plan_get(f, KW_proxyjump) == NULL);
}

/* --- PersistHold --- */

static void
ssh_options_listens(struct plan *p, const struct plan_facts *f)
{
	const char *mask = plan_get(f, KW_streamlocalbindmask);

	p->gateway = plan_is(f, KW_gatewayports, "yes");
	p->family = plan_is(f, KW_addressfamily, "inet") ? 4 :
	    plan_is(f, KW_addressfamily, "inet6") ? 6 : 0;
	p->mask = mask == NULL ? 0177 : (int)strtol(mask, NULL, 8);
	p->replaces = plan_is(f, KW_streamlocalbindunlink, "yes");
}

/*
 * Not if ssh gets its forwards from the user's files, and not from us.  Also
 * without a local forward, because an edit may add one while ssh runs.
 */
static void
ssh_options_hold(struct plan *p, const struct plan_facts *f)
{
	size_t i;

	if (f->config->persist.hold == 0 || !users_snapshot(p, f) ||
	    plan_is(f, KW_clearallforwardings, "yes"))
		return;
	p->hold = f->config->persist.hold;
	forward_hold(&p->text, &p->hold_end, f->directory);
	for (i = 0; i < p->forwards; i++)
		if (p->forward[i].letter != 'R')
			forward_hold(&p->text, &p->forward[i], f->directory);
	ssh_options_listens(p, f);
}

const char *
plan_hold_refused(const struct plan_facts *f, struct words *w)
{
	const struct value *v =
	    f->config->settings.first[KW_persisthold];

	if (f->config->persist.hold == 0 || v == NULL ||
	    plan_way(f) != PLAN_KEPT)
		return NULL;
	if (plan_get(f, KW_proxyjump) != NULL &&
	    proxycommand_shape(f) == SHAPE_LEFT)
		return words_add(w, "%s:%d: PersistHold: needs tunnel-guard "
		    "for a ProxyJump", v->at.file, v->at.line);
	return forward_hold_refused(w, &f->config->settings);
}

void
ssh_options_set(struct plan *p, const struct plan_facts *f)
{
	p->first = ssh_options_first(p, f);
	p->check = f->config->check;
	p->interval = f->config->persist.interval;
	p->notify = f->config->notify;
	ssh_options_control(p, f);
	ssh_options_log(p, f);
	ssh_options_forwards(p, f);
	if (f->release >= FORK_AFTER)
		plan_set(p, "ForkAfterAuthentication", "no");
	if (p->background)
		plan_add(p, 'n', NULL);
	ssh_options_hold(p, f);
	if (plan_asks(p, f)) {
		plan_set(p, "ServerAliveInterval", SSH_OPTIONS_ALIVE);
		plan_set(p, "ServerAliveCountMax", ssh_options_unanswered(p));
	}
	p->unlinks = plan_get(f, KW_streamlocalbindunlink) == NULL;
}

/* --- the user's own options, with the snapshot in place of the files --- */

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
	/* The first, so that ssh closes it first. */
	if (p->hold_end.spec != NULL)
		plan_add(p, 'D', p->hold_end.spec);
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
