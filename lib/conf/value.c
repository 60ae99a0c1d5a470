/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "conf/destination.h"
#include "conf/persist.h"
#include "conf/scalar.h"
#include "conf/value.h"

/* --- a line's words --- */

const char *
taking_word(struct taking *t)
{
	return t->next < t->line->n ? t->line->word[t->next++] : NULL;
}

const char *
taking_must(struct taking *t)
{
	const char *word = taking_word(t);

	if (word != NULL && *word != '\0')
		return word;
	(void)taking_bad(t, "Missing argument.");
	return NULL;
}

enum outcome
taking_bad(const struct taking *t, const char *fmt, ...)
{
	char text[800];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	source_complain(t->source, LEVEL_ERROR, t->at, "%s line %d: %s",
	    t->at.file, t->at.line, text);
	return BAD_LINE;
}

void
taking_set(struct taking *t, enum keyword k, const char *text)
{
	if (!t->active)
		t->heard = HEARD_BLOCK;
	else if (!settings_set(t->s, k, text, t->at))
		t->heard = HEARD_EARLIER;
}

const char *
taking_copy(struct taking *t, const char *word)
{
	return !t->active ? word :
	    pool_copy(&t->s->pool, word, strlen(word));
}

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
