/* SPDX-License-Identifier: ISC */
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "run/metrics.h"
#include "sys/clock.h"
#include "sys/note.h"

/* --- what is measured --- */

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

/* A point of time, for "time() - metric" is how ages are asked for. */
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

static const struct {
	const char *name, *type, *help;
	double (*of)(const struct control_status *);
} metrics[] = {
	{ "sshp_up", "gauge", "1 while the connection is up.", is_up },
	{ "sshp_state_start_time_seconds", "gauge",
	    "When it came up or, if it is not up, went down, since 1970.",
	    since },
	{ "sshp_start_time_seconds", "gauge",
	    "When its keeper began, since 1970.", started },
	{ "sshp_up_seconds_total", "counter",
	    "For how long it was up, since its keeper began.", up_seconds },
	{ "sshp_drops_total", "counter",
	    "How often it was lost, since its keeper began.", drops },
	{ "sshp_attempts_total", "counter",
	    "How often ssh was started, since its keeper began.", attempts },
	{ "sshp_failures", "gauge",
	    "Failures in a row, up to now.", failures },
	{ "sshp_forwards", "gauge",
	    "Forwards that it is to have.", wanted },
	{ "sshp_forwards_ready", "gauge",
	    "Forwards that are there.", ready },
};

/* --- labels --- */

/* A label's value, with what the format wants escaped. */
static void
label(FILE *f, const char *name, const char *value)
{
	fprintf(f, "%s=\"", name);
	for (; *value != '\0'; value++) {
		if (*value == '\n')
			fputs("\\n", f);
		else if ((unsigned char)*value >= ' ' || *value == '\t')
			fprintf(f, "%s%c", *value == '"' || *value == '\\' ?
			    "\\" : "", *value);
	}
	fputs("\"", f);
}

/* The id makes two of one name different, and is the same after a restart. */
static void
labels(FILE *f, const struct sought *o)
{
	const struct passwd *pw = o->uid == -1 ? NULL :
	    getpwuid((uid_t)o->uid);

	fputs("{", f);
	label(f, "name", o->status.name);
	fputs(",", f);
	label(f, "id", o->status.id);
	fputs(",", f);
	label(f, "user", pw == NULL ? "" : pw->pw_name);
}

static void
write_states(const struct seek *s, FILE *f)
{
	size_t i;
	int k;

	fputs("# HELP sshp_state 1 for the state that it is in.\n"
	    "# TYPE sshp_state gauge\n", f);
	for (i = 0; i < s->n; i++)
		for (k = CONTROL_TRYING; k < CONTROL_OVER; k++) {
			fputs("sshp_state", f);
			labels(f, &s->one[i]);
			fprintf(f, ",state=\"%s\"} %d\n", control_states[k],
			    s->one[i].status.state == k);
		}
}

static void
write_info(const struct seek *s, FILE *f)
{
	size_t i;

	fputs("# HELP sshp_info What it is; always 1.\n"
	    "# TYPE sshp_info gauge\n", f);
	for (i = 0; i < s->n; i++) {
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

static void
write_all(const struct seek *s, FILE *f)
{
	size_t i, k;

	for (k = 0; k < sizeof metrics / sizeof *metrics; k++) {
		fprintf(f, "# HELP %s %s\n# TYPE %s %s\n", metrics[k].name,
		    metrics[k].help, metrics[k].name, metrics[k].type);
		for (i = 0; i < s->n; i++) {
			fputs(metrics[k].name, f);
			labels(f, &s->one[i]);
			fprintf(f, "} %.15g\n",
			    metrics[k].of(&s->one[i].status));
		}
	}
	write_states(s, f);
	write_info(s, f);
}

/* --- where to --- */

int
metrics_write(const struct seek *s, const char *file)
{
	enum { READABLE = 0644 };	/* by another user's node exporter */
	char *text = NULL;
	size_t n = 0;
	FILE *f;
	int ret = -1;

	if (file == NULL) {
		write_all(s, stdout);
		return 0;
	}
	if ((f = open_memstream(&text, &n)) == NULL)
		return -1;
	write_all(s, f);
	/* What can not be written is an error, and ends nobody. */
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	if (fclose(f) == 0)
		ret = note_replace(file, text, n, READABLE);
	free(text);
	return ret;
}

/* --- JSON --- */

static void
json_one(struct pool *p, const struct sought *o, bool first)
{
	const struct control_status *s = &o->status;

	printf("%s{\"name\":%s,\"id\":%s,\"kind\":\"%s\",\"to\":%s,"
	    "\"forwards\":%s,\"state\":\"%s\",\"since_seconds\":%.3f,"
	    "\"drops\":%lld,\"attempts\":%lld,\"failures\":%lld,"
	    "\"up_seconds\":%.3f,\"next_try_seconds\":%.3f,"
	    "\"forwards_wanted\":%lld,\"forwards_ready\":%lld,\"detail\":%s,"
	    "\"reason\":%s,\"pid\":%lld,\"ssh_pid\":%lld,\"uid\":%ld}",
	    first ? "" : ",", json_string(p, s->name), json_string(p, s->id),
	    s->kind == CONTROL_TUNNEL ? "tunnel" : "shell",
	    json_string(p, s->to), json_string(p, s->forwards),
	    control_states[s->state], (double)s->age / 1e3,
	    (long long)s->drops, (long long)s->attempts, (long long)s->tries,
	    (double)s->up / 1e3, (double)s->next / 1e3, (long long)s->wanted,
	    (long long)s->ready, json_string(p, s->detail),
	    json_string(p, s->reason), (long long)s->pid, (long long)s->ssh,
	    o->uid);
}

void
metrics_json(const struct seek *s, const char *name)
{
	struct pool p = { 0 };
	bool first = true;
	size_t i;

	fputs("{\"schema\":1,\"tunnels\":[", stdout);
	for (i = 0; i < s->n; i++) {
		if (name != NULL && !seek_is(&s->one[i], name))
			continue;
		json_one(&p, &s->one[i], first);
		first = false;
	}
	puts("]}");
	pool_free(&p);
}
