/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "conf/destination.h"
#include "conf/persist.h"
#include "conf/scalar.h"
#include "conf/value.h"

static enum outcome
take_rest(struct taking *t)
{
	t->next = t->line->n;
	return TAKEN;
}

/* --- texts --- */

static enum outcome
take_string(struct taking *t)
{
	const char *word = taking_must(t);

	if (word == NULL)
		return BAD_LINE;
	if (t->k == KW_refuseconnection && t->active) {
		(void)taking_bad(t, "RefuseConnection: %s", word);
		return FATAL;
	}
	taking_set(t, t->k, taking_copy(t, word));
	return TAKEN;
}

static const char *
taking_raw(const struct taking *t)
{
	const char *raw = t->line->rest;

	return raw + strspn(raw, " \t\r\n=");
}

static enum outcome
take_command(struct taking *t)
{
	taking_set(t, t->k, taking_copy(t, taking_raw(t)));
	return take_rest(t);
}

/* ssh uses the first of ProxyCommand and ProxyJump. */
static enum outcome
take_proxy_command(struct taking *t)
{
	const char *jump = settings_get(t->s, KW_proxyjump);

	if (jump == NULL || strcmp(jump, "none") == 0)
		return take_command(t);
	t->heard = t->active ? HEARD_EARLIER : HEARD_BLOCK;
	return take_rest(t);
}

static enum outcome
take_proxy_jump(struct taking *t)
{
	const char *raw = taking_raw(t);
	struct destination last;
	bool applies = t->active &&
	    settings_get(t->s, KW_proxycommand) == NULL &&
	    settings_get(t->s, KW_proxyjump) == NULL;

	if (destination_jump(&last, &t->s->pool, t->source, raw,
	    t->at.line == 0) == -1)
		return taking_bad(t, "Invalid ProxyJump \"%s\"", raw);
	if (applies)
		taking_set(t, t->k, destination_jump_text(&t->s->pool,
		    t->source, raw, &last));
	else
		t->heard = t->active ? HEARD_EARLIER : HEARD_BLOCK;
	return take_rest(t);
}

/* The value is the whole rest of the line, even a comment. */
static enum outcome
take_addendum(struct taking *t)
{
	const char *raw = t->line->rest;

	if (strchr(raw, '\r') != NULL) {
		(void)taking_bad(t, "Invalid %s argument", t->line->keyword);
		return FATAL;
	}
	taking_set(t, t->k, strcasecmp(raw, "none") == 0 ? "" :
	    taking_copy(t, raw));
	return take_rest(t);
}

/* One file; several since 10.3. */
static enum outcome
take_revoked(struct taking *t)
{
	return (t->line->n == 1 && *t->line->word[0] != '\0') ||
	    t->source->release(t->source->arg) < 1003 ? take_string(t) :
	    take_revoked_files(t);
}

static enum outcome
take_escape(struct taking *t)
{
	const char *word = taking_must(t);
	unsigned char c;

	if (word == NULL)
		return BAD_LINE;
	if (strcmp(word, "none") == 0) {
		taking_set(t, t->k, "none");
		return TAKEN;
	}
	c = (unsigned char)word[0];
	if (word[1] != '\0') {
		c = (unsigned char)word[1];
		if (word[0] != '^' || word[2] != '\0' || c < 64 || c >= 128)
			return taking_bad(t, "Bad escape character.");
		c &= 31;
	}
	taking_set(t, t->k, taking_copy(t, (char[]){ (char)c, '\0' }));
	return TAKEN;
}

/* --- extension keywords --- */

static enum outcome
take_persist(struct taking *t)
{
	struct oops o = { "" };
	const char *where = source_place(&t->s->pool, t->at), *shown;
	char *const raw = t->line->n == 0 ? NULL :
	    (char *)(size_t)taking_raw(t);
	bool whole = raw != NULL && persist_is_command(t->k);

	shown = persist_read(&t->s->pool, t->k, where,
	    whole ? &raw : t->line->word, whole ? 1 : t->line->n, &o);
	if (shown == NULL) {
		t->source->oops(t->source->arg, t->at, o.text);
		return OURS;
	}
	taking_set(t, t->k, shown);
	return take_rest(t);
}

/* --- all types --- */

static enum outcome
take(struct taking *t)
{
	static enum outcome (*const reader[])(struct taking *) = {
		[TYPE_FLAG] = take_choice, [TYPE_FAMILY] = take_choice,
		[TYPE_ASK] = take_choice, [TYPE_STRICT] = take_choice,
		[TYPE_MASTER] = take_choice, [TYPE_TUNNEL] = take_choice,
		[TYPE_TTY] = take_choice, [TYPE_SESSION] = take_choice,
		[TYPE_CANONICAL] = take_choice, [TYPE_PUBKEY] = take_choice,
		[TYPE_COMPRESSION] = take_choice, [TYPE_WEAK] = take_choice,
		[TYPE_ADD_KEYS] = take_add_keys, [TYPE_TIME] = take_time,
		[TYPE_STRING] = take_string, [TYPE_DOMAINS] = take_domains,
		[TYPE_NUMBER] = take_number, [TYPE_CNAMES] = take_cnames,
		[TYPE_KEYS] = take_algorithms, [TYPE_KEX] = take_algorithms,
		[TYPE_CIPHERS] = take_algorithms,
		[TYPE_MACS] = take_algorithms,
		[TYPE_CERTIFICATE] = take_identity,
		[TYPE_IDENTITY] = take_identity,
		[TYPE_CHANNEL_TIMEOUT] = take_channel_timeout,
		[TYPE_IGNORED] = take_rest,
		[TYPE_CONTROL_PERSIST] = take_control_persist,
		[TYPE_DYNAMIC] = take_forward, [TYPE_LOCAL] = take_forward,
		[TYPE_REMOTE] = take_forward, [TYPE_ESCAPE] = take_escape,
		[TYPE_HASH] = take_hash,
		[TYPE_FORWARD_AGENT] = take_forward_agent,
		[TYPE_FILES] = take_files, [TYPE_AGENT] = take_agent,
		[TYPE_IPQOS] = take_ipqos, [TYPE_COMMAND] = take_command,
		[TYPE_LEVEL] = take_level, [TYPE_VERBOSE] = take_verbose,
		[TYPE_OBSCURE] = take_obscure, [TYPE_PERMIT] = take_permit,
		[TYPE_PERSIST] = take_persist, [TYPE_PORT] = take_port,
		[TYPE_PROXY_COMMAND] = take_proxy_command,
		[TYPE_PROXY_JUMP] = take_proxy_jump,
		[TYPE_REKEY] = take_rekey, [TYPE_SEND_ENV] = take_send_env,
		[TYPE_SET_ENV] = take_set_env, [TYPE_MASK] = take_mask,
		[TYPE_FACILITY] = take_facility,
		[TYPE_TUNNEL_DEVICE] = take_tunnel_device,
		[TYPE_ADDENDUM] = take_addendum,
		[TYPE_REVOKED] = take_revoked,
		[KEYWORD_TYPES] = NULL,
	};
	enum keyword_type type = keyword_rows[t->k].type;

	return reader[type] == NULL ? take_rest(t) : reader[type](t);
}

enum outcome
value_take(struct taking *t)
{
	enum outcome is = take(t);

	if (is != TAKEN || t->next == t->line->n)
		return is;
	return taking_bad(t, "keyword %s extra arguments at end of line",
	    t->line->keyword);
}

bool
value_harmless(enum keyword k, const char *word, size_t len)
{
	static const bool any[KEYWORD_TYPES] = {
		[TYPE_STRING] = true, [TYPE_IDENTITY] = true,
		[TYPE_CERTIFICATE] = true, [TYPE_REVOKED] = true,
	};

	if (any[keyword_rows[k].type])
		return keyword_rows[k].since == 0 && k != KW_ignoreunknown;
	return k == KW_port && scalar_is_port(word, len);
}

/* --- numbers --- */

static void
taking_number(struct taking *t, enum keyword k, int n)
{
	taking_set(t, k, !t->active ? NULL :
	    pool_text(&t->s->pool, "%d", n));
}

/* Reads a time for k; "none" sets nothing, so a later line can set k. */
static enum outcome
take_time_for(struct taking *t, enum keyword k)
{
	const char *word = taking_word(t);
	int seconds;

	if (word == NULL || *word == '\0')
		return taking_bad(t, "missing time value.");
	if (strcmp(word, "none") == 0)
		return TAKEN;
	if ((seconds = scalar_time(t->source, word)) == -1)
		return taking_bad(t, "invalid time value.");
	taking_number(t, k, seconds);
	return TAKEN;
}

enum outcome
take_time(struct taking *t)
{
	return take_time_for(t, t->k);
}

enum outcome
take_number(struct taking *t)
{
	const char *why;
	int n = 0;

	if ((why = scalar_number(taking_word(t), &n)) != NULL)
		return taking_bad(t, "integer value %s.", why);
	taking_number(t, t->k, n);
	return TAKEN;
}

enum outcome
take_port(struct taking *t)
{
	const char *word = taking_must(t);
	int port;

	if (word == NULL)
		return BAD_LINE;
	if ((port = scalar_port(t->source, word)) <= 0)
		return taking_bad(t, "Bad port '%s'.", word);
	taking_number(t, t->k, port);
	return TAKEN;
}

enum outcome
take_control_persist(struct taking *t)
{
	const char *word = taking_word(t), *shown;
	int seconds;

	if (word == NULL || *word == '\0')
		return taking_bad(t, "Missing ControlPersist argument.");
	if (strcmp(word, "no") == 0 || strcmp(word, "false") == 0)
		shown = "no";
	else if (strcmp(word, "yes") == 0 || strcmp(word, "true") == 0)
		shown = "yes";
	else if ((seconds = scalar_time(t->source, word)) == -1)
		return taking_bad(t, "Bad ControlPersist argument.");
	else
		shown = seconds == 0 ? "yes" :
		    pool_text(&t->s->pool, "%d", seconds);
	taking_set(t, t->k, shown);
	return TAKEN;
}

/* The last line wins, even if its block does not apply. */
enum outcome
take_mask(struct taking *t)
{
	const char *word = taking_word(t);
	char *end;
	long mask;

	if (word == NULL || *word == '\0')
		return taking_bad(t, "Missing StreamLocalBindMask argument.");
	mask = strtol(word, &end, 8);
	if (end == word || mask < 0 || mask > 0777)
		return taking_bad(t, "Bad mask.");
	settings_replace(t->s, t->k, pool_text(&t->s->pool, "0%lo",
	    (unsigned long)mask), t->at);
	return TAKEN;
}

/* The bytes and the time are two values: each keeps its first line. */
enum outcome
take_rekey(struct taking *t)
{
	const char *word = taking_must(t), *why;
	long long bytes = 0;

	if (word == NULL)
		return BAD_LINE;
	if (strcmp(word, "default") != 0) {
		if ((why = scalar_size(word, &bytes)) != NULL)
			return taking_bad(t, "Bad number '%s': %s", word, why);
		if (bytes != 0 && bytes < 16)
			return taking_bad(t, "RekeyLimit too small");
	}
	taking_set(t, KW_rekeylimit, pool_text(&t->s->pool, "%llu",
	    (unsigned long long)bytes));
	return t->next == t->line->n ? TAKEN :
	    take_time_for(t, KW_REKEY_INTERVAL);
}

enum outcome
take_ipqos(struct taking *t)
{
	const char *word[2], *name[2];
	int i;

	for (i = 0; i < 2; i++) {
		word[i] = taking_word(t);
		if (i == 1 && word[i] == NULL)
			word[i] = word[0];
		name[i] = word[i] == NULL ? NULL :
		    scalar_ipqos(t->source, &t->s->pool, word[i]);
		if (name[i] == NULL)
			return taking_bad(t, "Bad IPQoS value: %s",
			    word[i] == NULL ? "(null)" : word[i]);
	}
	taking_set(t, t->k, pool_text(&t->s->pool, "%s %s", name[0], name[1]));
	return TAKEN;
}

enum outcome
take_tunnel_device(struct taking *t)
{
	const char *word = taking_must(t), *shown;

	if (word == NULL)
		return BAD_LINE;
	if ((shown = scalar_tunnel(&t->s->pool, word)) == NULL)
		return taking_bad(t, "Bad tun device.");
	taking_set(t, t->k, shown);
	return TAKEN;
}

enum outcome
take_obscure(struct taking *t)
{
	const char *word = taking_word(t), *why;
	int ms = 0;

	if (word == NULL)
		return taking_bad(t, "missing argument");
	if (strcmp(word, "yes") == 0 || strcmp(word, "true") == 0)
		ms = 20;
	else if (strncmp(word, "interval:", 9) == 0) {
		if ((why = scalar_number(word + 9, &ms)) != NULL)
			return taking_bad(t, "integer value %s.", why);
		if (ms <= 0 || ms > 1000)
			return taking_bad(t, "value out of range.");
	} else if (strcmp(word, "no") != 0 && strcmp(word, "false") != 0)
		return taking_bad(t, "unsupported argument \"%s\"", word);
	if (taking_word(t) != NULL)
		return taking_bad(t, "invalid arguments");
	taking_set(t, t->k, ms == 0 ? "no" : ms == 20 ? "yes" :
	    pool_text(&t->s->pool, "%d", ms));
	return TAKEN;
}
