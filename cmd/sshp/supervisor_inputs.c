/* SPDX-License-Identifier: ISC */
/* Turns input of ssh, guards and sshpctl into events of the session. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/span.h"
#include "sshp/supervisor_internal.h"
#include "supervise/sshlog_parse.h"
#include "sys/log_pipe.h"
#include "sys/proc_net.h"

/* --- what ssh says --- */

/* To the file of -E; that this can't be done is said once. */
static void
input_file(struct supervisor *k, const char *line)
{
	if (log_line(k->log_to, line) == 0 || k->log_told)
		return;
	k->log_told = true;
	log_say(k->o->log, "%s: %s: %s (lines of ssh's log are lost)",
	    k->o->name, k->o->plan->log_to, strerror(errno));
}

/* To the user's log, if that is where it goes, or to the person. */
static void
input_write(struct supervisor *k, const char *line)
{
	if (k->log_to != -1)
		input_file(k, line);
	else if (k->o->plan->syslog)
		log_say(&(struct log){ .program = "ssh", .syslog = true,
		    .silent = true }, "%s", line);
	else
		messages_repeat(&k->terminal.person, line);
}

static void
input_repeat(struct supervisor *k, const struct sshlog_line *s,
    const char *line)
{
	const struct plan *p = k->o->plan;
	bool kept = k->log_to != -1 || p->syslog;

	if (!p->verbose && (s->debug || (s->noise && !kept) ||
	    told_before(&k->told, line, k->session->tries,
	    s->noise && s->forward)))
		return;
	if (log_limit_line(&k->limit, k->loop.now))
		input_write(k, line);
}

void
input_left_out(struct supervisor *k)
{
	unsigned long n = log_limit_told(&k->limit, k->loop.now);
	char text[64];

	if (n == 0)
		return;
	snprintf(text, sizeof text, "%lu more lines left out", n);
	input_write(k, text);
}

/* What ssh would say on a terminal, which with -f it has not got. */
static void
input_touch(struct supervisor *k)
{
	char text[SSHLOG_LOGIN_TEXT];

	if (k->login.touch && k->caller.fd != -1 && !k->endpoints.askpass.on) {
		snprintf(text, sizeof text, "touch the security key for %s "
		    "to log in", k->login.accepted_name);
		input_news(k, text);
	}
	k->login.touch = false;
}

/*
 * Whatever the server says from now on shows that it lives; unless ssh merely
 * did not leave, and may sit before a password.
 */
static void
input_proven(struct supervisor *k)
{
	if (!k->attempt.proven)
		return;
	guard_events_tell(&k->endpoints.guards,
	    &(struct event){ .kind = EVENT_LOGIN });
	if (k->attempt.banner != SPAN_NEVER)
		banner_timeout_login(&k->banner);
}

static void
input_login(struct supervisor *k)
{
	supervisor_step(k, ON_REACH, REACH_AUTHENTICATED);
	if (k->session->cause == CAUSE_UNKNOWN)
		k->reason.ssh[0] = '\0';
	login_queue_leave(&k->logins, LOGIN_ANSWERED, k->loop.now);
	sshlog_login_done(&k->login);
	k->refused = false;
	input_proven(k);
	forwarder_login(&k->forwarder, k->loop.now, k->ssh.pid);
}

/* True if the message surely began with the line's first byte. */
static bool
input_whole(const struct supervisor *k)
{
	return k->attempt.parted && k->endpoints.log.first;
}

/*
 * ssh's own words of its remote forwards follow the login, which its socket
 * shows; those of local ones come before the socket.  A line that comes before
 * the socket may be a stranger's who knew the tag, unless it is a message of
 * its own.
 */
static bool
input_forward(struct supervisor *k, const struct sshlog_line *s,
    const char *text)
{
	bool own = s->own;

	if (own && k->attempt.login == SPAN_NEVER &&
	    attempt_shows(&k->attempt)) {
		if (attempt_look(&k->attempt, k->attempt.pid,
		    k->loop.now))
			input_login(k);
		else
			own = input_whole(k);
	}
	return forwarder_line(&k->forwarder, k->loop.now, text, own);
}

/*
 * A cause is sure if ssh itself wrote it: the function that writes such lines,
 * in a message that surely began with the tag.  Who guesses the process can put
 * such a line only into the middle of a message.
 */
static bool
input_sure(const struct supervisor *k, const struct sshlog_line *s)
{
	return s->sure && input_whole(k);
}

static void
input_means(struct supervisor *k, struct sshlog_line *s, const char *line)
{
	input_repeat(k, s, line);
	if (s->forward || (s->debug && s->cause == CAUSE_UNKNOWN))
		return;
	end_reason_line(&k->reason, line, s);
	if (s->cause != CAUSE_UNKNOWN)
		supervisor_step(k, input_sure(k, s) ? ON_CAUSE : ON_HINT,
		    (int)s->cause);
}

/*
 * What becomes of a login is heard from ssh itself; one before 8.5 has no word
 * of its own.  True if the line was written only because we asked for it.
 */
static bool
input_of_login(struct supervisor *k, const char *line, const char *own)
{
	if (!k->o->plan->words)
		(void)sshlog_login_line(&k->login, line);
	return own != NULL && (k->endpoints.log.first || !k->attempt.parted) &&
	    sshlog_login_line(&k->login, own);
}

void
input_line(void *arg, const char *line)
{
	struct supervisor *k = arg;
	struct sshlog_ssh ssh = { k->attempt.plan->argv[0],
	    (long)k->attempt.pid };
	const char *own = sshlog_own(line, &ssh);
	struct sshlog_line s = sshlog_line_read(line, own);

	if (input_of_login(k, line, own))
		s = (struct sshlog_line){ .own = true, .debug = true };
	input_touch(k);
	if (input_forward(k, &s, own == NULL ? line : own)) {
		s.cause = CAUSE_UNKNOWN;
		s.noise = s.forward = true;
	}
	input_means(k, &s, own == NULL || s.debug ? line : own);
}

void
input_stderr(void *arg, const char *line)
{
	struct sshlog_line s = sshlog_line_read(line, NULL);

	input_means(arg, &s, line);
}

void
input_read(struct supervisor *k)
{
	sshlog_read(&k->endpoints.log, input_line, k);
	sshlog_read(&k->endpoints.err, input_stderr, k);
}

/* --- what the guard sees --- */

/* How long this server takes for its banner, and what it is granted. */
static void
input_banner(struct supervisor *k, const struct event *e)
{
	struct attempt *a = &k->attempt;
	int64_t now = k->loop.now;

	if (e->kind == EVENT_CONNECTED)
		a->connected = now;
	if (e->kind == EVENT_BANNER)
		a->banner = now;
	if (k->o->plan->banner == 0)
		return;
	if (e->kind == EVENT_HELLO)
		guard_events_tell(&k->endpoints.guards, &(struct event){
		    .kind = EVENT_WAIT, .wait = banner_timeout(&k->banner) });
	else if (e->kind == EVENT_BANNER && a->connected != SPAN_NEVER)
		banner_timeout_came(&k->banner, now - a->connected);
	else if (e->kind == EVENT_VERDICT && e->cause == CAUSE_NO_BANNER)
		banner_timeout_missed(&k->banner);
}

void
input_event(void *arg, const struct event *e)
{
	static const enum session_reach reach[EVENT_COUNTERS + 1] = {
		[EVENT_HELLO] = REACH_STARTED,
		[EVENT_CONNECTED] = REACH_CONNECTED,
		[EVENT_BANNER] = REACH_BANNER,
	};
	struct supervisor *k = arg;
	enum cause cause = end_reason_event(&k->reason, e);

	publication_event(k->o->record, e);
	input_banner(k, e);
	k->guarded = k->guarded || e->kind == EVENT_BANNER;
	k->guard_over = k->guard_over || e->kind == EVENT_FAILED ||
	    e->kind == EVENT_VERDICT || e->kind == EVENT_CLOSED;
	if (e->kind == EVENT_HELLO)
		k->attempt.parted = log_pipe_parted(k->attempt.pid,
		    k->attempt.plan->log);
	if (reach[e->kind] != REACH_NOTHING)
		supervisor_step(k, ON_REACH, (int)reach[e->kind]);
	if (cause != CAUSE_UNKNOWN)
		supervisor_step(k, ON_CAUSE, (int)cause);
}

/* --- the guard's own end --- */

/* True if it had a connection, left no last word, and is not there any more. */
static bool
input_killed(const struct supervisor *k)
{
	return k->guarded && !k->guard_over &&
	    !guard_events_present(&k->endpoints.guards);
}

static void
input_alone(struct supervisor *k)
{
	static const char killed[] = "tunnel-guard was killed: only ssh "
	    "itself monitors the connection now (ServerAliveInterval)";
	static const char later[] = "tunnel-guard was killed: the connection "
	    "is not monitored; reconnecting when no client uses it";

	if (!k->alone)
		input_news(k, k->o->plan->tunnel ? later : killed);
	k->alone = true;
}

/*
 * The ssh that a relay served ends by itself; with a passed socket it goes on.
 * A tunnel is replaced when nobody uses it; a shell is not.
 */
void
input_guard(struct supervisor *k)
{
	enum { GRACE = 2000, LOOK = 1000 };
	int64_t now = k->loop.now;
	int others;

	if (k->ssh.pid == 0 || !input_killed(k) ||
	    (k->session->state != SESSION_UP &&
	    k->session->state != SESSION_TRYING)) {
		k->alone_due = SPAN_NEVER;
		return;
	}
	if (k->alone_due == SPAN_NEVER)
		k->alone_due = now + GRACE;
	if (now < k->alone_due)
		return;
	k->alone_due = now + LOOK;
	input_alone(k);
	others = proc_net_others(k->ssh.pid);
	/* One of them leads to the server. */
	if (k->o->plan->tunnel && others >= 0 && others <= 1)
		supervisor_step(k, ON_UNWATCHED, 0);
}

void
input_end(struct supervisor *k)
{
	if (input_killed(k))
		end_reason_killed(&k->reason);
}

/* --- up? --- */

/*
 * Another ssh has made the control socket while ours logged in: ours goes on
 * without one.  A tunnel is begun anew with a socket of its own, for nothing
 * is lost by that; a shell is not.
 */
static void
input_taken(struct supervisor *k)
{
	char text[400];

	snprintf(text, sizeof text, "process %ld listens on the control "
	    "socket %s; %s", (long)k->attempt.taken,
	    k->attempt.plan->control, k->o->plan->tunnel ?
	    "using a private socket" : "continuing without a control socket");
	if (!k->taken)
		input_news(k, text);
	k->taken = true;
	k->attempt.taken = 0;
	forwarder_begin(&k->forwarder, NULL);
	if (k->o->plan->tunnel && k->o->apart != NULL &&
	    k->session->state == SESSION_TRYING)
		supervisor_step(k, ON_AGAIN, 0);
}

void
input_look(struct supervisor *k)
{
	bool before = k->attempt.login != SPAN_NEVER;

	if (k->ssh.pid == 0)
		return;
	if (!before && attempt_look(&k->attempt, k->ssh.pid, k->loop.now)) {
		/* What it said before it made the socket. */
		sshlog_read(&k->endpoints.log, input_line, k);
		input_login(k);
	}
	if (k->attempt.taken != 0)
		input_taken(k);
	forwarder_turn(&k->forwarder, k->loop.now);
	if (k->session->state == SESSION_TRYING &&
	    forwarder_ready(&k->forwarder))
		supervisor_step(k, ON_REACH, REACH_READY);
}

/* --- asked by sshpctl --- */

void
input_asked(void *arg, enum control_request r)
{
	struct supervisor *k = arg;

	if (r == CONTROL_RESTART) {
		k->refused = false;
		supervisor_step(k, ON_AGAIN, 0);
	} else if (r == CONTROL_STOP) {
		supervisor_step(k, ON_QUIT, 0);
	}
}

void
input_news(void *arg, const char *text)
{
	struct supervisor *k = arg;

	messages_news(&k->terminal.person, k->session, text);
	control_changed(&k->endpoints.control, supervisor_status, k);
}
