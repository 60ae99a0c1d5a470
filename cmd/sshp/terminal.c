/* SPDX-License-Identifier: ISC */
#include <unistd.h>

#include "base/span.h"
#include "sshp/terminal.h"
#include "sys/term_reset.h"
#include "sys/tty.h"

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
