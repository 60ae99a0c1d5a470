/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/quote.h"
#include "base/span.h"
#include "sshp/messages.h"
#include "sys/descriptors.h"
#include "sys/term_reset.h"
#include "sys/tty.h"

enum { SECOND = 1000 };		/* ms */

void
messages_clear(struct messages *p)
{
	static const char clear[] = "\r\033[K";

	if (p->shown)
		(void)descriptors_write(STDERR_FILENO, clear,
		    sizeof clear - 1);
	p->shown = false;
}

void
messages_up(struct messages *p, const struct session *s, int64_t now,
    const char *more)
{
	char span[SPAN_TEXT];

	messages_clear(p);
	p->said[0] = '\0';
	if (p->quiet)
		return;
	if (s->lost != SPAN_NEVER)
		log_say(p->log, "%s: reconnected after %s%s", p->name,
		    span_text(now - s->lost, span), more);
	else if (s->tunnel || *more != '\0')
		log_say(p->log, "%s: up in %s%s", p->name,
		    span_text(now - s->began, span), more);
}

void
messages_news(struct messages *p, const struct session *s, const char *text)
{
	if (p->quiet || (p->live && !s->tunnel && s->state == SESSION_UP))
		return;
	messages_clear(p);
	log_say(p->log, "%s: %s", p->name, text);
}

/* The connection is lost. */
static void
messages_lost(struct messages *p, const struct session *s, const char *why,
    bool restart)
{
	char span[SPAN_TEXT];

	messages_clear(p);
	snprintf(p->said, sizeof p->said, "%s", why);
	if (p->quiet)
		return;
	if (restart)
		log_say(p->log, "%s: restart requested after %s; reconnecting",
		    p->name, span_text(s->lasted, span));
	else
		log_say(p->log, "%s: connection lost after %s: %s%s", p->name,
		    span_text(s->lasted, span), why,
		    s->state == SESSION_OVER ? "" : "; reconnecting");
}

/* An attempt failed: prints why, but the same reason only once. */
static void
messages_wait(struct messages *p, const char *why)
{
	messages_clear(p);
	if (p->quiet || strcmp(p->said, why) == 0)
		return;
	snprintf(p->said, sizeof p->said, "%s", why);
	log_say(p->log, "%s: %s; retrying", p->name, why);
}

/* Prints what the user must supply to log in; the same need only once. */
static void
messages_need(struct messages *p, const struct session *s, const char *wants)
{
	messages_clear(p);
	if (s->quiet && strcmp(p->said, wants) == 0)
		return;
	snprintf(p->said, sizeof p->said, "%s", wants);
	if (p->live)
		log_say(p->log, "%s: needs you: %s; press Enter to log in%s",
		    p->name, wants, p->cure);
	else
		log_say(p->log, "%s: needs you: %s; to retry, run sshpctl "
		    "restart %s%s", p->name, wants, p->name, p->cure);
}

/*
 * Redraws the status line.  It must not wrap, not even with the ^C that the
 * terminal echoes behind it.
 */
static void
messages_status(struct messages *p, const char *text)
{
	enum { ECHOED = 2 };
	char seen[400], line[420];
	int lines, columns, n;

	tty_size(STDERR_FILENO, &lines, &columns);
	utf8_plain(seen, sizeof seen, text);
	columns = columns > ECHOED ? columns - ECHOED : 1;
	for (n = (int)strlen(seen); n >= columns || (seen[n] & 0xc0) == 0x80; )
		n--;
	n = snprintf(line, sizeof line, "\r%.*s\033[K", n, seen);
	(void)descriptors_write(STDERR_FILENO, line, (size_t)n);
	p->shown = true;
}

int64_t
messages_count(struct messages *p, const struct session *s, int64_t now,
    bool ours)
{
	int64_t left = s->timer - now;
	char text[160];

	if (!p->redraws || s->state != SESSION_WAITING || left < SECOND)
		return SPAN_NEVER;
	snprintf(text, sizeof text, "%s: %.60s: next attempt in %llds "
	    "(Enter: retry now, ^C: stop)", p->log->program, p->name,
	    (long long)((left + SECOND - 1) / SECOND));
	if (ours)
		messages_status(p, text);
	return now + (left % SECOND == 0 ? SECOND : left % SECOND);
}

void
messages_connecting(struct messages *p, int64_t ms)
{
	char text[160];

	if (!p->redraws)
		return;
	snprintf(text, sizeof text, "%s: connecting to %.60s, %llds; ^C "
	    "cancels", p->log->program, p->name, (long long)(ms / SECOND));
	messages_status(p, text);
}

void
messages_ssh_line(struct messages *p, const char *line)
{
	messages_clear(p);
	if (p->log->silent)
		log_say(p->log, "%s: %s", p->name, line);
	else
		log_raw(line);
}

/* sshp gives up, or was stopped. */
static void
messages_end(struct messages *p, const struct session *s, const char *why)
{
	messages_clear(p);
	if (s->max_tries != 0 && s->tries >= s->max_tries)
		log_say(p->log, "%s: giving up after %d failed attempt%s in "
		    "a row: %s", p->name, s->tries, s->tries == 1 ? "" : "s",
		    why);
	else
		log_say(p->log, "%s: stopped: %s", p->name,
		    s->status == 0 ? "ssh was asked to exit" : why);
}

void
messages_orders(struct messages *p, const struct session *s, unsigned orders,
    const char *why)
{
	/* Only a user's request starts ssh again at once. */
	if (orders & ORDER_TELL_LOST)
		messages_lost(p, s, why, orders & ORDER_SPAWN);
	if (orders & ORDER_TELL_WAIT)
		messages_wait(p, why);
	if (orders & ORDER_TELL_NEED)
		messages_need(p, s, why);
	if (orders & ORDER_TELL_END)
		messages_end(p, s, why);
}

/* --- the terminal --- */

void
terminal_open(struct terminal *t, bool live)
{
	tty_save(&t->tty, STDIN_FILENO);
	t->messages.live = t->tty.fd != -1 && isatty(STDERR_FILENO) && live;
	t->messages.redraws = t->messages.live && !t->messages.quiet &&
	    tty_redraws();
}

void
terminal_yield(struct terminal *t)
{
	messages_clear(&t->messages);
	t->count_due = SPAN_NEVER;
	tty_discard(&t->tty);
	tty_restore(&t->tty);
}

void
terminal_wait(struct terminal *t, int64_t now)
{
	tty_restore(&t->tty);
	tty_discard(&t->tty);
	if (t->messages.live)
		tty_keys(&t->tty);
	t->count_due = now;
}

void
terminal_orders(struct terminal *t, const struct session *s, unsigned orders)
{
	if (orders & (ORDER_TELL_LOST | ORDER_TELL_WAIT | ORDER_TELL_END |
	    ORDER_TELL_NEED))
		tty_restore(&t->tty);
	if ((orders & ORDER_TELL_LOST) && !s->tunnel && tty_ours(&t->tty))
		term_reset();
}

void
terminal_watch(struct terminal *t, struct loop *l, bool idle)
{
	t->slot = loop_watch(l, idle && t->messages.live && tty_ours(&t->tty) ?
	    t->tty.fd : -1, POLLIN);
}

bool
terminal_enter(const struct terminal *t, const struct loop *l)
{
	return loop_ready(l, t->slot) && tty_enter(&t->tty);
}

/* How long ssh has been connecting; cleared before ssh may ask. */
static void
terminal_progress(struct terminal *t, const struct progress *p, int64_t now)
{
	if (!progress_shows(p, now))
		messages_clear(&t->messages);
	else if (now >= t->count_due && tty_ours(&t->tty))
		messages_connecting(&t->messages, now - p->began);
	t->count_due = t->messages.redraws ? progress_due(p, now) : SPAN_NEVER;
}

void
terminal_count(struct terminal *t, const struct session *s,
    const struct progress *p, int64_t now)
{
	if (s->state == SESSION_TRYING)
		terminal_progress(t, p, now);
	else if (s->state != SESSION_WAITING)
		t->count_due = SPAN_NEVER;
	else if (now >= t->count_due)
		t->count_due = messages_count(&t->messages, s, now,
		    tty_ours(&t->tty));
}

void
terminal_close(struct terminal *t)
{
	messages_clear(&t->messages);
	tty_restore(&t->tty);
}

void
terminal_leave(struct terminal *t)
{
	t->tty.fd = -1;
	t->messages.live = t->messages.redraws = false;
}
