/* SPDX-License-Identifier: ISC */
/*
 * Chooses between plain ssh, ssh with the guard, and a kept connection; says
 * what -f and a dumb terminal change.
 */
#include <string.h>

#include "plan/plan_internal.h"

/* True if the host has no name, so that no attempt can ever succeed. */
static bool
plan_no_host(const struct plan_facts *f)
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
	    f->config->persist.mode == PERSIST_NO || plan_no_host(f))
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

bool
plan_interactive(const struct plan_facts *f)
{
	return f->terminal && !f->dumb;
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
	return plan_interactive(f) && !plan_is(f, KW_stdinnull, "yes") ?
	    PLAN_KEPT : PLAN_GUARDED;
}

/* --- ssh that runs once --- */

bool
plan_warns_unkept(const struct commandline *line, const struct settings *s)
{
	static const char asked[] = "WGOq";
	const char *l;

	for (l = asked; *l != '\0'; l++)
		if (commandline_option(line, *l) != NULL)
			return false;
	return commandline_option(line, 'N') != NULL &&
	    settings_get(s, KW_persist) == NULL;
}

bool
plan_warns_once(const struct plan *p)
{
	return p->background && p->way == PLAN_GUARDED;
}

bool
plan_needs_shell(const struct plan *p, const char *shell, bool program)
{
	static const char *const none[] = { "nologin", "false", "true",
	    "git-shell", "rbash", "rksh", "rzsh" };
	const char *name;
	size_t i;

	if (!p->guarded || shell == NULL || *shell == '\0')
		return false;
	name = strrchr(shell, '/') != NULL ? strrchr(shell, '/') + 1 : shell;
	for (i = 0; i < sizeof none / sizeof *none; i++)
		if (strcmp(name, none[i]) == 0)
			return true;
	return !program;
}

/* --- ssh that is kept --- */

/*
 * ^C in the script that started sshp -f is for sshp until sshp leaves the
 * terminal.  When the session leader ends, the kernel sends SIGHUP to the
 * processes in the old session.  A background ssh must not hold our standard
 * error open: a reader of that pipe, as in $(... 2>&1), or of the terminal's
 * other side waits for the end of file.
 */
struct plan_process
plan_process(const struct plan *p)
{
	return (struct plan_process){
		.null_in = p->background, .null_out = p->background,
		.deaf = p->background,
		.log_pipe = p->log != NULL || p->background,
		.error_pipe = p->background, .kill = p->tunnel,
	};
}

/*
 * With -f a second sshp succeeds, because the tunnel is kept as requested.  In
 * the foreground it fails, so that a loop that restarts sshp does not spin.
 */
int
plan_second_status(const struct plan *p)
{
	enum { FAILED = 255 };

	return p->background ? 0 : FAILED;
}
