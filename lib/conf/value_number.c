/* SPDX-License-Identifier: ISC */
/* Reads values that are times or numbers. */
#include <stdlib.h>
#include <string.h>

#include "conf/scalar.h"
#include "conf/value.h"

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
