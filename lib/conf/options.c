/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "conf/destination.h"
#include "conf/evaluation.h"
#include "conf/forward.h"
#include "conf/scalar.h"

/* The letters of ssh's command line, as ssh.c has them. */

static const struct origin at = { "command-line", 0, FROM_LETTER };

static void
set(struct evaluation *e, enum keyword k, const char *text)
{
	settings_set(e->s, k, text, at);
}

static void
replace(struct evaluation *e, enum keyword k, const char *text)
{
	settings_replace(e->s, k, text, at);
}

static bool
is(const struct evaluation *e, enum keyword k, const char *text)
{
	return settings_is(e->s, k, text);
}

static const char bad_escape[] = "Bad escape character";

/* A complaint after which ssh exits. */
static enum outcome
refuse(const struct evaluation *e, enum source_level level, const char *text,
    const char *value)
{
	const char *end = strcmp(text, bad_escape) == 0 ? "'." : "'";

	source_complain(e->source, level, at, "%s%s%s%s", text,
	    value == NULL ? "" : " '", value == NULL ? "" : value,
	    value == NULL ? "" : end);
	return FATAL;
}

/* --- flags --- */

/* What a flag alone sets, first of all or whatever was there. */
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
	{ 'q', KW_loglevel, "SILENT" }, { 'C', KW_compression, "yes" },
	{ 'T', KW_requesttty, "false" },
};

/* More of the same letter says more. */
static const char *
again(const struct evaluation *e, char letter)
{
	if (letter == 't')
		return is(e, KW_requesttty, "true") ? "force" : "true";
	if (letter == 'M')
		return is(e, KW_controlmaster, "true") ? "ask" : "true";
	return is(e, KW_loglevel, "DEBUG") ? "DEBUG2" :
	    is(e, KW_loglevel, "DEBUG2") || is(e, KW_loglevel, "DEBUG3") ?
	    "DEBUG3" : "DEBUG";
}

static enum outcome
option_session(struct evaluation *e, char letter)
{
	const char *type = letter == 'N' ? "none" : "subsystem";
	const char *was = settings_get(e->s, KW_sessiontype);

	if (was != NULL && strcmp(was, type) != 0)
		return refuse(e, LEVEL_FATAL, letter == 'N' ?
		    "Cannot specify -N with -s/SessionType" :
		    "Cannot specify -s with -N/SessionType", NULL);
	replace(e, KW_sessiontype, type);
	if (letter == 'N')
		replace(e, KW_requesttty, "false");
	return TAKEN;
}

static enum outcome
option_flag(struct evaluation *e, char letter)
{
	size_t i;

	for (i = 0; i < sizeof simple / sizeof *simple; i++)
		if (simple[i].letter == letter)
			replace(e, simple[i].k, simple[i].text);
	switch (letter) {
	case '1':
		return refuse(e, LEVEL_FATAL,
		    "SSH protocol v.1 is no longer supported", NULL);
	case 't':
		replace(e, KW_requesttty, again(e, 't'));
		break;
	case 'M':
		replace(e, KW_controlmaster, again(e, 'M'));
		break;
	case 'v':
		replace(e, KW_loglevel, again(e, 'v'));
		break;
	case 'N':
	case 's':
		return option_session(e, letter);
	}
	return TAKEN;
}

/* --- options with a value --- */

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
		return refuse(e, LEVEL_PLAIN, k == KW_remoteforward ?
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
option_stdio(struct evaluation *e, const char *value)
{
	struct forward f;

	if (e->stdio)
		return refuse(e, LEVEL_FATAL,
		    "stdio forward already specified", NULL);
	if (forward_parse(&f, &e->s->pool, e->source, FORWARD_LOCAL, true,
	    value) == -1)
		return refuse(e, LEVEL_PLAIN,
		    "Bad stdio forwarding specification", value);
	/* A path is no host. */
	e->stdio = f.listen.host != NULL;
	replace(e, KW_requesttty, "false");
	replace(e, KW_sessiontype, "none");
	return TAKEN;
}

static enum outcome
option_jump(struct evaluation *e, const char *value)
{
	struct destination last;

	if (settings_get(e->s, KW_proxyjump) != NULL)
		return refuse(e, LEVEL_FATAL, "Only a single -J option is "
		    "permitted (use commas to separate multiple jump hops)",
		    NULL);
	if (settings_get(e->s, KW_proxycommand) != NULL)
		return refuse(e, LEVEL_FATAL,
		    "Cannot specify -J with ProxyCommand", NULL);
	if (destination_jump(&last, &e->s->pool, e->source, value, true) == -1)
		return refuse(e, LEVEL_FATAL, "Invalid -J argument", NULL);
	set(e, KW_proxyjump, destination_jump_text(&e->s->pool, value, &last));
	return TAKEN;
}

static enum outcome
option_port(struct evaluation *e, const char *value)
{
	int port;

	if (settings_get(e->s, KW_port) != NULL)
		return TAKEN;
	if ((port = scalar_port(e->source, value)) <= 0)
		return refuse(e, LEVEL_PLAIN, "Bad port", value);
	set(e, KW_port, pool_text(&e->s->pool, "%d", port));
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

/* Reads value as a line of the keyword would; false if it is none of its. */
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

static enum outcome
option_escape(struct evaluation *e, const char *value)
{
	return *value != '\0' && line_value(e, KW_escapechar, value) ? TAKEN :
	    refuse(e, LEVEL_PLAIN, bad_escape, value);
}

static enum outcome
option_tunnel(struct evaluation *e, const char *value)
{
	const char *shown = scalar_tunnel(&e->s->pool, value);

	set(e, KW_tunnel, "point-to-point");
	if (shown == NULL)
		return refuse(e, LEVEL_PLAIN, "Bad tun device", value);
	replace(e, KW_tunneldevice, shown);
	return TAKEN;
}

static enum outcome
option_line(struct evaluation *e, const char *value)
{
	enum outcome outcome = reading_option(e, value);

	return outcome == BAD_LINE ? FATAL : outcome;
}

static enum outcome
option_value(struct evaluation *e, char letter, const char *value)
{
	switch (letter) {
	case 'o':
		return option_line(e, value);
	case 'L':
		return option_forward(e, KW_localforward, value);
	case 'R':
		return option_forward(e, KW_remoteforward, value);
	case 'D':
		return option_forward(e, KW_dynamicforward, value);
	case 'W':
		return option_stdio(e, value);
	case 'J':
		return option_jump(e, value);
	case 'i':
		return option_identity_file(e, value);
	case 'p':
		return option_port(e, value);
	case 'e':
		return option_escape(e, value);
	case 'w':
		return option_tunnel(e, value);
	case 'c':
		return *value != '-' && line_value(e, KW_ciphers, value) ?
		    TAKEN : refuse(e, LEVEL_PLAIN, "Unknown cipher type",
		    value);
	case 'm':
		return strchr("+-^", *value) == NULL &&
		    line_value(e, KW_macs, value) ? TAKEN :
		    refuse(e, LEVEL_PLAIN, "Unknown mac type", value);
	case 'l':
		set(e, KW_user, value);
		break;
	case 'P':
		set(e, KW_tag, value);
		break;
	case 'S':
		replace(e, KW_controlpath, value);
		break;
	case 'b':
		replace(e, KW_bindaddress, value);
		break;
	case 'B':
		replace(e, KW_bindinterface, value);
		break;
	case 'I':
		replace(e, KW_pkcs11provider, value);
		break;
	case 'F':
		e->file = value;
		break;
	}
	return TAKEN;
}

/* What the destination says, where nothing has said it before. */
static enum outcome
option_destination(struct evaluation *e, const char *text)
{
	struct destination d;

	if (destination_parse(&d, &e->s->pool, e->source, text) == -1)
		return FATAL;
	if (d.user != NULL)
		set(e, KW_user, d.user);
	if (d.port != -1)
		set(e, KW_port, pool_text(&e->s->pool, "%d", d.port));
	e->original = e->host = d.host;
	return TAKEN;
}

static enum outcome
option_words(struct evaluation *e, const struct commandline *line)
{
	size_t i;

	e->command = "";
	for (i = 0; i < line->words && e->command != NULL; i++)
		e->command = pool_text(&e->s->pool, "%s%s%s", e->command,
		    i > 0 ? " " : "", line->command[i]);
	if (e->command == NULL)
		return FATAL;
	if (line->words == 0 && is(e, KW_sessiontype, "subsystem"))
		return refuse(e, LEVEL_PLAIN,
		    "You must specify a subsystem to invoke.", NULL);
	return TAKEN;
}

/* Names that reach a shell by way of tokens. */
static enum outcome
check_names(const struct evaluation *e)
{
	const char *user = settings_get(e->s, KW_user);

	if (user != NULL && !destination_plain_user(user))
		return refuse(e, LEVEL_FATAL,
		    "remote username contains invalid characters", NULL);
	if (!destination_plain_host(e->original))
		return refuse(e, LEVEL_FATAL,
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
		/* Options behind the destination come after it. */
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
