/* SPDX-License-Identifier: ISC */
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/span.h"
#include "sys/log.h"
#include "sys/peer.h"
#include "sys/tcp.h"
#include "tunnel-guard/guard.h"
#include "tunnel-guard/report.h"

enum { LAST_WORDS = 200 };	/* a command ends this soon after its EOF, ms */

/* sudo(8) or su(1) may have kept another user's SSHP_EVENTS. */
static bool
report_trusts(int fd)
{
	long uid = peer_user(fd);

	return uid == -1 || uid == (long)geteuid();
}

void
report_open(struct report *r, const struct log *log, const char *path,
    const char *attempt, const char *host, const char *port)
{
	*r = (struct report){
		.log = log, .quiet = *log, .supervisor = -1,
		.event.pid = getpid(),
		.event.attempt = attempt == NULL ? 0 :
		    strtol(attempt, NULL, 10),
	};
	r->quiet.silent = !log->verbose;
	snprintf(r->event.host, sizeof r->event.host, "%s", host);
	snprintf(r->event.port, sizeof r->event.port, "%s", port);
	if (path == NULL || *path == '\0')
		return;
	if ((r->supervisor = peer_connect(path)) == -1)
		log_detail(log, "%s: no sshp listens on this socket", path);
	else if (!report_trusts(r->supervisor)) {
		log_detail(log, "%s: a process of another user listens on "
		    "this socket", path);
		report_close(r);
	}
	r->event.protocol = EVENT_PROTOCOL;
	report_event(r, EVENT_HELLO, CAUSE_UNKNOWN, VERSION);
	r->event.protocol = 0;
}

void
report_event(struct report *r, enum event_kind kind, enum cause cause,
    const char *text)
{
	char record[EVENT_SIZE];

	if (r->supervisor == -1)
		return;
	r->event.kind = kind;
	r->event.cause = cause;
	snprintf(r->event.text, sizeof r->event.text, "%s",
	    text == NULL ? "" : text);
	if (peer_send(r->supervisor, record, event_encode(&r->event, record)) ==
	    -1)
		report_close(r);
}

void
report_say(struct report *r, enum event_kind kind, enum cause cause,
    const char *text)
{
	report_event(r, kind, cause, text);
	report_log(r, text);
}

void
report_failed(struct report *r, enum cause cause, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	report_say(r, EVENT_FAILED, cause, text);
}

void
report_log(const struct report *r, const char *text)
{
	log_say(r->supervisor == -1 ? r->log : &r->quiet, "%s", text);
}

void
report_settle(const struct report *r)
{
	enum { NAP = 2, NAPS = 500 };
	int i;

	for (i = 0; r->supervisor != -1 && i < NAPS &&
	    !peer_taken(r->supervisor); i++)
		(void)poll(NULL, 0, NAP);
}

void
report_close(struct report *r)
{
	if (r->supervisor != -1)
		close(r->supervisor);
	r->supervisor = -1;
}

/* --- the end --- */

void
report_end_text(struct guard *g, enum event_kind kind, enum cause cause,
    const char *text)
{
	char line[VERDICT_TEXT + 300];

	report_path_before(g, g->liveness.verdict.silence);
	report_event(&g->report, kind, cause, text);
	snprintf(line, sizeof line, "%s: %s", g->o->host, text);
	report_log(&g->report, line);
}

/* Reports the end of the command, which may not have printed a reason. */
static void
report_command(struct guard *g)
{
	char text[80];

	(void)command_text(&g->command, text, sizeof text);
	report_path_before(g, 0);
	if (!g->received)
		report_failed(&g->report, CAUSE_OTHER,
		    "%s: %s before it received data from a server",
		    g->o->host, text);
	else
		report_event(&g->report, EVENT_CLOSED, CAUSE_BY_SERVER,
		    g->command.status == 0 ? NULL : text);
}

/* The connection ended by itself: reports which side closed first. */
static void
report_closed(struct guard *g)
{
	if (g->o->command != NULL && g->down.flow.ended &&
	    command_ended(&g->command, LAST_WORDS)) {
		report_command(g);
		return;
	}
	if (g->close_reported || g->up.error != 0 || g->down.in_failed)
		return;
	report_path_before(g, 0);
	report_event(&g->report, EVENT_CLOSED, g->down.flow.ended ||
	    g->liveness.server_eof.since != SPAN_NEVER ? CAUSE_BY_SERVER :
	    CAUSE_BY_SSH, NULL);
}

/* Adds the silence of a dead path to the event, for the history. */
static void
report_silence(struct guard *g)
{
	int64_t silent = g->liveness.verdict.silence;

	if (g->liveness.handshake.state < HANDSHAKE_SSH ||
	    g->liveness.verdict.cause == CAUSE_LINGERS)
		return;
	g->report.event.silent = silent;
	if (g->sock != -1 && !g->passed)
		g->report.event.quiet = traffic_quiet(&g->traffic, g->loop.now,
		    silent);
}

void
report_end(struct guard *g)
{
	const struct verdict *v = &g->liveness.verdict;

	if (v->cause == CAUSE_UNKNOWN) {
		report_closed(g);
		return;
	}
	report_silence(g);
	report_end_text(g, EVENT_VERDICT, v->cause, v->text);
}

/* --- the path --- */

enum {
	SAMPLE = 1000,		/* least time between two samples, ms */
	DYING = 3		/* retransmits of a path that may be dead */
};

/*
 * Samples the kernel's counters; asked: a user waits for them.  Otherwise a
 * path that may be dead is not sampled, so that the figures before a loss do
 * not count the retransmits of the dead path.
 */
static void
report_look(struct guard *g, bool asked)
{
	struct tcp_counters v;
	int64_t now = g->loop.now;

	if (g->sock == -1 || tcp_counters_look(g->sock, &v) == -1)
		return;
	if (g->passed && v.counted)
		traffic_totals(&g->traffic, v.acked, v.received, now);
	if (asked || v.unanswered < DYING)
		path_sample(&g->path, now, v.rtt, v.segments, v.resent);
}

void
report_sample(struct guard *g)
{
	if (g->loop.now >= g->path_due) {
		g->path_due = g->loop.now + SAMPLE;
		report_look(g, false);
	}
	path_bytes(&g->path, g->loop.now, g->traffic.sent,
	    g->traffic.received);
}

/* The figures of the minute before the time at, ms. */
static void
report_figures(struct guard *g, int64_t at)
{
	struct path_figures *f = &g->report.event.path;

	path_report(&g->path, at, f);
	f->hop = g->o->connection.proxy != NULL ? PATH_PROXY : PATH_SERVER;
}

void
report_path_before(struct guard *g, int64_t silent)
{
	if (g->connected)
		report_figures(g, g->loop.now - silent);
}

/* Time since the last answer, ms; 0: not known. */
static int64_t
report_answered(struct guard *g)
{
	struct tcp_state *t = &g->liveness.network.tcp;
	int64_t now = g->loop.now;

	if (g->sock != -1 && tcp_look(g->sock, t, now) == 0)
		return t->heard > 0 ? t->heard : 1;
	return g->traffic.received_at == SPAN_NEVER ? 0 :
	    now - g->traffic.received_at + 1;
}

void
report_path_figures(struct guard *g)
{
	report_look(g, true);
	path_bytes(&g->path, g->loop.now, g->traffic.sent,
	    g->traffic.received);
	report_figures(g, g->loop.now);
	g->report.event.path.answered = report_answered(g);
	report_event(&g->report, EVENT_PATH, CAUSE_UNKNOWN, NULL);
	g->report.event.path = (struct path_figures){ 0 };
}

/* --- the traffic, on a signal --- */

/* The text for the state of the connection. */
static const char *
report_state(const struct liveness *w, bool passed)
{
	if (w == NULL)
		return "connecting";
	if (w->server_eof.since != SPAN_NEVER)
		return "closed";
	if (!passed && w->handshake.state < HANDSHAKE_SSH)
		return "no-banner";
	return w->stall.since == SPAN_NEVER ? "quiet" : "unacknowledged";
}

static void
report_path(struct traffic *t, const struct liveness *w, bool passed,
    struct traffic_path *p, int64_t now)
{
	struct tcp_state s;
	struct tcp_counters v;

	if (w == NULL || w->sock == -1)
		return;
	s = w->network.tcp;
	if (tcp_look(w->sock, &s, now) == -1 ||
	    tcp_counters_look(w->sock, &v) == -1)
		return;
	*p = (struct traffic_path){
		.known = true, .rtt = v.rtt, .rttvar = v.rttvar,
		.resent = s.resent, .unanswered = s.unanswered,
		.pending = s.pending, .received_ago = s.heard,
	};
	if (passed && v.counted)
		traffic_totals(t, v.acked, v.received, now);
}

void
report_traffic(struct traffic *t, const struct liveness *w, bool passed,
    struct report *r, const char *host, int64_t now)
{
	struct traffic_path path = { 0 };
	char text[TRAFFIC_TEXT];

	report_path(t, w, passed, &path, now);
	(void)traffic_text(t, &path, report_state(w, passed), now, text);
	report_event(r, EVENT_COUNTERS, CAUSE_UNKNOWN, text);
	log_say(r->log, "%s: %s", host, text);
}
