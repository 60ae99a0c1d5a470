/* SPDX-License-Identifier: ISC */
/* Turns options of the command line and the destination into settings. */
#include <stdlib.h>
#include <string.h>

#include "conf/destination.h"
#include "conf/evaluation.h"
#include "conf/forward.h"
#include "conf/scalar.h"

/* The options of ssh's command line, as in OpenSSH's ssh.c. */

/* --- flags --- */

/* The keyword and the value that a flag sets. */
static const struct simple {
	char letter;
	enum keyword k;
	const char *text;
} simple[] = {
	{ '4', KW_addressfamily, "inet" }, { '6', KW_addressfamily, "inet6" },
	{ 'n', KW_stdinnull, "yes" }, { 'f', KW_stdinnull, "yes" },
	{ 'f', KW_forkafterauthentication, "yes" },
	{ 'x', KW_forwardx11, "no" }, { 'X', KW_forwardx11, "yes" },
	{ 'Y', KW_forwardx11, "yes" }, { 'Y', KW_forwardx11trusted, "yes" },
	{ 'g', KW_gatewayports, "yes" }, { 'a', KW_forwardagent, "no" },
	{ 'A', KW_forwardagent, "yes" },
	{ 'k', KW_gssapidelegatecredentials, "no" },
	{ 'K', KW_gssapiauthentication, "yes" },
	{ 'K', KW_gssapidelegatecredentials, "yes" },
	{ 'q', KW_loglevel, "QUIET" }, { 'C', KW_compression, "yes" },
	{ 'T', KW_requesttty, "false" },
};

/* The LogLevel of -v.  A second -v raises the level by one, even after -q. */
static const char *
more(struct evaluation *e)
{
	static const char *const level[] = { "QUIET", "FATAL", "ERROR", "INFO",
	    "VERBOSE", "DEBUG", "DEBUG2", "DEBUG3" };
	size_t i;

	if (!e->debug) {
		e->debug = true;
		return "DEBUG";
	}
	for (i = 0; i < 7; i++)
		if (eval_is(e, KW_loglevel, level[i]))
			return level[i + 1];
	return "DEBUG3";
}

/* The value of -t or -M, which is stronger if the option is repeated. */
static const char *
again(const struct evaluation *e, char letter)
{
	if (letter == 't')
		return eval_is(e, KW_requesttty, "true") ? "force" : "true";
	return eval_is(e, KW_controlmaster, "true") ? "ask" : "true";
}

static enum outcome
option_session(struct evaluation *e, char letter)
{
	const char *type = letter == 'N' ? "none" : "subsystem";
	const char *was = settings_get(e->s, KW_sessiontype);

	if (was != NULL && strcmp(was, type) != 0)
		return option_refuse(e, LEVEL_FATAL, letter == 'N' ?
		    "Cannot specify -N with -s/SessionType" :
		    "Cannot specify -s with -N/SessionType", NULL);
	option_replace(e, KW_sessiontype, type);
	if (letter == 'N')
		option_replace(e, KW_requesttty, "false");
	return TAKEN;
}

static enum outcome
option_flag(struct evaluation *e, char letter)
{
	size_t i;

	for (i = 0; i < sizeof simple / sizeof *simple; i++)
		if (simple[i].letter == letter)
			option_replace(e, simple[i].k, simple[i].text);
	switch (letter) {
	case '1':
		return option_refuse(e, LEVEL_FATAL,
		    "SSH protocol v.1 is no longer supported", NULL);
	case 't':
		option_replace(e, KW_requesttty, again(e, 't'));
		break;
	case 'M':
		option_replace(e, KW_controlmaster, again(e, 'M'));
		break;
	case 'v':
		option_replace(e, KW_loglevel, more(e));
		break;
	case 'N':
	case 's':
		return option_session(e, letter);
	}
	return TAKEN;
}

/* Sets user and port of the destination, unless an option has set them. */
static enum outcome
option_destination(struct evaluation *e, const char *text)
{
	struct destination d;

	if (destination_parse(&d, &e->s->pool, e->source, text) == -1)
		return FATAL;
	if (d.user != NULL)
		option_set(e, KW_user, d.user);
	if (d.port != -1)
		option_set(e, KW_port, pool_text(&e->s->pool, "%d", d.port));
	e->original = e->host = d.host;
	return TAKEN;
}

static enum outcome
option_words(struct evaluation *e, const struct commandline *line)
{
	char *all = words_join(line->command, line->words);

	e->command = all == NULL ? NULL :
	    pool_copy(&e->s->pool, all, strlen(all));
	free(all);
	if (e->command == NULL)
		return FATAL;
	if (line->words == 0 && eval_is(e, KW_sessiontype, "subsystem"))
		return option_refuse(e, LEVEL_PLAIN,
		    "You must specify a subsystem to invoke.", NULL);
	return TAKEN;
}

/* Checks user and host, because tokens pass them to a shell. */
static enum outcome
check_names(const struct evaluation *e)
{
	const char *user = settings_get(e->s, KW_user);

	if (user != NULL && !destination_plain_user(user))
		return option_refuse(e, LEVEL_FATAL,
		    "remote username contains invalid characters", NULL);
	if (!destination_plain_host(e->original))
		return option_refuse(e, LEVEL_FATAL,
		    "hostname contains invalid characters", NULL);
	return TAKEN;
}

enum outcome
options_take(struct evaluation *e, const struct commandline *line)
{
	enum outcome outcome = TAKEN;
	const struct commandline_option *o = line->option;
	size_t i;

	for (i = 0; i < line->options && outcome == TAKEN; i++, o++) {
		/* The destination comes before the options after it. */
		if (i == line->before)
			outcome = option_destination(e, line->destination);
		if (outcome == TAKEN)
			outcome = o->value == NULL ?
			    option_flag(e, o->letter) :
			    option_value(e, o->letter, o->value);
	}
	if (outcome == TAKEN && e->original == NULL)
		outcome = option_destination(e, line->destination);
	if (outcome == TAKEN)
		outcome = check_names(e);
	return outcome == TAKEN ? option_words(e, line) : outcome;
}

/* --- options with a value --- */

static const struct origin at = { "command-line", 0, FROM_LETTER };

void
option_set(struct evaluation *e, enum keyword k, const char *text)
{
	settings_set(e->s, k, text, at);
}

void
option_replace(struct evaluation *e, enum keyword k, const char *text)
{
	settings_replace(e->s, k, text, at);
}

enum outcome
option_refuse(const struct evaluation *e, enum source_level level,
    const char *text, const char *value)
{
	source_complain(e->source, level, at, "%s%s%s%s", text,
	    value == NULL ? "" : " '", value == NULL ? "" : value,
	    value == NULL ? "" : "'");
	return FATAL;
}

static enum outcome
option_forward(struct evaluation *e, enum keyword k, const char *value)
{
	enum forward_kind kind = k == KW_remoteforward ? FORWARD_REMOTE :
	    k == KW_localforward ? FORWARD_LOCAL : FORWARD_DYNAMIC;
	struct pool *p = &e->s->pool;
	const struct value *v;
	struct forward f;
	const char *text;

	if (forward_parse(&f, p, e->source, kind, kind == FORWARD_DYNAMIC,
	    value) == -1 && (kind != FORWARD_REMOTE ||
	    forward_parse(&f, p, e->source, kind, true, value) == -1))
		return option_refuse(e, LEVEL_PLAIN, k == KW_remoteforward ?
		    "Bad remote forwarding specification" :
		    k == KW_localforward ?
		    "Bad local forwarding specification" :
		    "Bad dynamic forwarding specification", value);
	if ((text = forward_text(p, &f)) == NULL)
		return FATAL;
	if (k != KW_remoteforward)
		k = f.kind == FORWARD_DYNAMIC ? KW_dynamicforward :
		    KW_localforward;
	for (v = e->s->first[k]; v != NULL; v = v->next)
		if (strcmp(v->text, text) == 0)
			return TAKEN;
	settings_add(e->s, k, text, at);
	return TAKEN;
}

static enum outcome
option_local(struct evaluation *e, const char *value)
{
	return option_forward(e, KW_localforward, value);
}

static enum outcome
option_remote(struct evaluation *e, const char *value)
{
	return option_forward(e, KW_remoteforward, value);
}

static enum outcome
option_dynamic(struct evaluation *e, const char *value)
{
	return option_forward(e, KW_dynamicforward, value);
}

static enum outcome
option_stdio(struct evaluation *e, const char *value)
{
	struct forward f;

	if (e->stdio)
		return option_refuse(e, LEVEL_FATAL,
		    "stdio forward already specified", NULL);
	if (forward_parse(&f, &e->s->pool, e->source, FORWARD_LOCAL, true,
	    value) == -1)
		return option_refuse(e, LEVEL_PLAIN,
		    "Bad stdio forwarding specification", value);
	/* Before 9.4 a path does not count as a host. */
	e->stdio = f.listen.host != NULL ||
	    e->source->release(e->source->arg) >= 904;
	option_replace(e, KW_requesttty, "false");
	option_replace(e, KW_sessiontype, "none");
	return TAKEN;
}

static enum outcome
option_jump(struct evaluation *e, const char *value)
{
	struct destination last;

	if (settings_get(e->s, KW_proxyjump) != NULL)
		return option_refuse(e, LEVEL_FATAL, "Only a single -J option "
		    "is permitted (use commas to separate multiple jump hops)",
		    NULL);
	if (settings_get(e->s, KW_proxycommand) != NULL)
		return option_refuse(e, LEVEL_FATAL,
		    "Cannot specify -J with ProxyCommand", NULL);
	if (destination_jump(&last, &e->s->pool, e->source, value, true) == -1)
		return option_refuse(e, LEVEL_FATAL, "Invalid -J argument",
		    NULL);
	option_set(e, KW_proxyjump, destination_jump_text(&e->s->pool,
	    e->source, value, &last));
	return TAKEN;
}

static enum outcome
option_port(struct evaluation *e, const char *value)
{
	int port;

	if (settings_get(e->s, KW_port) != NULL)
		return TAKEN;
	if ((port = scalar_port(e->source, value)) <= 0)
		return option_refuse(e, LEVEL_PLAIN, "Bad port", value);
	option_set(e, KW_port, pool_text(&e->s->pool, "%d", port));
	return TAKEN;
}

static enum outcome
option_identity_file(struct evaluation *e, const char *value)
{
	const char *path = token_tilde(&e->s->pool, e->source, value), *why;
	const struct value *v;

	if (path == NULL)
		return FATAL;
	if (!e->source->there(e->source->arg, path, &why)) {
		source_complain(e->source, LEVEL_PLAIN, at, "Warning: "
		    "Identity file %s not accessible: %s.", path, why);
		return TAKEN;
	}
	for (v = e->s->first[KW_identityfile]; v != NULL; v = v->next)
		if (strcmp(v->text, path) == 0 && v->at.from == FROM_LETTER)
			return TAKEN;
	settings_add(e->s, KW_identityfile, path, at);
	return TAKEN;
}

static void
hush(void *arg, enum source_level level, struct origin where,
    const char *text)
{
	(void)arg;
	(void)level;
	(void)where;
	(void)text;
}

/* Reads value as in a line of keyword k; false if k has no such value. */
static bool
line_value(struct evaluation *e, enum keyword k, const char *value)
{
	struct config_source quiet = *e->source;
	struct line line = { .keyword = (char *)(size_t)keyword_rows[k].name,
	    .word = (char *[]){ (char *)(size_t)value, NULL }, .n = 1 };
	struct taking t = { .s = e->s, .source = &quiet, .line = &line,
	    .at = at, .k = k, .active = true };
	struct value *was = e->s->first[k];

	quiet.complain = hush;
	e->s->first[k] = NULL;
	if (value_take(&t) == TAKEN)
		return true;
	e->s->first[k] = was;
	return false;
}

/* ssh ends only this complaint with a full stop. */
static enum outcome
escape_refuse(struct evaluation *e, const char *value)
{
	source_complain(e->source, LEVEL_PLAIN, at,
	    "Bad escape character '%s'.", value);
	return FATAL;
}

static enum outcome
option_escape(struct evaluation *e, const char *value)
{
	return *value != '\0' && line_value(e, KW_escapechar, value) ? TAKEN :
	    escape_refuse(e, value);
}

static enum outcome
option_tunnel(struct evaluation *e, const char *value)
{
	const char *shown = scalar_tunnel(&e->s->pool, value);

	option_set(e, KW_tunnel, "point-to-point");
	if (shown == NULL)
		return option_refuse(e, LEVEL_PLAIN, "Bad tun device", value);
	option_replace(e, KW_tunneldevice, shown);
	return TAKEN;
}

static enum outcome
option_line(struct evaluation *e, const char *value)
{
	enum outcome outcome = reading_option(e, value);

	return outcome == BAD_LINE ? FATAL : outcome;
}

static enum outcome
option_cipher(struct evaluation *e, const char *value)
{
	return *value != '-' && line_value(e, KW_ciphers, value) ? TAKEN :
	    option_refuse(e, LEVEL_PLAIN, "Unknown cipher type", value);
}

static enum outcome
option_mac(struct evaluation *e, const char *value)
{
	return strchr("+-^", *value) == NULL &&
	    line_value(e, KW_macs, value) ? TAKEN :
	    option_refuse(e, LEVEL_PLAIN, "Unknown mac type", value);
}

static enum outcome
option_file(struct evaluation *e, const char *value)
{
	e->file = value;
	return TAKEN;
}

/* The keyword that an option's value sets, and how it sets it. */
static const struct {
	char letter;
	enum keyword k;
	void (*set)(struct evaluation *, enum keyword, const char *);
} named[] = {
	{ 'l', KW_user, option_set }, { 'P', KW_tag, option_set },
	{ 'S', KW_controlpath, option_replace },
	{ 'b', KW_bindaddress, option_replace },
	{ 'B', KW_bindinterface, option_replace },
	{ 'I', KW_pkcs11provider, option_replace },
};

static const struct {
	char letter;
	enum outcome (*take)(struct evaluation *, const char *);
} valued[] = {
	{ 'o', option_line }, { 'L', option_local }, { 'R', option_remote },
	{ 'D', option_dynamic }, { 'W', option_stdio }, { 'J', option_jump },
	{ 'i', option_identity_file }, { 'p', option_port },
	{ 'e', option_escape }, { 'w', option_tunnel },
	{ 'c', option_cipher }, { 'm', option_mac }, { 'F', option_file },
};

enum outcome
option_value(struct evaluation *e, char letter, const char *value)
{
	size_t i;

	for (i = 0; i < sizeof named / sizeof *named; i++)
		if (named[i].letter == letter)
			named[i].set(e, named[i].k, value);
	for (i = 0; i < sizeof valued / sizeof *valued; i++)
		if (valued[i].letter == letter)
			return valued[i].take(e, value);
	return TAKEN;
}
