/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/quote.h"
#include "keep/login.h"
#include "plan/plan.h"
#include "plan/proxy.h"

enum {
	TUNNEL_PATIENCE = 10,	/* seconds; nothing is lost with a tunnel */
	PATIENCE = 60,		/* for what a person or a command would lose */
	TUNNEL_CONNECT = 15,	/* seconds for one try to connect */
	CONNECT = 30,
	ASKED = 120		/* for a person to answer a jump host */
};

enum {				/* since when ssh has a keyword */
	FORK_AFTER = 807,
	VERBOSE = 805
};

static const char alive[] = "10"; /* seconds of silence before ssh asks */
/*
 * Questions that ssh leaves unanswered before it ends the connection.  On a
 * slow line they wait minutes behind an upload.  Where the guard can judge the
 * server, ssh need only end one that reads nothing for ten minutes.
 */
static const char patient[] = "60", hasty[] = "12";

/* --- what was set --- */

static const char *
get(const struct plan_facts *f, enum keyword k)
{
	return settings_get(&f->config->settings, k);
}

static bool
is(const struct plan_facts *f, enum keyword k, const char *text)
{
	return settings_is(&f->config->settings, k, text);
}

/* --- the way --- */

static bool
has(const struct plan_facts *f, char letter)
{
	return commandline_option(f->line, letter) != NULL;
}

/* Nothing is to be kept, or standard input and output carry a protocol. */
static bool
plan_plain(const struct plan_facts *f)
{
	static const char once[] = "GOQVWZs";
	const char *l;

	if (f->line->mode != COMMANDLINE_SESSION ||
	    f->config->persist.mode == PERSIST_NO)
		return true;
	for (l = once; *l != '\0'; l++)
		if (has(f, *l))
			return true;
	return false;
}

static bool
plan_tunnel(const struct plan_facts *f)
{
	return has(f, 'N') || is(f, KW_sessiontype, "none");
}

static bool
plan_command(const struct plan_facts *f)
{
	return f->line->words > 0 ||
	    get(f, KW_remotecommand) != NULL ||
	    is(f, KW_sessiontype, "subsystem");
}

static bool
plan_background(const struct plan_facts *f)
{
	return has(f, 'f') || is(f, KW_forkafterauthentication, "yes");
}

/* A remote command, and what was read for it, can't be had a second time. */
enum plan_way
plan_way(const struct plan_facts *f)
{
	if (plan_plain(f))
		return PLAN_SSH;
	if (plan_tunnel(f))
		return PLAN_KEPT;
	if (plan_command(f))
		return f->config->persist.remote_command ? PLAN_KEPT :
		    PLAN_GUARDED;
	return f->terminal && !is(f, KW_stdinnull, "yes") ?
	    PLAN_KEPT : PLAN_GUARDED;
}

/* --- options --- */

static void
add(struct plan *p, char letter, const char *value)
{
	p->line.option[p->line.options++] =
	    (struct commandline_option){ letter, value };
}

/* -o keyword=value, before the user's own, so that it counts. */
static void
set(struct plan *p, const char *keyword, const char *value)
{
	add(p, 'o', words_add(&p->text, "%s=%s", keyword, value));
}

const char *
plan_ignore(struct words *w, const struct config *c)
{
	/* The first value counts, so theirs must be in ours. */
	return !c->extended ? NULL : words_add(w, "IgnoreUnknown=Persist*%s%s",
	    *c->ignore != '\0' ? "," : "", c->ignore);
}

static void
set_ignore(struct plan *p, const struct plan_facts *f)
{
	const char *option = plan_ignore(&p->text, f->config);

	if (option != NULL)
		add(p, 'o', option);
}

static long long
plan_patience(const struct plan_facts *f)
{
	if (f->config->persist.timeout != PERSIST_AUTO)
		return f->config->persist.timeout / 1000;
	return plan_tunnel(f) ? TUNNEL_PATIENCE : PATIENCE;
}

static long long
plan_deadline(const struct plan_facts *f)
{
	const char *timeout = get(f, KW_connecttimeout);
	long long seconds = timeout == NULL ? 0 : strtoll(timeout, NULL, 10);

	if (seconds > 0)
		return seconds;
	return plan_tunnel(f) ? TUNNEL_CONNECT : CONNECT;
}

/*
 * ssh -W asks for passwords, too, and a server grants two minutes for an
 * answer (LoginGraceTime).  A timeout of the user's is ssh's own.
 */
static long long
plan_banner(const struct plan_facts *f)
{
	return get(f, KW_connecttimeout) != NULL || is(f, KW_batchmode, "yes") ?
	    plan_deadline(f) : ASKED + plan_deadline(f);
}

/* True if it is for us to say how often ssh asks whether its server lives. */
static bool
plan_asks(const struct plan *p, const struct plan_facts *f)
{
	return p->way == PLAN_KEPT && get(f, KW_serveraliveinterval) == NULL &&
	    get(f, KW_serveralivecountmax) == NULL;
}

/* As often as ssh will ask, seconds; or NULL. */
static const char *
plan_alive(const struct plan *p, const struct plan_facts *f)
{
	const char *interval = plan_asks(p, f) ? alive :
	    get(f, KW_serveraliveinterval);

	return interval == NULL || strtoll(interval, NULL, 10) <= 0 ? NULL :
	    interval;
}

bool
plan_shares(const struct plan_facts *f)
{
	return !f->apart && get(f, KW_controlpath) != NULL &&
	    get(f, KW_controlmaster) != NULL &&
	    !is(f, KW_controlmaster, "false");
}

/* %C is another without ProxyJump: the path as ssh would have made it. */
static void
set_jump(struct plan *p, const struct plan_facts *f)
{
	const char *path = get(f, KW_controlpath);
	char *quoted = NULL;

	p->jump = true;
	if (path != NULL && (p->way == PLAN_GUARDED || plan_shares(f)))
		quoted = quote_value(path);
	if (quoted != NULL)
		set(p, "ControlPath", quoted);
	free(quoted);
}

static void
set_guard(struct plan *p, const struct plan_facts *f)
{
	const struct proxy_terms terms = { plan_patience(f),
	    plan_deadline(f), plan_banner(f), plan_tunnel(f),
	    plan_alive(p, f), p->log };
	enum proxy_shape shape = proxy_shape(f);
	const char *command;

	if (shape == PROXY_LEFT)
		return;
	command = proxy_command(&p->text, f, shape, &terms);
	if (command == NULL)
		return;
	set(p, "ProxyCommand", command);
	set(p, "ProxyUseFdpass", shape == PROXY_DIAL &&
	    f->config->persist.guard == PERSIST_FDPASS ? "yes" : "no");
	if (shape == PROXY_JUMP)
		set_jump(p, f);
	p->guarded = true;
	p->seen = shape == PROXY_DIAL &&
	    f->config->persist.guard == PERSIST_RELAY;
}

static bool
plan_no_master(const struct plan_facts *f)
{
	return is(f, KW_controlmaster, "false");
}

/*
 * auto, for that replaces a socket that nobody answers at.  One who wants to
 * be asked would be asked about our calls, too.
 */
static void
set_shared(struct plan *p, const struct plan_facts *f)
{
	const char *how = get(f, KW_controlmaster);

	p->control = get(f, KW_controlpath);
	p->calls = strstr(how, "ask") == NULL;
	set(p, "ControlMaster", p->calls ? "auto" : how);
}

/* The socket that appears when ssh has logged in. */
static void
set_control(struct plan *p, const struct plan_facts *f)
{
	const char *path;
	char *quoted;

	set(p, "ControlPersist", "no");
	if (plan_shares(f)) {
		set_shared(p, f);
		return;
	}
	if (plan_no_master(f)) {
		set(p, "ControlPath", "none");
		return;
	}
	path = words_add(&p->text, "%s/control", f->directory);
	if (path == NULL || (quoted = quote_value(path)) == NULL)
		return;
	set(p, "ControlMaster", "yes");
	set(p, "ControlPath", quoted);
	free(quoted);
	p->control = path;
	p->calls = true;
}

/* What is to be said whatever LogLevel is; the user's own comes first. */
static void
set_words(struct plan *p, const struct plan_facts *f)
{
	const char *users = get(f, KW_logverbose);

	if (users == NULL || strcasecmp(users, "none") == 0)
		users = "";
	set(p, "LogVerbose", words_add(&p->text,
	    "%s%s*:ssh_confirm_remote_forward():*,"
	    "*:mux_master_process_terminate():*,"
	    "*:mux_master_process_stop_listening():*," LOGIN_WORDS, users,
	    *users == '\0' ? "" : ","));
	p->words = true;
}

static void
set_log(struct plan *p, const struct plan_facts *f)
{
	p->syslog = has(f, 'y');
	p->log_to = p->syslog ? NULL : commandline_option(f->line, 'E');
	add(p, 'E', p->log);
	if (f->release >= VERBOSE)
		set_words(p, f);
}

/*
 * A forward that is refused is asked for again through the socket; without
 * one all that can be done is to try the whole connection again.
 */
static void
set_forwards(struct plan *p, const struct plan_facts *f)
{
	p->forwards = plan_forwards(&p->forward, &p->text,
	    &f->config->settings);
	p->reclaim = f->config->persist.reclaim;
	p->all = is(f, KW_exitonforwardfailure, "yes");
	p->exits = !p->calls && (p->all || (p->tunnel &&
	    get(f, KW_exitonforwardfailure) == NULL));
	if (p->calls)
		set(p, "ExitOnForwardFailure", "no");
	else if (p->exits && !p->all)
		set(p, "ExitOnForwardFailure", "yes");
}

/* What a connection that is to last should have, where the user left it. */
static void
set_kept(struct plan *p, const struct plan_facts *f)
{
	p->check = f->config->check;
	p->interval = f->config->persist.interval;
	p->notify = f->config->notify;
	set_control(p, f);
	set_log(p, f);
	set_forwards(p, f);
	if (f->release >= FORK_AFTER)
		set(p, "ForkAfterAuthentication", "no");
	if (p->background)
		add(p, 'n', NULL);
	if (plan_asks(p, f)) {
		set(p, "ServerAliveInterval", alive);
		set(p, "ServerAliveCountMax", p->seen ? patient : hasty);
	}
	if (get(f, KW_streamlocalbindunlink) == NULL)
		set(p, "StreamLocalBindUnlink", "yes");
}

/* The user's own options, but for those whose work is ours now. */
static void
add_users(struct plan *p, const struct plan_facts *f)
{
	const char *drop = p->way != PLAN_KEPT ? "" :
	    plan_shares(f) ? "fEMy" : "fEMSy";
	size_t i;

	for (i = 0; i < f->line->options; i++)
		if (strchr(drop, f->line->option[i].letter) == NULL &&
		    !(p->jump && f->line->option[i].letter == 'J'))
			add(p, f->line->option[i].letter,
			    f->line->option[i].value);
}

/* --- the plan --- */

/* BatchMode, before all else, so that it counts. */
static int
plan_unasked(struct plan *p)
{
	static char option[] = "-oBatchMode=yes";
	size_t n = 0;

	while (p->argv[n] != NULL)
		n++;
	if ((p->unasked = calloc(n + 2, sizeof *p->unasked)) == NULL)
		return -1;
	p->unasked[0] = p->argv[0];
	p->unasked[1] = option;
	memcpy(p->unasked + 2, p->argv + 1, n * sizeof *p->argv);
	return 0;
}

static int
plan_emit(struct plan *p, const struct plan_facts *f)
{
	if (!p->text.failed)
		p->argv = commandline_emit(&p->line, f->ssh);
	if (p->argv == NULL)
		return -1;
	return p->way == PLAN_KEPT ? plan_unasked(p) : 0;
}

/* An empty plan with room for the user's options and ours. */
static int
plan_open(struct plan *p, const struct plan_facts *f)
{
	enum { OURS = 20 };

	*p = (struct plan){
		.line = *f->line, .verbose = has(f, 'v'), .quiet = has(f, 'q'),
	};
	p->line.options = 0;
	p->line.option = calloc(f->line->options + OURS,
	    sizeof *p->line.option);
	return p->line.option == NULL ? -1 : 0;
}

int
plan_make(struct plan *p, const struct plan_facts *f)
{
	if (plan_open(p, f) == -1)
		return -1;
	p->way = plan_way(f);
	set_ignore(p, f);
	if (p->way != PLAN_SSH) {
		p->tunnel = plan_tunnel(f);
		p->background = plan_background(f);
		if (p->way == PLAN_KEPT)
			p->log = words_add(&p->text, "%s/log", f->directory);
		set_guard(p, f);
	}
	if (p->way == PLAN_KEPT)
		set_kept(p, f);
	add_users(p, f);
	return plan_emit(p, f);
}

void
plan_session(const struct plan_facts *f, struct session *s)
{
	const struct persist *p = &f->config->persist;
	struct backoff b = { .first = p->first, .ceiling = p->ceiling };

	session_start(s, plan_tunnel(f), p->mode == PERSIST_ALWAYS, &b,
	    p->max_tries);
}

void
plan_free(struct plan *p)
{
	free(p->argv);
	free(p->unasked);
	free(p->line.option);
	free(p->forward);
	words_free(&p->text);
	*p = (struct plan){ .way = PLAN_SSH };
}
