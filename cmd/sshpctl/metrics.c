/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "sshpctl/metrics.h"
#include "sshpctl/state.h"
#include "sys/atomic_file.h"
#include "sys/clock.h"

/* The state of a connection whose process does not answer. */
static const char silent[] = "no-answer";

/* --- values --- */

static double
is_up(const struct control_status *s)
{
	return s->state == CONTROL_UP;
}

static double
up_seconds(const struct control_status *s)
{
	return (double)s->up / 1e3;
}

static double
drops(const struct control_status *s)
{
	return (double)s->drops;
}

static double
attempts(const struct control_status *s)
{
	return (double)s->attempts;
}

static double
failures(const struct control_status *s)
{
	return (double)s->tries;
}

static double
wanted(const struct control_status *s)
{
	return (double)s->wanted;
}

static double
ready(const struct control_status *s)
{
	return (double)s->ready;
}

/* A point of time: in Prometheus, "time() - metric" gives the age. */
static double
since(const struct control_status *s)
{
	return (double)(clock_wall() - s->age) / 1e3;
}

static double
started(const struct control_status *s)
{
	return (double)(clock_wall() - s->running) / 1e3;
}

/* --- the path; negative if the guard does not know the figure --- */

static double
rtt(const struct control_status *s)
{
	return s->path.rtt > 0 ? (double)s->path.rtt / 1e6 : -1;
}

static double
rtt_worst(const struct control_status *s)
{
	return s->path.rtt > 0 ? (double)s->path.worst / 1e6 : -1;
}

static double
segments(const struct control_status *s)
{
	return s->path.all_segments > 0 ? (double)s->path.all_segments : -1;
}

static double
resent(const struct control_status *s)
{
	return s->path.all_segments > 0 ? (double)s->path.all_resent : -1;
}

static double
sent(const struct control_status *s)
{
	return s->path.known ? (double)s->path.sent : -1;
}

static double
received(const struct control_status *s)
{
	return s->path.known ? (double)s->path.received : -1;
}

static double
answer(const struct control_status *s)
{
	return s->path.answered <= 0 ? -1 :
	    (double)(clock_wall() - s->path.answered) / 1e3;
}

static const struct {
	const char *name, *type, *help;
	double (*of)(const struct control_status *);
} metrics[] = {
	{ "sshp_up", "gauge", "1 if the connection is up, else 0.",
	    is_up },
	{ "sshp_state_start_time_seconds", "gauge",
	    "Time when the connection came up or, if it is down, went down.",
	    since },
	{ "sshp_start_time_seconds", "gauge",
	    "Time when its sshp started.", started },
	{ "sshp_up_seconds_total", "counter",
	    "Time the connection was up since its sshp started.", up_seconds },
	{ "sshp_drops_total", "counter",
	    "Lost connections since its sshp started.", drops },
	{ "sshp_attempts_total", "counter",
	    "Starts of ssh since its sshp started.", attempts },
	{ "sshp_failures", "gauge",
	    "Failed attempts in a row until now.", failures },
	{ "sshp_forwards", "gauge",
	    "Configured forwards.", wanted },
	{ "sshp_forwards_ready", "gauge",
	    "Forwards that are up.", ready },
	{ "sshp_path_rtt_seconds", "gauge",
	    "Smoothed TCP round trip to the server, the proxy or the first "
	    "jump host.", rtt },
	{ "sshp_path_rtt_worst_seconds", "gauge",
	    "Longest smoothed TCP round trip in the last minute.",
	    rtt_worst },
	{ "sshp_path_sent_segments_total", "counter",
	    "TCP segments with data sent by the present connection.",
	    segments },
	{ "sshp_path_retransmitted_segments_total", "counter",
	    "TCP segments that the present connection sent again.",
	    resent },
	{ "sshp_path_sent_bytes_total", "counter",
	    "Bytes that the present connection sent to the server.",
	    sent },
	{ "sshp_path_received_bytes_total", "counter",
	    "Bytes that the present connection received.",
	    received },
	{ "sshp_path_last_answer_time_seconds", "gauge",
	    "Time when the server, the proxy or the jump host last answered.",
	    answer },
};

/* --- labels --- */

/* Writes a label: its value as UTF-8, with the escapes of the format. */
static void
label(FILE *f, const char *name, const char *value)
{
	char text[UTF8_PLAIN(sizeof ((struct control_status *)0)->forwards)];

	utf8_plain(text, sizeof text, value);
	fprintf(f, "%s=\"", name);
	for (value = text; *value != '\0'; value++)
		fprintf(f, "%s%c", *value == '"' || *value == '\\' ? "\\" :
		    "", *value);
	fputs("\"", f);
}

/* The id distinguishes equal names, and is the same after a restart. */
static void
labels(FILE *f, const struct sought *o)
{
	char user[64];

	fputs("{", f);
	label(f, "name", o->status.name);
	fputs(",", f);
	label(f, "id", o->status.id);
	fputs(",", f);
	label(f, "user", client_user(o->uid, user, sizeof user));
}

static void
write_states(const struct client *s, FILE *f)
{
	size_t i;
	int k;

	fputs("# HELP sshp_state 1 for the current state, else 0.\n"
	    "# TYPE sshp_state gauge\n", f);
	for (i = 0; i < s->n; i++) {
		if (!s->one[i].chosen)
			continue;
		for (k = CONTROL_TRYING; k <= CONTROL_OVER; k++) {
			fputs("sshp_state", f);
			labels(f, &s->one[i]);
			fprintf(f, ",state=\"%s\"} %d\n", k == CONTROL_OVER ?
			    silent : control_states[k],
			    state_silent(&s->one[i]) ? k == CONTROL_OVER :
			    k < CONTROL_OVER && s->one[i].status.state == k);
		}
	}
}

static void
write_info(const struct client *s, FILE *f)
{
	size_t i;

	fputs("# HELP sshp_info Destination, forwards and kind; always 1.\n"
	    "# TYPE sshp_info gauge\n", f);
	for (i = 0; i < s->n; i++) {
		if (!s->one[i].chosen)
			continue;
		fputs("sshp_info", f);
		labels(f, &s->one[i]);
		fputs(",", f);
		label(f, "to", s->one[i].status.to);
		fputs(",", f);
		label(f, "forwards", s->one[i].status.forwards);
		fprintf(f, ",kind=\"%s\"} 1\n",
		    s->one[i].status.kind == CONTROL_TUNNEL ? "tunnel" :
		    "shell");
	}
}

/* The next port of a list "40001 40002"; NULL at its end. */
static const char *
next_port(const char *at, long *port)
{
	char *end;

	*port = strtol(at, &end, 10);
	return end == at ? NULL : end;
}

static void
write_ports(const struct client *s, FILE *f)
{
	const char *at;
	long port;
	size_t i;
	int n;

	fputs("# HELP sshp_allocated_port Port that the server allocated for "
	    "the nth -R 0, or 0 if none yet.\n"
	    "# TYPE sshp_allocated_port gauge\n", f);
	for (i = 0; i < s->n; i++)
		for (n = 1, at = s->one[i].status.ports;
		    (at = next_port(at, &port)) != NULL; n++) {
			fputs("sshp_allocated_port", f);
			labels(f, &s->one[i]);
			fprintf(f, ",n=\"%d\"} %ld\n", n, port);
		}
}

static const struct {
	const char *name, *type, *help;
	size_t at;
} clients[] = {
	{ "sshp_clients_held", "gauge",
	    "Clients of a local forward that wait (PersistHold).",
	    offsetof(struct control_clients, held) },
	{ "sshp_clients_connected", "gauge",
	    "Clients of a local forward that are connected (PersistHold).",
	    offsetof(struct control_clients, connected) },
	{ "sshp_clients_total", "counter",
	    "Clients of a local forward since its sshp started.",
	    offsetof(struct control_clients, accepted) },
	{ "sshp_clients_reset_total", "counter",
	    "Of these, clients that waited too long, or were connected when "
	    "the connection was lost.",
	    offsetof(struct control_clients, reset) },
};

static void
write_clients(const struct client *s, FILE *f)
{
	struct control_clients c;
	const char *at;
	int64_t value;
	size_t i, k;

	for (k = 0; k < sizeof clients / sizeof *clients; k++) {
		fprintf(f, "# HELP %s %s\n# TYPE %s %s\n", clients[k].name,
		    clients[k].help, clients[k].name, clients[k].type);
		for (i = 0; i < s->n; i++)
			for (at = s->one[i].status.clients;
			    s->one[i].chosen && (at = control_clients_next(at,
			    &c)) != NULL; ) {
				memcpy(&value, (char *)&c + clients[k].at,
				    sizeof value);
				fputs(clients[k].name, f);
				labels(f, &s->one[i]);
				fputs(",", f);
				label(f, "forward", c.forward);
				fprintf(f, "} %lld\n", (long long)value);
			}
	}
}

/* For a process that does not answer, writes only its state. */
static void
write_all(const struct client *s, FILE *f)
{
	const struct sought *o;
	double value;
	size_t i, k;

	for (k = 0; k < sizeof metrics / sizeof *metrics; k++) {
		fprintf(f, "# HELP %s %s\n# TYPE %s %s\n", metrics[k].name,
		    metrics[k].help, metrics[k].name, metrics[k].type);
		for (i = 0; i < s->n; i++) {
			o = &s->one[i];
			if (!o->chosen ||
			    ((o->silent || o->foreign) && k > 0) ||
			    (value = metrics[k].of(&o->status)) < 0)
				continue;
			fputs(metrics[k].name, f);
			labels(f, o);
			fprintf(f, "} %.15g\n", state_silent(o) && k == 0 ?
			    0 : value);
		}
	}
	write_states(s, f);
	write_ports(s, f);
	write_clients(s, f);
	write_info(s, f);
}

static int
by_id(const void *a, const void *b)
{
	const struct sought *x = *(struct sought *const *)a,
	    *y = *(struct sought *const *)b;

	if (x->uid != y->uid)
		return x->uid < y->uid ? -1 : 1;
	return strcmp(x->status.id, y->status.id);
}

/*
 * Prometheus rejects a text in which a series appears twice.  So only one of
 * two tunnels with the same id is printed, and none without an id.
 */
static void
metrics_choose(struct client *s)
{
	struct sought **o = calloc(s->n + 1, sizeof *o);
	size_t i;

	for (i = 0; i < s->n; i++) {
		s->one[i].chosen = false;
		if (o != NULL)
			o[i] = &s->one[i];
	}
	if (o != NULL && s->n > 0)
		qsort(o, s->n, sizeof *o, by_id);
	for (i = 0; o != NULL && i < s->n; i++)
		o[i]->chosen = o[i]->status.id[0] != '\0' &&
		    (i == 0 || by_id(&o[i - 1], &o[i]) != 0);
	free(o);
}

/* --- output --- */

int
metrics_write(struct client *s, const char *file)
{
	enum { READABLE = 0644 };	/* for another user's node exporter */
	char *text = NULL;
	size_t n = 0;
	FILE *f;
	int ret = -1;

	metrics_choose(s);
	if (file == NULL) {
		write_all(s, stdout);
		return 0;
	}
	if ((f = open_memstream(&text, &n)) == NULL)
		return -1;
	write_all(s, f);
	/* A failed write is an error to report; it must not end sshpctl. */
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	if (fclose(f) == 0)
		ret = atomic_file_replace(file, text, n, READABLE);
	free(text);
	return ret;
}

/* --- JSON --- */

static const char *
json_state(const struct sought *o)
{
	return state_silent(o) ? silent : control_states[o->status.state];
}

/* "[40001,40002]", in the pool; NULL: no memory. */
static const char *
json_ports(struct pool *p, const char *at)
{
	const char *all = "", *next;
	long port;

	for (; all != NULL && (next = next_port(at, &port)) != NULL; at = next)
		all = pool_text(p, "%s%s%ld", all, *all == '\0' ? "" : ",",
		    port);
	return all == NULL ? NULL : pool_text(p, "[%s]", all);
}

/* "[{"forward":"-L 80",...}]"; "null": sshp does not have the clients. */
static const char *
json_clients(struct pool *p, const char *at)
{
	struct control_clients c;
	const char *all = "";

	while (all != NULL && (at = control_clients_next(at, &c)) != NULL)
		all = pool_text(p, "%s%s{\"forward\":%s,\"held\":%lld,"
		    "\"connected\":%lld,\"total\":%lld,\"reset\":%lld}", all,
		    *all == '\0' ? "" : ",", quote_json(p, c.forward),
		    (long long)c.held, (long long)c.connected,
		    (long long)c.accepted, (long long)c.reset);
	return all == NULL || *all == '\0' ? "null" :
	    pool_text(p, "[%s]", all);
}

const char *
metrics_json_path(struct pool *p, const struct path_figures *f)
{
	double share = path_figures_share(f);
	const char *rtt = "", *resent = "", *answer = "";

	if (!f->known)
		return "null";
	if (f->rtt > 0)
		rtt = pool_text(p, "\"rtt_seconds\":%.6f,"
		    "\"rtt_worst_seconds\":%.6f,", (double)f->rtt / 1e6,
		    (double)f->worst / 1e6);
	if (share >= 0)
		resent = pool_text(p, "\"segments\":%lld,"
		    "\"retransmitted_segments\":%lld,"
		    "\"retransmitted_share\":%.4f,", (long long)f->segments,
		    (long long)f->resent, share);
	if (f->answered > 0)
		answer = pool_text(p, "\"last_answer_seconds\":%.3f,",
		    (double)f->answered / 1e3);
	return pool_text(p, "{\"to\":\"%s\",%s%s%s\"sent_bytes\":%lld,"
	    "\"received_bytes\":%lld,\"sent_bytes_per_second\":%lld,"
	    "\"received_bytes_per_second\":%lld}", path_figures_hop(f),
	    rtt == NULL ? "" : rtt, resent == NULL ? "" : resent,
	    answer == NULL ? "" : answer, (long long)f->sent,
	    (long long)f->received, (long long)f->sent_rate,
	    (long long)f->received_rate);
}

static void
json_one(struct pool *p, const struct sought *o, bool first)
{
	const struct control_status *s = &o->status;
	char user[64], process[STATE_PROCESS];

	state_process(o, process, sizeof process);
	printf("%s{\"name\":%s,\"id\":%s,\"kind\":\"%s\",\"to\":%s,"
	    "\"forwards\":%s,\"state\":\"%s\",\"since_seconds\":%.3f,"
	    "\"drops\":%lld,\"attempts\":%lld,\"failures\":%lld,"
	    "\"up_seconds\":%.3f,\"next_try_seconds\":%.3f,"
	    "\"forwards_wanted\":%lld,\"forwards_ready\":%lld,"
	    "\"allocated_ports\":%s,\"clients\":%s,\"detail\":%s,"
	    "\"path\":%s,\"reason\":%s,\"pid\":%lld,\"ssh_pid\":%lld,"
	    "\"uid\":%ld,\"user\":%s}",
	    first ? "" : ",", quote_json(p, s->name), quote_json(p, s->id),
	    s->kind == CONTROL_TUNNEL ? "tunnel" : "shell",
	    quote_json(p, s->to), quote_json(p, s->forwards),
	    json_state(o), (double)s->age / 1e3,
	    (long long)s->drops, (long long)s->attempts, (long long)s->tries,
	    (double)s->up / 1e3, (double)s->next / 1e3, (long long)s->wanted,
	    (long long)s->ready, json_ports(p, s->ports),
	    json_clients(p, s->clients), quote_json(p, s->detail),
	    metrics_json_path(p, &s->path),
	    quote_json(p, state_silent(o) ? process : s->reason),
	    (long long)s->pid, (long long)s->ssh, o->uid,
	    quote_json(p, client_user(o->uid, user, sizeof user)));
}

void
metrics_json(const struct client *s)
{
	struct pool p = { 0 };
	bool first = true;
	size_t i;

	fputs("{\"schema\":1,\"tunnels\":[", stdout);
	for (i = 0; i < s->n; i++) {
		if (!s->one[i].chosen)
			continue;
		json_one(&p, &s->one[i], first);
		first = false;
	}
	puts("]}");
	pool_free(&p);
}
