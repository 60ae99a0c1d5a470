/* SPDX-License-Identifier: ISC */
#include <unistd.h>

#include "sshp/terminal.h"
#include "sys/term_reset.h"
#include "sys/tty.h"

void
terminal_open(struct terminal *t, bool live)
{
	tty_save(&t->tty, STDIN_FILENO);
	t->messages.live = t->tty.fd != -1 && isatty(STDERR_FILENO) && live;
}

void
terminal_yield(struct terminal *t)
{
	messages_clear(&t->messages);
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

void
terminal_count(struct terminal *t, const struct session *s, int64_t now)
{
	if (now >= t->count_due)
		t->count_due = messages_count(&t->messages, s, now);
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
	t->messages.live = false;
}
