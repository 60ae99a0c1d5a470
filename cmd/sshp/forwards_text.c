/* SPDX-License-Identifier: ISC */
/* Formats the messages about forwards. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/span.h"
#include "sshp/forwarder.h"

enum { SLOW = 5000 };		/* worth a hint, ms */

static char *
forwards_text_refusal(const struct forwarder *f, size_t i,
    char text[FORWARDS_TEXT_TEXT])
{
	const struct plan_forward *p = &f->plan->forward[i];
	const char *unheld = forwarder_unheld(f, i);
	const char *again = unheld == NULL && (f->control == NULL ||
	    f->one[i].at_start) ? "" : ", retrying";
	const char *why = unheld != NULL ? unheld : f->reason[i].why;

	if (f->one[i].state == FORWARDS_REFUSED &&
	    f->one[i].due == SPAN_NEVER && *why == '\0' && !f->one[i].listed)
		snprintf(text, FORWARDS_TEXT_TEXT,
		    "%s is opened with the next connection", p->name);
	else if (!f->one[i].remote)
		snprintf(text, FORWARDS_TEXT_TEXT, "%s cannot listen%s%s%s",
		    p->name, *why != '\0' ? ": " : "", why, again);
	else if (f->one[i].state == FORWARDS_ASKED)
		snprintf(text, FORWARDS_TEXT_TEXT,
		    "the server does not answer the request for %s", p->name);
	else if (p->path != NULL)
		snprintf(text, FORWARDS_TEXT_TEXT,
		    "%s is refused by the server (if an earlier connection "
		    "left the socket file, set StreamLocalBindUnlink yes in "
		    "its sshd_config)%s", p->name, again);
	else if (f->one[i].had)
		snprintf(text, FORWARDS_TEXT_TEXT,
		    "%s is still in use on the server (by the previous "
		    "connection, or by another program)%s", p->name, again);
	else
		snprintf(text, FORWARDS_TEXT_TEXT,
		    "%s is refused by the server "
		    "(in use there, or not permitted)%s", p->name, again);
	return text;
}

static void	forwards_text_add(char [FORWARDS_TEXT_TEXT], const char *, ...)
		    __attribute__((format(printf, 2, 3)));

static void
forwards_text_add(char text[FORWARDS_TEXT_TEXT], const char *fmt, ...)
{
	size_t n = strlen(text);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text + n, FORWARDS_TEXT_TEXT - n, fmt, ap);
	va_end(ap);
}

static void
forwards_text_one(const struct forwarder *f, size_t i, bool back,
    char text[FORWARDS_TEXT_TEXT])
{
	const struct plan_forward *p = &f->plan->forward[i];
	const struct forwards_one *o = &f->one[i];

	if (forwarder_partial(f, i))
		forwards_text_add(text, "; %s listens, but not on %s: %s",
		    p->name, f->reason[i].address, f->reason[i].why);
	if (!o->remote)
		return;
	if (o->port != 0)
		forwards_text_add(text, ", %s granted as port %d", p->name,
		    o->port);
	else if (!back)
		forwards_text_add(text, ", %s granted", p->name);
}

static bool
forwards_text_lacks(const struct forwarder *f, size_t i)
{
	return forwarder_unheld(f, i) != NULL ||
	    (f->one[i].state != FORWARDS_UP &&
	    f->one[i].refused != SPAN_NEVER);
}

char *
forwards_text_up(const struct forwarder *f, bool back,
    char text[FORWARDS_TEXT_TEXT])
{
	char refusal[FORWARDS_TEXT_TEXT];
	size_t i;

	text[0] = '\0';
	for (i = 0; i < f->machine.n; i++)
		if (f->one[i].state == FORWARDS_UP)
			forwards_text_one(f, i, back, text);
	for (i = 0; i < f->machine.n; i++)
		if (forwards_text_lacks(f, i))
			forwards_text_add(text, "; %s",
			    forwards_text_refusal(f, i, refusal));
	return text;
}

void
forwards_text_missing(const struct forwarder *f, char *text, size_t size)
{
	const struct forwards_one *o = f->one;
	size_t i, n = 0;

	text[0] = '\0';
	for (i = 0; i < f->machine.n && n < size; i++)
		if (f->machine.live && (forwards_text_lacks(f, i) ||
		    (o[i].state != FORWARDS_UP && o[i].remote)))
			n += (size_t)snprintf(text + n, size - n, "%s%s %s",
			    n > 0 ? "; " : "", f->plan->forward[i].name,
			    o[i].state == FORWARDS_ASKED ? "not answered" :
			    o[i].remote && o[i].had ? "in use" : "refused");
	if (f->machine.live && f->wants_device && !f->device && n < size)
		snprintf(text + n, size - n, "%s-w not answered",
		    n > 0 ? "; " : "");
}

void
forwards_text_ports(const struct forwarder *f, char *text, size_t size)
{
	const struct forwards_one *o = f->one;
	size_t i, n = 0;

	text[0] = '\0';
	for (i = 0; i < f->machine.n && n < size; i++)
		if (o[i].remote && o[i].any)
			n += (size_t)snprintf(text + n, size - n, "%s%d",
			    n > 0 ? " " : "", o[i].state == FORWARDS_UP ?
			    o[i].port : 0);
}

char *
forwards_text_late(const struct forwarder *f, size_t i, int64_t now,
    char text[FORWARDS_TEXT_TEXT])
{
	const struct plan_forward *p = &f->plan->forward[i];
	const struct forwards_one *o = &f->one[i];
	char span[SPAN_TEXT];

	text[0] = '\0';
	forwards_text_add(text, "%s %s%s after %s", p->name,
	    o->remote ? "granted" : "listens",
	    f->reason[i].since != 0 ? " on all addresses" : "",
	    span_text(now - o->refused, span));
	if (o->port != 0)
		forwards_text_add(text, ", port %d", o->port);
	if (o->remote && f->reclaimed > 0)
		forwards_text_add(text, ": PersistReclaim ended the previous "
		    "session on the server");
	else if (o->remote && o->had && p->port != 0 && !f->plan->reclaim &&
	    now - o->refused >= SLOW)
		forwards_text_add(text, " (PersistReclaim would be faster)");
	return text;
}

/* --- an edit --- */

enum {				/* longer lists are counted */
	NAMES = 12,
	REFUSALS = 3
};

enum forwards_text_list { OPENED, CLOSED, STAYS, RETRIED, LISTS };

/* How an edit ended for one forward that it removed. */
static enum forwards_text_list
forwards_text_closing(const struct forwarder_closing *c)
{
	return c->is == FORWARDER_CLOSED ? CLOSED : c->is == FORWARDER_OPEN ?
	    RETRIED : STAYS;
}

/* Adds a name, its number in its list is *n. */
static void
forwards_text_name(char text[FORWARDS_TEXT_TEXT], size_t *n, const char *verb,
    const char *name)
{
	if (*n == 0)
		forwards_text_add(text, "%s%s", text[0] != '\0' ? "; " : "",
		    verb);
	if ((*n)++ < NAMES)
		forwards_text_add(text, "%s %s", *n > 1 ? "," : "", name);
}

static void
forwards_text_rest(char text[FORWARDS_TEXT_TEXT], size_t n, size_t most)
{
	if (n > most)
		forwards_text_add(text, " and %zu more", n - most);
}

static void
forwards_text_opened(const struct forwarder *f, char text[FORWARDS_TEXT_TEXT])
{
	size_t i, n = 0;

	for (i = 0; i < f->machine.n; i++) {
		if (!f->reason[i].added || f->one[i].state != FORWARDS_UP ||
		    forwarder_unheld(f, i) != NULL)
			continue;
		forwards_text_name(text, &n, "opened",
		    f->plan->forward[i].name);
		if (n <= NAMES && f->one[i].port != 0)
			forwards_text_add(text, " as port %d", f->one[i].port);
		else if (n <= NAMES && forwarder_partial(f, i))
			forwards_text_add(text, " (but not on %s: %s)",
			    f->reason[i].address, f->reason[i].why);
	}
	forwards_text_rest(text, n, NAMES);
}

static void
forwards_text_closed(const struct forwarder *f, char text[FORWARDS_TEXT_TEXT])
{
	static const char *const verb[LISTS] = { [CLOSED] = "closed",
	    [STAYS] = "closed with the next connection:",
	    [RETRIED] = "not closed yet, retrying:" };
	size_t i, list, n;

	for (list = CLOSED; list < LISTS; list++) {
		for (i = n = 0; i < f->closings; i++)
			if (forwards_text_closing(&f->closing[i]) == list)
				forwards_text_name(text, &n, verb[list],
				    f->closing[i].forward.name);
		forwards_text_rest(text, n, NAMES);
	}
}

static void
forwards_text_refused(const struct forwarder *f, char text[FORWARDS_TEXT_TEXT])
{
	char refusal[FORWARDS_TEXT_TEXT];
	const char *semicolon = "";
	size_t i, n = 0;

	for (i = 0; i < f->machine.n; i++) {
		if (!f->reason[i].added || (f->one[i].state == FORWARDS_UP &&
		    forwarder_unheld(f, i) == NULL) || n++ >= REFUSALS)
			continue;
		if (f->one[i].refused == SPAN_NEVER &&
		    forwarder_unheld(f, i) == NULL)
			snprintf(refusal, sizeof refusal, "%s is not opened "
			    "yet, retrying", f->plan->forward[i].name);
		else
			forwards_text_refusal(f, i, refusal);
		forwards_text_add(text, "%s%s", semicolon, refusal);
		semicolon = "; ";
	}
	forwards_text_rest(text, n, REFUSALS);
}

char *
forwards_text_edit(const struct forwarder *f, char text[FORWARDS_TEXT_TEXT])
{
	text[0] = '\0';
	forwards_text_refused(f, text);
	forwards_text_opened(f, text);
	forwards_text_closed(f, text);
	return text;
}
