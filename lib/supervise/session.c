/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <stddef.h>
#include <stdio.h>

#include "base/span.h"
#include "supervise/session.h"

enum {
	GRACE = 5000,		/* from SIGTERM to SIGKILL, ms */
	FAILED = 255,		/* ssh's own failures */
	LOGIN = 150000,		/* from the banner to the login, ms, as
				   CAUSE_NO_LOGIN says it; sshd's
				   LoginGraceTime is 120 s */
	CONTINUED = 60000		/* how long one SIGCONT counts, ms */
};

void
session_start(struct session *s, bool tunnel, bool always,
    const struct backoff *backoff, int max_tries)
{
	*s = (struct session){
		.tunnel = tunnel, .always = always, .backoff = *backoff,
		.max_tries = max_tries, .timer = SPAN_NEVER, .up = SPAN_NEVER,
		.lost = SPAN_NEVER,
	};
}

/*
 * If no user waits for an attempt, the attempt must not ask questions: a
 * question would stay open until the server's login timeout.
 */
static unsigned
session_spawn(struct session *s, int64_t now)
{
	s->quiet = s->state != SESSION_NEW && !s->asking;
	s->asking = s->need = false;
	s->state = SESSION_TRYING;
	s->timer = SPAN_NEVER;
	s->began = now;
	s->up = SPAN_NEVER;
	s->reach = REACH_NOTHING;
	s->cause = CAUSE_UNKNOWN;
	s->sure = s->again = s->frozen = false;
	return ORDER_SPAWN;
}

static unsigned
session_quit(struct session *s, int status)
{
	s->state = SESSION_OVER;
	s->timer = SPAN_NEVER;
	s->status = status;
	return ORDER_QUIT;
}

/* A signal told sshp to end: for a tunnel, SIGTERM is a success. */
static unsigned
session_stopped(struct session *s)
{
	if (s->asked || (s->stop == SIGTERM && s->tunnel))
		s->stop = 0;
	return session_quit(s, s->stop == 0 ? 0 : FAILED);
}

static unsigned
session_end(struct session *s, int64_t now)
{
	s->state = SESSION_ENDING;
	s->timer = now + GRACE;
	return ORDER_TERM | ORDER_CONT;
}

static enum cause_class
session_class(const struct session *s)
{
	return cause_table[s->cause].class;
}

/* True for a class that only the user can solve; final at the first start. */
static bool
class_is_final(enum cause_class c)
{
	return c == CLASS_PROXY || c == CLASS_DENIED ||
	    c == CLASS_HOST_KEY || c == CLASS_WRONG;
}

/* True for a class of failures before the login. */
static bool
class_is_early(enum cause_class c)
{
	return class_is_final(c) || c == CLASS_REFUSED ||
	    c == CLASS_UNANSWERED;
}

/*
 * The first start ends as ssh does if a person waits for it.  If nobody does,
 * nothing that somebody on the path or a proxy can cause may end it, because a
 * service would stay down: it ends only if ssh never reached its helper, or if
 * ssh itself says that the server refused the login.
 */
static bool
session_final(const struct session *s)
{
	if (!class_is_final(session_class(s)) || s->once)
		return false;
	return s->waited || s->reach == REACH_NOTHING ||
	    (s->sure && session_class(s) == CLASS_DENIED);
}

/* A text says that a remote command ended, and may be a stranger's. */
static bool
session_may_have_ended(const struct session *s)
{
	return session_class(s) == CLASS_ENDED && !s->sure && s->command &&
	    s->exit == FAILED;
}

static enum backoff_pace
session_pace(const struct session *s)
{
	enum cause_class c = session_class(s);

	if (s->again)
		return BACKOFF_AT_ONCE;
	if (class_is_final(c) || session_may_have_ended(s))
		return BACKOFF_RARE;
	/* A server that accepts TCP but sends no banner has not answered. */
	if ((s->reach < REACH_CONNECTED && c == CLASS_REFUSED) ||
	    (s->reach < REACH_BANNER && (c == CLASS_UNANSWERED ||
	    c == CLASS_DEAD)))
		return BACKOFF_SOON;
	/* The server is full, or there is no server behind the port. */
	if (s->reach == REACH_CONNECTED && c == CLASS_CLOSED)
		return BACKOFF_FULL;
	/* Perhaps somebody on the path resets each connection. */
	if (c == CLASS_CLOSED)
		return s->reach < REACH_AUTHENTICATED ? BACKOFF_CUT :
		    BACKOFF_CUT_LATE;
	return BACKOFF_GROWING;
}

/*
 * How many failures in a row the wait follows.  Only a server that refuses the
 * login counts them.  Anybody on the path can write the other reasons that only
 * the user can solve, so these must not delay the connection for long after.
 */
static int
session_row(const struct session *s)
{
	enum cause_class c = session_class(s);

	if (class_is_final(c) && !(c == CLASS_DENIED && s->sure))
		return 0;
	return s->answered_tries > 0 ? s->answered_tries : s->tries;
}

/*
 * Counts a failure, unless ssh was up for long before.  If the server was out
 * of reach meanwhile, it needs no longer waits: answered_tries begins anew.
 */
static void
session_count(struct session *s, bool lasted)
{
	if (lasted)
		s->tries = s->answered_tries = 0;
	else if (!s->again)
		s->tries++;
	if (session_pace(s) == BACKOFF_SOON)
		s->answered_tries = 0;
	else if (!lasted && !s->again)
		s->answered_tries++;
}

/* Not for the first attempt: the user waits for it, and sees it fail. */
static bool
session_needs(const struct session *s)
{
	return s->need && session_class(s) == CLASS_DENIED &&
	    (s->once || s->quiet);
}

static unsigned
session_wait_for_user(struct session *s, int64_t now)
{
	s->state = SESSION_NEEDS_YOU;
	s->timer = now + backoff_needs_you(s->needed_user++);
	s->up = SPAN_NEVER;
	return ORDER_TELL_NEED;
}

/* The rest of a wait after spent, ms; never 0, so that some chance remains. */
static int64_t
session_rest(int64_t wait, int64_t spent)
{
	enum { SHARE = 8 };

	return wait - spent > wait / SHARE ? wait - spent : wait / SHARE;
}

/* The attempt failed, or was up and is lost. */
static unsigned
session_lost(struct session *s, int64_t now, uint32_t chance)
{
	unsigned orders = ORDER_TELL_WAIT;
	bool was_up = s->up != SPAN_NEVER;
	int64_t wait;
	int row;

	s->lasted = was_up ? now - s->up : 0;
	if (was_up) {
		s->lost = now;
		orders = ORDER_TELL_LOST;
	}
	if (session_final(s) && !session_needs(s))
		return ORDER_TELL_END | session_quit(s, FAILED);
	session_count(s, was_up && s->lasted >= s->backoff.ceiling);
	if (s->max_tries != 0 && s->tries >= s->max_tries)
		return (orders & ORDER_TELL_LOST) | ORDER_TELL_END |
		    session_quit(s, FAILED);
	if (s->again)
		return (orders & ORDER_TELL_LOST) | session_spawn(s, now);
	if (session_needs(s))
		return session_wait_for_user(s, now);
	s->needed_user = 0;
	s->state = SESSION_WAITING;
	row = session_row(s);
	wait = backoff_wait(&s->backoff, session_pace(s),
	    row > 0 ? row - 1 : 0, chance);
	/* The time with a silent server counts as a part of the wait. */
	if (session_pace(s) == BACKOFF_SOON && !was_up &&
	    s->reach == REACH_CONNECTED)
		wait = session_rest(wait, now - s->began);
	s->timer = now + wait;
	s->up = SPAN_NEVER;
	return orders;
}

/*
 * The status is that of the session over there.  A tunnel has none: what its
 * ssh exits with, but for 0 and 255, comes from before it was one (1: no log
 * file; 127: an upgrade that is half done).  So does that of an ssh that never
 * got to its helper, which we know of once one has.
 */
static bool
session_has_status(const struct session *s)
{
	return s->exit == 0 || (s->exit < FAILED && !s->tunnel &&
	    !(s->once && s->reach == REACH_NOTHING));
}

/* The user told ssh to end, and more than a text in its log shows it. */
static bool
session_was_asked(const struct session *s)
{
	return session_class(s) == CLASS_ASKED && s->sure;
}

/*
 * ssh's 255 does not come from a loss: the session on the server exited with
 * 255, or a signal ended a remote command, which must not run again.  A shell
 * is also ended by a signal when the server reboots.
 */
static bool
session_ended_itself(const struct session *s)
{
	return s->exit == FAILED && s->sure && (s->cause == CAUSE_EXITED ||
	    (s->cause == CAUSE_SIGNALLED && s->command));
}

/*
 * A session's own exit, which is its user's to know; or that of a tunnel whose
 * ssh somebody told to end, by SIGTERM or "ssh -O stop".
 */
static bool
session_is_clean(const struct session *s)
{
	return (session_has_status(s) || session_was_asked(s) ||
	    session_ended_itself(s)) && s->state != SESSION_ENDING;
}

static unsigned
session_exited(struct session *s, int64_t now, int status, uint32_t chance)
{
	if (s->state == SESSION_WAITING || s->state == SESSION_NEW ||
	    s->state == SESSION_NEEDS_YOU)
		return 0;
	s->exit = status;
	if (s->stop != 0)
		return session_stopped(s);
	if (session_is_clean(s) && !(s->always && s->once))
		return session_quit(s, session_was_asked(s) && s->tunnel ?
		    0 : s->exit) | (s->tunnel || (s->exit == FAILED &&
		    s->cause == CAUSE_SIGNALLED) ? ORDER_TELL_END : 0);
	if (s->cause == CAUSE_UNKNOWN && s->reach == REACH_NOTHING &&
	    !s->again)
		s->cause = CAUSE_WRONG;
	return session_lost(s, now, chance);
}

/*
 * Somebody on the path may take away all that follows the new keys: neither ssh
 * nor the guard knows then that the server has to speak.  A person who waits
 * for the attempt, or is asked by it, sees that it takes long.
 */
static void
session_login_limit(struct session *s, int64_t now, enum session_reach reach)
{
	if (s->state != SESSION_TRYING)
		return;
	if (reach >= REACH_AUTHENTICATED)
		s->timer = SPAN_NEVER;
	else if (reach == REACH_BANNER && s->reach < REACH_BANNER &&
	    (s->quiet || (!s->once && !s->waited)))
		s->timer = now + LOGIN;
}

static unsigned
session_reached(struct session *s, int64_t now, enum session_reach reach)
{
	/* Causes from before the login are out of date. */
	if (reach >= REACH_AUTHENTICATED && s->reach < REACH_AUTHENTICATED &&
	    class_is_early(session_class(s)))
		s->cause = CAUSE_UNKNOWN;
	session_login_limit(s, now, reach);
	if (reach > s->reach)
		s->reach = reach;
	if (s->state != SESSION_TRYING || s->reach < REACH_READY)
		return 0;
	s->state = SESSION_UP;
	s->up = now;
	s->once = true;
	s->needed_user = 0;
	return ORDER_TELL_UP;
}

/*
 * A login, a host key, a name and a connect are no more in question once it has
 * logged in; and no hint outweighs what the guard or ssh itself has shown.
 */
static void
session_hint(struct session *s, enum cause c)
{
	enum cause_class class = cause_table[c].class, was = session_class(s);

	if (class <= was || (s->sure && was >= CLASS_DEAD) ||
	    (class_is_early(class) && s->reach >= REACH_AUTHENTICATED))
		return;
	s->cause = c;
	s->sure = false;
}

static void
session_cause(struct session *s, enum cause c)
{
	enum cause_class class = cause_table[c].class, was = session_class(s);

	if (class < was)
		return;
	if (class > was)
		s->cause = c;
	s->sure = true;
}

static unsigned
session_no_login(struct session *s, int64_t now)
{
	session_cause(s, CAUSE_NO_LOGIN);
	return session_end(s, now);
}

static unsigned
session_told_to_stop(struct session *s, int64_t now, int sig)
{
	bool twice = s->stop != 0;

	s->stop = sig;
	switch (s->state) {
	case SESSION_TRYING:
	case SESSION_UP:
		return session_end(s, now);
	case SESSION_ENDING:
		return twice ? ORDER_KILL : 0;
	default:
		return session_stopped(s);
	}
}

static unsigned
session_reconnect(struct session *s, int64_t now)
{
	switch (s->state) {
	case SESSION_NEEDS_YOU:
		s->asking = true;
		return session_spawn(s, now);
	case SESSION_WAITING:
		return session_spawn(s, now);
	case SESSION_TRYING:
	case SESSION_UP:
		s->again = true;
		return session_end(s, now);
	default:
		return 0;
	}
}

static unsigned
session_user(struct session *s, int64_t now)
{
	if (s->state != SESSION_WAITING && s->state != SESSION_NEEDS_YOU)
		return 0;
	s->asking = true;
	return session_spawn(s, now);
}

/* sshp continues a stopped ssh once, and replaces it the second time. */
static unsigned
session_frozen(struct session *s, int64_t now)
{
	if (s->state != SESSION_TRYING && s->state != SESSION_UP)
		return ORDER_CONT;
	if (!s->frozen || now - s->continued_at >= CONTINUED) {
		s->frozen = true;
		s->continued_at = now;
		return ORDER_CONT;
	}
	session_cause(s, CAUSE_FROZEN);
	return session_end(s, now);
}

static unsigned
session_service(struct session *s, int64_t now)
{
	if (s->state != SESSION_UP)
		return 0;
	session_cause(s, CAUSE_SERVICE);
	return session_end(s, now);
}

static unsigned
session_replace(struct session *s, int64_t now, enum cause c)
{
	if (s->state != SESSION_TRYING && s->state != SESSION_UP)
		return 0;
	session_cause(s, c);
	return session_end(s, now);
}

static unsigned
session_due(struct session *s, int64_t now)
{
	if (now < s->timer)
		return 0;
	if (s->state == SESSION_WAITING || s->state == SESSION_NEEDS_YOU)
		return session_spawn(s, now);
	if (s->state == SESSION_TRYING)
		return session_no_login(s, now);
	s->timer = now + GRACE;
	return s->state == SESSION_ENDING ? ORDER_KILL : 0;
}

static unsigned
session_first(struct session *s, int64_t now, bool waited)
{
	if (s->state != SESSION_NEW)
		return 0;
	s->waited = waited;
	return session_spawn(s, now);
}

unsigned
session_step(struct session *s, int64_t now, struct session_event e,
    uint32_t chance)
{
	if (s->state == SESSION_OVER)
		return 0;
	switch (e.kind) {
	case ON_START:
		return session_first(s, now, e.value != 0);
	case ON_REACH:
		return session_reached(s, now, (enum session_reach)e.value);
	case ON_CAUSE:
		session_cause(s, (enum cause)e.value);
		return 0;
	case ON_HINT:
		session_hint(s, (enum cause)e.value);
		return 0;
	case ON_EXIT:
		return session_exited(s, now, e.value, chance);
	case ON_STOP:
		return session_told_to_stop(s, now, e.value);
	case ON_QUIT:
		s->asked = true;
		return session_told_to_stop(s, now, SIGTERM);
	case ON_RECONNECT:
		return session_reconnect(s, now);
	case ON_RETRY:
		return s->state == SESSION_WAITING ? session_spawn(s, now) : 0;
	case ON_USER:
		return session_user(s, now);
	case ON_NEED:
		s->need = true;
		return 0;
	case ON_FROZEN:
		return session_frozen(s, now);
	case ON_REPLACE:
		return session_replace(s, now, (enum cause)e.value);
	case ON_SERVICE:
		return session_service(s, now);
	case ON_TIME:
		return session_due(s, now);
	}
	return 0;
}

/* --- the reason to show --- */

void
session_reason_begin(struct session_reason *r)
{
	r->guard[0] = r->ssh[0] = '\0';
}

enum cause
session_reason_event(struct session_reason *r, const struct event *e)
{
	/* The first event is the nearest to the cause. */
	if (r->guard[0] != '\0')
		return CAUSE_UNKNOWN;
	if (e->kind == EVENT_CLOSED && e->cause != CAUSE_BY_SSH) {
		snprintf(r->guard, sizeof r->guard,
		    "the server closed the connection%s%s",
		    e->text[0] != '\0' ? ": " : "", e->text);
		return e->cause == CAUSE_UNKNOWN ? CAUSE_CLOSED : e->cause;
	}
	if (e->kind != EVENT_FAILED && e->kind != EVENT_VERDICT)
		return CAUSE_UNKNOWN;
	snprintf(r->guard, sizeof r->guard, "%s", e->text);
	return e->cause == CAUSE_UNKNOWN ? CAUSE_CLOSED : e->cause;
}

void
session_reason_killed(struct session_reason *r)
{
	if (r->guard[0] == '\0')
		snprintf(r->guard, sizeof r->guard,
		    "tunnel-guard was killed, "
		    "the connection was not monitored");
}

void
session_reason_line(struct session_reason *r, const char *line,
    const struct sshlog_line *s)
{
	if (!s->no_reason &&
	    (s->cause != CAUSE_UNKNOWN || r->ssh[0] == '\0'))
		snprintf(r->ssh, sizeof r->ssh, "%s", line);
}

void
session_reason_no_ssh(struct session_reason *r, const char *path,
    const char *why)
{
	snprintf(r->ssh, sizeof r->ssh, "%s: %s", path, why);
}

const char *
session_reason_text(const struct session_reason *r, const struct session *s,
    const char *wants, const char *service)
{
	enum cause_class c = cause_table[s->cause].class;

	if (s->state == SESSION_NEEDS_YOU)
		return wants;
	if (c == CLASS_SERVICE)
		return service;
	/* The guard and ssh do not know these causes, or know less. */
	if (s->cause == CAUSE_NO_LOGIN || s->cause == CAUSE_NO_REPLY ||
	    c == CLASS_DENIED || c == CLASS_HOST_KEY || c == CLASS_FROZEN ||
	    c == CLASS_ASKED || c == CLASS_ENDED)
		return cause_table[s->cause].words;
	if (r->guard[0] != '\0')
		return r->guard;
	return r->ssh[0] != '\0' ? r->ssh : cause_table[s->cause].words;
}
