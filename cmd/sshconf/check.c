/* SPDX-License-Identifier: ISC */
/* Checks what an unattended start of a tunnel needs: sshconf check. */
#include <sys/wait.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/quote.h"
#include "base/similar.h"
#include "conf/line.h"
#include "sshconf/sshconf.h"
#include "supervise/sshlog_parse.h"
#include "sys/names.h"
#include "sys/subprocess.h"

enum {
	MISSING = 1, USAGE = 2, FAILED = 255,
	LIMIT = 30000		/* for the login, ms */
};

/* Options of the user that would change the login that is tried. */
#define LETTERS "fnNsTtMSOWvqEGVXYyDLRwgKk"

/*
 * The options for the login that is tried.  It asks nobody, uses no key of an
 * agent, opens no forward, writes no known_hosts, and ends itself: only after a
 * login ssh runs LocalCommand.  The server cannot write to its output.
 */
static const char *const login_options[] = {
	"BatchMode=yes", "StrictHostKeyChecking=yes", "UpdateHostKeys=no",
	"IdentityAgent=none", "AddKeysToAgent=no", "ControlMaster=no",
	"ControlPath=none", "ClearAllForwardings=yes", "ForwardX11=no",
	"RemoteCommand=none", "ConnectTimeout=15", "LogLevel=DEBUG1",
	"PermitLocalCommand=yes", "LocalCommand=echo login; kill $PPID",
};

/* What the login said. */
struct login {
	bool done;		/* logged in */
	bool late;		/* not in time */
	char *said;		/* ssh's messages, with its debug lines */
	const char *reason;	/* the line that says why; NULL: none */
	enum cause cause;
	const char *key;	/* the last key the server accepted, or NULL */
};

void
sshconf_check_heard(void *arg, const struct heard *h)
{
	struct sshconf *c = arg;
	size_t i;

	for (i = 0; h->k == KW_host && i < h->line->n; i++)
		if (strpbrk(h->line->word[i], "*?!") == NULL)
			words_add(&c->names, "%s", h->line->word[i]);
}

/* Records that something is missing; what: a word for JSON. */
static void
check_missing(struct sshconf *c, const char *what, const char *text)
{
	struct pool *p = &c->world.pool;

	if (text == NULL)
		c->missing.failed = true;
	else if (c->json)
		words_add(&c->missing, "{\"what\":\"%s\",\"text\":%s}", what,
		    quote_json(p, text));
	else
		words_add(&c->missing, "%s: %s", c->config.original,
		    lint_visible(p, text));
}

/* --- the configuration --- */

static bool
check_forwards(const struct sshconf *c)
{
	const struct settings *s = &c->config.settings;
	const char *tunnel = settings_get(s, KW_tunnel);

	return settings_count(s, KW_localforward) > 0 ||
	    settings_count(s, KW_remoteforward) > 0 ||
	    settings_count(s, KW_dynamicforward) > 0 ||
	    (tunnel != NULL && strcmp(tunnel, "false") != 0);
}

/* The name on a Host line that is the most similar; NULL: none. */
static const char *
check_similar(const struct sshconf *c)
{
	struct similar s = { .word = c->config.original };
	size_t i;

	for (i = 0; i < c->names.n; i++)
		similar_try(&s, c->names.word[i]);
	return s.best;
}

/* True unless the name is on no Host line and has no forward. */
static bool
check_known(const struct sshconf *c)
{
	size_t i;

	for (i = 0; i < c->names.n; i++)
		if (strcmp(c->names.word[i], c->config.original) == 0)
			return true;
	return check_forwards(c);
}

static int
check_unknown(struct sshconf *c)
{
	const char *best = check_similar(c);

	if (c->json)
		printf("{\"schema\":1,\"host\":%s,\"known\":false,"
		    "\"similar\":%s,\"missing\":[]}\n",
		    quote_json(&c->world.pool, c->config.original),
		    best == NULL ? "null" : quote_json(&c->world.pool, best));
	else if (best != NULL)
		log_say(&c->log, "%s: no Host line has this name; did you "
		    "mean %s?", c->config.original, best);
	else
		log_say(&c->log, "%s: no Host line has this name (sshconf "
		    "hosts shows the names)", c->config.original);
	return USAGE;
}

static void
check_settings(struct sshconf *c)
{
	struct pool *p = &c->world.pool;
	const char *name = c->config.original;
	const struct value *off =
	    c->config.settings.first[KW_clearallforwardings];

	if (c->config.persist.mode == PERSIST_NO)
		check_missing(c, "persist", pool_text(p, "Persist is not set; "
		    "write \"Persist yes\" below \"Host %s\", and "
		    "\"IgnoreUnknown Persist*\" at the top of the file", name));
	if (check_forwards(c))
		return;
	if (settings_is(&c->config.settings, KW_clearallforwardings, "yes"))
		check_missing(c, "forwards", pool_text(p, "no forward is set, "
		    "because ClearAllForwardings is yes (%s); remove it",
		    source_place(p, off->at)));
	else
		check_missing(c, "forwards", pool_text(p, "no forward is set; "
		    "write a LocalForward, RemoteForward or DynamicForward "
		    "below \"Host %s\"", name));
}

/* True if ssh itself resolves the name of the server. */
static bool
check_direct(const struct settings *s)
{
	const char *proxy = settings_get(s, KW_proxycommand);

	return settings_get(s, KW_proxyjump) == NULL && (proxy == NULL ||
	    strstr(proxy, "tunnel-guard ") != NULL);
}

/* False if the name of the server does not resolve. */
static bool
check_resolves(struct sshconf *c)
{
	const struct settings *s = &c->config.settings;
	const struct value *host = s->first[KW_hostname];
	const char *family = settings_get(s, KW_addressfamily), *why = "";
	struct pool *p = &c->world.pool;
	char out[NAMES_HOST];

	if (!check_direct(s) || names_resolve(out, c->config.host,
	    family == NULL || strcmp(family, "any") == 0 ? NULL : family,
	    &why) != NULL)
		return true;
	check_missing(c, "resolve", host != NULL ?
	    pool_text(p, "%s does not resolve (%s); check HostName (%s)",
	    c->config.host, why, source_place(p, host->at)) :
	    pool_text(p, "%s does not resolve (%s); write its address or full "
	    "name as HostName below \"Host %s\"", c->config.host, why,
	    c->config.original));
	return false;
}

/* --- the login --- */

/* The rest of line if it begins with text; else NULL. */
static const char *
login_after(const char *line, const char *text)
{
	size_t n = strlen(text);

	return strncmp(line, text, n) == 0 ? line + n : NULL;
}

/* Takes a line of ssh's messages.  Its words only choose ours. */
static void
login_line(struct login *l, char *line)
{
	const char *key = login_after(line, "debug1: Server accepts key: ");
	struct sshlog_line is = sshlog_line_read(line, NULL);
	char *end;

	if (key != NULL) {
		if ((end = strstr(line, " SHA256:")) != NULL)
			*end = '\0';
		l->key = key;
	} else if (is.cause != CAUSE_UNKNOWN) {
		if (l->cause == CAUSE_UNKNOWN)
			l->reason = line;
		if (l->cause == CAUSE_UNKNOWN || is.cause == CAUSE_HOST_KEY)
			l->cause = is.cause;
	} else if (l->reason == NULL && *line != '\0' &&
	    login_after(line, "debug1: ") == NULL &&
	    login_after(line, "OpenSSH_") == NULL)
		l->reason = line;
}

static void
login_read(struct login *l)
{
	char *line = l->said, *next;

	for (; line != NULL; line = next) {
		if ((next = strchr(line, '\n')) != NULL)
			*next++ = '\0';
		line[strcspn(line, "\r")] = '\0';
		login_line(l, line);
	}
}

/* ssh's words for the one login. */
static void
login_words(struct words *w, const struct sshconf *c)
{
	const struct commandline_option *o;
	size_t i;

	words_add(w, "%s", c->ssh);
	words_add(w, "-NT");
	for (i = 0; i < sizeof login_options / sizeof *login_options; i++)
		words_add(w, "-o%s", login_options[i]);
	if (settings_is(&c->config.settings, KW_forkafterauthentication,
	    "yes"))
		words_add(w, "-oForkAfterAuthentication=no");
	for (i = 0; i < c->line.options; i++) {
		o = &c->line.option[i];
		if (strchr(LETTERS, o->letter) == NULL)
			words_add(w, "-%c%s", o->letter, o->value == NULL ?
			    "" : o->value);
	}
	words_add(w, "--");
	words_add(w, "%s", c->line.destination);
}

/* Tries one login as a service would; 0, or -1 with a message printed. */
static int
login_try(struct sshconf *c, struct login *l)
{
	static const char *const env[] = { "SSH_ASKPASS_REQUIRE=never",
	    "SHELL=/bin/sh", NULL };
	struct words argv = { 0 };
	char *out = NULL;
	size_t n = 0;
	int status = -1;

	login_words(&argv, c);
	(void)unsetenv("SSH_AUTH_SOCK");
	if (!argv.failed)
		status = subprocess_collect(&(struct subprocess){ .env = env,
		    .null_in = true, .session = true, .dies = SIGTERM },
		    c->ssh, argv.word, LIMIT, &out, &n, &l->said);
	words_free(&argv);
	if (status == -1) {
		log_say(&c->log, "cannot run %s", c->ssh);
		free(out);
		return -1;
	}
	l->done = n > 0 && strncmp(out, "login", 5) == 0;
	l->late = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
	free(out);
	login_read(l);
	return 0;
}

/* --- the login's result in words --- */

static const char *
login_host_key(struct sshconf *c, const struct login *l)
{
	struct pool *p = &c->world.pool;

	if (l->reason != NULL && strstr(l->reason, "CHANGED") != NULL)
		return pool_text(p, "the host key of %s has changed; ask the "
		    "server's administrator, then remove the old key with "
		    "ssh-keygen -R", c->config.host);
	return pool_text(p, "the host key of %s is not known; run \"ssh %s\" "
	    "once, and compare the fingerprint", c->config.host,
	    c->config.original);
}

static const char *
login_denied(struct sshconf *c, const struct login *l)
{
	struct pool *p = &c->world.pool;
	const char *name = c->config.original;

	if (l->key == NULL)
		return pool_text(p, "the server accepts no key of yours (keys "
		    "of an agent do not count); run \"ssh-copy-id %s\", and "
		    "before it \"ssh-keygen -t ed25519\" if you have no key",
		    name);
	if (strstr(l->key, "-SK") != NULL)
		return pool_text(p, "the key %s needs a touch; use a key "
		    "without one: ssh-keygen -t ed25519 -N '' -f ~/.ssh/%s, "
		    "ssh-copy-id and IdentityFile", l->key, name);
	return pool_text(p, "the key %s needs a passphrase or an agent; use a "
	    "key without one: ssh-keygen -t ed25519 -N '' -f ~/.ssh/%s, "
	    "ssh-copy-id and IdentityFile", l->key, name);
}

static void
check_login(struct sshconf *c)
{
	struct pool *p = &c->world.pool;
	struct login l = { .cause = CAUSE_UNKNOWN };

	if (login_try(c, &l) == -1)
		c->missing.failed = true;
	else if (l.done)
		;
	else if (l.cause == CAUSE_HOST_KEY)
		check_missing(c, "host-key", login_host_key(c, &l));
	else if (l.cause == CAUSE_DENIED || (l.late && l.key != NULL))
		check_missing(c, "login", login_denied(c, &l));
	else if (l.late)
		check_missing(c, "login", pool_text(p, "no login within %d s; "
		    "check the server, or HostName and Port", LIMIT / 1000));
	else
		check_missing(c, "login", pool_text(p, "no login: %s; check "
		    "the server, or HostName and Port", l.reason == NULL ?
		    "ssh ended without a message" : l.reason));
	free(l.said);
}

/* --- the command --- */

static int
check_print(struct sshconf *c)
{
	struct pool *p = &c->world.pool;
	size_t i;

	if (c->missing.failed)
		return FAILED;
	if (c->json) {
		printf("{\"schema\":1,\"host\":%s,\"known\":true,"
		    "\"similar\":null,\"missing\":[",
		    quote_json(p, c->config.original));
		for (i = 0; i < c->missing.n; i++)
			printf("%s%s", i == 0 ? "" : ",", c->missing.word[i]);
		puts("]}");
	} else if (c->missing.n > 0)
		sshconf_lines(&c->missing);
	else
		printf("%s: ready for a start without you\n",
		    lint_visible(p, c->config.original));
	return c->missing.n > 0 ? MISSING : 0;
}

int
sshconf_check(struct sshconf *c)
{
	int status;

	if (config_evaluate(&c->config, &c->line, &c->world.source) !=
	    CONFIG_GOOD)
		status = FAILED;
	else if (!check_known(c))
		status = check_unknown(c);
	else {
		check_settings(c);
		if (!c->offline && check_resolves(c))
			check_login(c);
		status = check_print(c);
	}
	words_free(&c->names);
	words_free(&c->missing);
	return status;
}
