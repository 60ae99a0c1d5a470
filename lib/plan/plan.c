/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "plan/plan_internal.h"
#include "supervise/sshlog_parse.h"

enum {
	TUNNEL_SILENCE = 10,	/* seconds; nothing is lost with a tunnel */
	SESSION_SILENCE = 40,	/* for what a user or a command would lose;
				   an idle one is asked about every 10 s, and
				   so ends within a minute */
	TUNNEL_CONNECT = 15,	/* seconds for one try to connect */
	CONNECT = 30,
	ANSWER = 120		/* for a user to answer a jump host */
};

/* --- the guard --- */

static void
set_ignore(struct plan *p, const struct plan_facts *f)
{
	const char *option = plan_ignore(&p->text, f->config);

	if (option != NULL)
		plan_add(p, 'o', option);
}

static long long
plan_silence(const struct plan_facts *f)
{
	if (f->config->persist.timeout != PERSIST_AUTO)
		return f->config->persist.timeout / 1000;
	return plan_tunnel(f) ? TUNNEL_SILENCE : SESSION_SILENCE;
}

static long long
plan_connect_timeout(const struct plan_facts *f)
{
	const char *timeout = plan_get(f, KW_connecttimeout);
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
plan_banner_timeout(const struct plan_facts *f)
{
	return plan_get(f, KW_connecttimeout) != NULL ||
	    plan_is(f, KW_batchmode, "yes") ?
	    plan_connect_timeout(f) : ANSWER + plan_connect_timeout(f);
}

/* As often as ssh will ask, seconds; or NULL. */
static const char *
plan_alive(const struct plan *p, const struct plan_facts *f)
{
	const char *interval = plan_asks(p, f) ? SSH_OPTIONS_ALIVE :
	    plan_get(f, KW_serveraliveinterval);

	return interval == NULL || strtoll(interval, NULL, 10) <= 0 ? NULL :
	    interval;
}

/* %C is another without ProxyJump: the path as ssh would have made it. */
static void
set_jump(struct plan *p, const struct plan_facts *f)
{
	const char *path = plan_get(f, KW_controlpath);
	char *quoted = NULL;

	p->jump = true;
	if (path != NULL && (p->way == PLAN_GUARDED || plan_shares(f)))
		quoted = quote_value(path);
	if (quoted != NULL)
		plan_set(p, "ControlPath", quoted);
	free(quoted);
}

/*
 * Which guard tells when ssh may ask; none if ssh asks before it is connected:
 * for the PIN of a PKCS#11 token.
 */
static enum progress_kind
plan_progress(const struct plan_facts *f, enum proxycommand_shape shape)
{
	const struct settings *s[] = { &f->config->settings,
	    f->first == NULL ? NULL : &f->first->settings };
	const char *token;
	size_t i;

	for (i = 0; i < sizeof s / sizeof *s; i++) {
		token = s[i] == NULL ? NULL :
		    settings_get(s[i], KW_pkcs11provider);
		if (token != NULL && strcmp(token, "none") != 0)
			return PROGRESS_NONE;
	}
	if (shape == SHAPE_JUMP)
		return PROGRESS_JUMP;
	if (shape != SHAPE_DIAL)
		return PROGRESS_NONE;
	return f->config->persist.guard == PERSIST_RELAY ? PROGRESS_BANNER :
	    PROGRESS_CONNECTED;
}

static void
set_guard(struct plan *p, const struct plan_facts *f)
{
	const struct proxycommand_terms terms = { plan_silence(f),
	    plan_connect_timeout(f), plan_banner_timeout(f), plan_tunnel(f),
	    plan_alive(p, f), p->log };
	enum proxycommand_shape shape = proxycommand_shape(f);
	const char *command;

	if (shape == SHAPE_LEFT)
		return;
	command = proxycommand_text(&p->text, f, shape, &terms);
	if (command == NULL)
		return;
	plan_set(p, "ProxyCommand", command);
	plan_set(p, "ProxyUseFdpass", shape == SHAPE_DIAL &&
	    f->config->persist.guard == PERSIST_FDPASS ? "yes" : "no");
	if (shape == SHAPE_JUMP)
		set_jump(p, f);
	p->guarded = true;
	p->progress = plan_progress(f, shape);
	if (shape == SHAPE_DIAL)
		p->banner = 1000 * plan_connect_timeout(f);
	p->banner_fixed = plan_get(f, KW_connecttimeout) != NULL;
	p->seen = shape == SHAPE_DIAL &&
	    f->config->persist.guard == PERSIST_RELAY;
}

/* --- the plan --- */

/* argv with an option before all others, so that it counts; or NULL. */
static char **
plan_before(const struct plan *p, char *option)
{
	size_t n = 0;
	char **argv;

	while (p->argv[n] != NULL)
		n++;
	if ((argv = calloc(n + 2, sizeof *argv)) == NULL)
		return NULL;
	argv[0] = p->argv[0];
	argv[1] = option;
	memcpy(argv + 2, p->argv + 1, n * sizeof *p->argv);
	return argv;
}

static int
plan_emit(struct plan *p, const struct plan_facts *f)
{
	static char batch[] = "-oBatchMode=yes",
	    once[] = "-oNumberOfPasswordPrompts=1";

	if (!p->text.failed)
		p->argv = commandline_emit(&p->line, p->way == PLAN_KEPT ?
		    sshlog_argv0(f->ssh) : f->ssh);
	if (p->argv == NULL)
		return -1;
	if (p->way != PLAN_KEPT)
		return 0;
	p->argv_batch = plan_before(p, batch);
	p->argv_once = plan_before(p, once);
	return p->argv_batch == NULL || p->argv_once == NULL ? -1 : 0;
}

/* An empty plan with room for the user's options and ours. */
static int
plan_open(struct plan *p, const struct plan_facts *f)
{
	enum { OURS = 21 };
	const struct settings *s = &f->config->settings;
	size_t room = f->line->options + OURS +
	    settings_count(s, KW_localforward) +
	    settings_count(s, KW_remoteforward) +
	    settings_count(s, KW_dynamicforward);

	*p = (struct plan){
		.line = *f->line, .verbose = plan_has(f, 'v'),
		.quiet = plan_has(f, 'q'),
		.password = f->config->persist.password,
	};
	p->line.options = 0;
	p->line.option = calloc(room, sizeof *p->line.option);
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
		ssh_options_set(p, f);
	plan_users(p, f);
	return plan_emit(p, f);
}

void
plan_session(const struct plan_facts *f, struct session *s)
{
	const struct persist *p = &f->config->persist;
	struct backoff b = { .first = p->first, .ceiling = p->ceiling };

	session_start(s, plan_tunnel(f), p->mode == PERSIST_ALWAYS, &b,
	    p->max_tries);
	s->command = !s->tunnel && plan_command(f);
}

void
plan_free(struct plan *p)
{
	free(p->argv);
	free(p->argv_batch);
	free(p->argv_once);
	free(p->line.option);
	free(p->forward);
	words_free(&p->text);
	*p = (struct plan){ .way = PLAN_SSH };
}
