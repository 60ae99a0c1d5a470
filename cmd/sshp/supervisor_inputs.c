/* SPDX-License-Identifier: ISC */
/* Turns input of ssh and sshpctl, and a guard's end, into session events. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/span.h"
#include "sshp/supervisor_internal.h"
#include "supervise/sshlog_parse.h"
#include "sys/proc_net.h"

/* --- ssh's log --- */

/* Writes to the file of -E; reports a failure once. */
static void
input_file(struct supervisor *k, const char *line)
{
	if (log_line(k->log_to, line) == 0 || k->log_failure_reported)
		return;
	k->log_failure_reported = true;
	log_say(k->o->log, "%s: %s: %s (lines of ssh's log are lost)",
	    k->o->name, k->o->plan->log_to, strerror(errno));
}

/* Writes to the user's log, if there is one, or else to the terminal. */
static void
input_write(struct supervisor *k, const char *line)
{
	if (k->log_to != -1)
		input_file(k, line);
	else if (k->o->plan->syslog)
		log_say(&(struct log){ .program = "ssh", .syslog = true,
		    .silent = true }, "%s", line);
	else
		messages_ssh_line(&k->terminal.messages, line);
}

static void
input_repeat(struct supervisor *k, const struct sshlog_line *s,
    const char *line)
{
	const struct plan *p = k->o->plan;

	if ((p->verbose || log_repeats_shows(&k->repeats, s, line,
	    k->session->tries, k->log_to != -1 || p->syslog)) &&
	    log_limit_line(&k->limit, k->loop.now))
		input_write(k, line);
}

void
input_left_out(struct supervisor *k)
{
	unsigned long n = log_limit_left_out(&k->limit, k->loop.now);
	char text[64];

	if (n == 0)
		return;
	snprintf(text, sizeof text, "%lu more lines left out", n);
	input_write(k, text);
}

/* Prints ssh's request to touch a key: with -f, ssh has no terminal. */
static void
input_touch(struct supervisor *k)
{
	char text[NEEDS_YOU_TEXT];

	if (k->need.touch && k->background.fd != -1 &&
	    !k->endpoints.askpass.on) {
		snprintf(text, sizeof text, "touch the security key for %s "
		    "to log in", k->need.accepted_name);
		input_news(k, text);
	}
	k->need.touch = false;
}

/*
 * Tells the guard about the login: from now on, any data from the server proves
 * that the server is alive.  Not without proof of the login, because ssh may
 * still wait for a password.
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
	needs_you_logged_in(&k->need);
	k->refused = false;
	input_proven(k);
	forwarder_login(&k->forwarder, k->loop.now, k->ssh.pid);
}

/* True if the line is certainly the first of its message. */
static bool
input_whole(const struct supervisor *k)
{
	return k->attempt.parted && k->endpoints.log.first;
}

/*
 * ssh reports remote forwards after the login, when its control socket exists.
 * ssh reports local forwards before the socket exists.  A line before the
 * socket may come from an attacker that knew the tag, unless the line is the
 * first of its message.
 */
static bool
input_forward(struct supervisor *k, const struct sshlog_line *s,
    const char *text)
{
	bool own = s->own;

	if (own && k->attempt.login == SPAN_NEVER &&
	    attempt_has_socket(&k->attempt)) {
		if (attempt_look(&k->attempt, k->attempt.pid,
		    k->loop.now))
			input_login(k);
		else
			own = input_whole(k);
	}
	return forwarder_line(&k->forwarder, k->loop.now, text, own);
}

/*
 * A cause is sure if ssh itself wrote it: the line names the function of ssh
 * that writes such lines, and its message certainly began with the tag.  An
 * attacker that guesses the pid can put such a line only inside a message.
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
	session_reason_line(&k->reason, line, s);
	if (s->cause != CAUSE_UNKNOWN)
		supervisor_step(k, input_sure(k, s) ? ON_CAUSE : ON_HINT,
		    (int)s->cause);
}

/* True if ssh wrote the line, as far as this system can show that. */
static bool
input_certain(const struct supervisor *k, const char *own)
{
	return own != NULL && (k->endpoints.log.first || !k->attempt.parted);
}

/*
 * Reads the progress of the login from ssh's own messages.  An ssh before 8.5
 * does not tag its own messages.  True if ssh wrote the line only because sshp
 * raised the log level.
 */
static bool
input_of_login(struct supervisor *k, const char *line, const char *own)
{
	if (!k->o->plan->words)
		(void)needs_you_line(&k->need, line);
	if (!input_certain(k, own) || !needs_you_line(&k->need, own))
		return false;
	k->attempt.said = k->attempt.said || sshlog_logged_in(line, own);
	return true;
}

void
input_line(void *arg, const char *line)
{
	struct supervisor *k = arg;
	struct sshlog_ssh ssh = { sshlog_argv0(k->o->ssh),
	    (long)k->attempt.pid };
	const char *own = sshlog_own(line, &ssh);
	struct sshlog_line s = sshlog_line_read(line, own);

	if (input_of_login(k, line, own))
		s = (struct sshlog_line){ .own = true, .debug = true };
	else if (input_certain(k, own) && !k->o->plan->tunnel)
		(void)sshlog_session_line(&k->end, line, own, &s);
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

/* --- the end of the guard --- */

void
input_guard(struct supervisor *k)
{
	bool tunnel = k->o->plan->tunnel;
	bool runs = k->ssh.pid != 0 && (k->session->state == SESSION_UP ||
	    k->session->state == SESSION_TRYING);
	unsigned orders = guard_killed_look(&k->guard_killed, k->loop.now,
	    guard_events_present(&k->endpoints.guards), runs);

	if (orders & GUARD_KILLED_TELL)
		input_news(k, guard_killed_text(tunnel));
	if ((orders & GUARD_KILLED_COUNT) && guard_killed_replaces(tunnel,
	    proc_net_others(k->ssh.pid)))
		supervisor_step(k, ON_REPLACE, CAUSE_DEAD);
}

void
input_end(struct supervisor *k)
{
	if (guard_killed_is(&k->guard_killed,
	    guard_events_present(&k->endpoints.guards)))
		session_reason_killed(&k->reason);
}

/* --- up? --- */

/*
 * Another ssh created the control socket while ours logged in: ours runs on
 * without a socket.  sshp restarts a tunnel with a private socket, because no
 * user loses work; sshp does not restart a shell.
 */
static void
input_taken(struct supervisor *k)
{
	char text[400];

	snprintf(text, sizeof text, "process %ld listens on the control "
	    "socket %s; %s", (long)k->attempt.taken,
	    k->attempt.control, k->o->plan->tunnel ?
	    "using a private socket" : "continuing without a control socket");
	if (!k->socket_taken)
		input_news(k, text);
	k->socket_taken = true;
	k->attempt.taken = 0;
	forwarder_begin(&k->forwarder, NULL);
	if (k->o->plan->tunnel && k->o->private_plan != NULL &&
	    k->session->state == SESSION_TRYING)
		supervisor_step(k, ON_RECONNECT, 0);
}

void
input_look(struct supervisor *k)
{
	bool before = k->attempt.login != SPAN_NEVER;

	if (k->ssh.pid == 0)
		return;
	if (!before && attempt_look(&k->attempt, k->ssh.pid, k->loop.now)) {
		/* Reads what ssh wrote before it created the socket. */
		sshlog_read(&k->endpoints.log, input_line, k);
		input_login(k);
	}
	if (k->attempt.taken != 0)
		input_taken(k);
	forwarder_turn(&k->forwarder, k->loop.now);
	if (k->session->state != SESSION_TRYING)
		return;
	if (k->o->plan->tunnel && forwarder_hopeless(&k->forwarder))
		supervisor_step(k, ON_REPLACE, CAUSE_NO_REPLY);
	else if (forwarder_ready(&k->forwarder))
		supervisor_step(k, ON_REACH, REACH_READY);
}

/* --- requests of sshpctl --- */

void
input_asked(void *arg, enum control_request r)
{
	struct supervisor *k = arg;

	if (r == CONTROL_PATH && k->session->state == SESSION_UP) {
		guard_events_ask(&k->endpoints.guards, k->loop.now);
	} else if (r == CONTROL_RESTART) {
		k->refused = false;
		supervisor_step(k, ON_RECONNECT, 0);
	} else if (r == CONTROL_STOP) {
		supervisor_step(k, ON_QUIT, 0);
	} else if (r == CONTROL_RELOAD) {
		reload_asked(k);
	}
}

void
input_news(void *arg, const char *text)
{
	struct supervisor *k = arg;

	messages_news(&k->terminal.messages, k->session, text);
	control_changed(&k->endpoints.control, supervisor_status, k);
}
