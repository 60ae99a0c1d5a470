/* SPDX-License-Identifier: ISC */
/* sshpctl: parses the command line and runs the commands. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/similar.h"
#include "base/span.h"
#include "sshpctl/history_print.h"
#include "sshpctl/list.h"
#include "sshpctl/metrics.h"
#include "sshpctl/service.h"
#include "sshpctl/sshpctl.h"
#include "sshpctl/state.h"
#include "sshpctl/why.h"
#include "supervise/tunnel_name.h"

static const char	*ctl_like_command(const char *);
static int		 ctl_help(struct ctl *);

/* --- list --- */

/* The exit status for a chosen connection. */
static int
ctl_state(const struct ctl *c, const struct sought *o)
{
	if (state_silent(o))
		return ctl_silent(c, o);
	return state_up(o) ? CTL_GOOD : CTL_NOT_UP;
}

/* The highest status of the chosen connections. */
static int
ctl_states(const struct ctl *c)
{
	int status = CTL_GOOD;
	size_t i;

	for (i = 0; i < c->seek.n; i++)
		if (c->seek.one[i].chosen)
			status = ctl_worse(status, ctl_state(c,
			    &c->seek.one[i]));
	return status;
}

/* The first word is neither a command nor the name of a tunnel. */
static int
ctl_neither(struct ctl *c)
{
	const char *name = c->name[0], *best = ctl_like_command(name);

	if (why_each(&c->seek.places, name, NULL, NULL) > 0 ||
	    c->seek.nameless > 0 || tunnel_name_is_pattern(name))
		return ctl_unknown(c, name);
	if (ctl_strangers(c, name))
		return CTL_UNKNOWN;
	if (best == NULL)
		best = ctl_similar(c, name);
	log_say(&c->log, best != NULL ? "%s: no such command or tunnel; did "
	    "you mean %s?" : "%s: no such command or tunnel (see sshpctl -h)",
	    name, best);
	return CTL_USAGE;
}

static int
ctl_live(struct ctl *c)
{
	client_open(&c->seek, c->name, CONTROL_WATCH);
	c->seek.paths = true;
	if (list_live_run(&c->seek) == 0)
		return CTL_GOOD;
	log_say(&c->log, "list -w: standard output is not a terminal, or TERM "
	    "is not set or is dumb");
	return CTL_USAGE;
}

static int
ctl_list(struct ctl *c)
{
	struct ctl_missing m;
	int status;

	if (c->live)
		return ctl_live(c);
	ctl_look(c, c->whole || c->json ? CONTROL_PATH : CONTROL_STATUS);
	m = ctl_named(c);
	if (c->json)
		metrics_json(&c->seek);
	else
		list_print(&c->seek, c->whole);
	if (c->name == NULL && c->seek.n == 0 && !c->json &&
	    c->seek.blind == 0)
		log_say(&c->log, "no tunnels are running (see sshp(1))");
	status = c->name == NULL ? CTL_GOOD : ctl_states(c);
	if (c->bare && m.n > 0) {
		free(m.name);
		return ctl_neither(c);
	}
	return ctl_worse(status, ctl_unknowns(c, &m));
}

/* --- why --- */

static void
ctl_tell(struct ctl *c, const struct why *t, const struct sought *o)
{
	if (c->json) {
		fputs(c->told++ == 0 ? "{\"schema\":1,\"tunnels\":[" : ",",
		    stdout);
		why_json(t, o);
	} else {
		if (c->told++ > 0)
			puts("");
		why_print(t, o, c->several);
	}
}

/* Prints the history of a connection that no longer runs. */
static void
ctl_past(void *arg, const struct why *t)
{
	ctl_tell(arg, t, NULL);
}

static void
ctl_present(struct ctl *c, const struct sought *o)
{
	struct why *t = why_read(&c->seek.places, o);

	/* Without a history, prints only the status. */
	if (t == NULL && (t = calloc(1, sizeof *t)) == NULL)
		return;
	ctl_tell(c, t, o);
	free(t);
}

/* Prints the histories of a name that has no running connection. */
static int
ctl_why_past(struct ctl *c, const char *name)
{
	size_t n = why_each(&c->seek.places, name, NULL, NULL);

	c->several = n > 1;
	(void)why_each(&c->seek.places, name, ctl_past, c);
	return n > 0 ? CTL_NOT_UP : ctl_unknown(c, name);
}

static int
ctl_why(struct ctl *c)
{
	struct ctl_missing m;
	size_t i, n = 0;
	int status;

	ctl_look(c, CONTROL_STATUS);
	m = ctl_named(c);
	for (i = 0; i < c->seek.n; i++)
		n += c->seek.one[i].chosen;
	for (i = 0; i < c->seek.n; i++) {
		c->several = n > 1 && client_twice(&c->seek, i);
		if (c->seek.one[i].chosen)
			ctl_present(c, &c->seek.one[i]);
	}
	status = ctl_states(c);
	for (i = 0; i < m.n; i++)
		status = ctl_worse(status, ctl_why_past(c, m.name[i]));
	free(m.name);
	if (c->json && c->told > 0)
		puts("]}");
	return status;
}

/* --- log --- */

static int
ctl_log(struct ctl *c)
{
	size_t i;

	client_open(&c->seek, c->name, CONTROL_STATUS);
	if (history_print(&c->seek.places, c->name, c->follow, &i) == 0)
		return CTL_GOOD;
	return ctl_unknown(c, c->name[i]);
}

/* --- metrics --- */

static int
ctl_metrics(struct ctl *c)
{
	ctl_look(c, CONTROL_PATH);
	(void)client_choose(&c->seek);
	if (metrics_write(&c->seek, c->file) == 0)
		return CTL_GOOD;
	log_say(&c->log, "%s: %s", c->file, strerror(errno));
	return CTL_FAILED;
}

/* --- the commands --- */

static const struct command {
	const char *name, *options;
	int (*run)(struct ctl *);
	int least, most;	/* number of names */
	const char *usage, *what;
} commands[] = {
	{ "list", "ahlw", ctl_list, 0, INT_MAX, "[-alw] [--json] [name ...]",
	    "print a line for each tunnel and shell (-l: destination, "
	    "forwards, id; -w: a live table)" },
	{ "why", "ah", ctl_why, 1, INT_MAX, "[-a] [--json] [name ...]",
	    "print the last losses and what ended them" },
	{ "wait", "aht:", ctl_wait, 1, INT_MAX, "[-a] [-t time] [name ...]",
	    "wait until the connections are up" },
	{ "reload", "ah", ctl_reload, 1, INT_MAX, "[-a] [name ...]",
	    "apply an edit of ssh_config, without a new connection where "
	    "possible" },
	{ "restart", "ah", ctl_restart, 1, INT_MAX, "[-a] [name ...]",
	    "end the connections, and reconnect at once" },
	{ "stop", "ah", ctl_stop, 1, INT_MAX, "[-a] [name ...]",
	    "end the connections for good" },
	{ "start", "ah", service_start, 1, INT_MAX, "[-a] [name ...]",
	    "start tunnels again after stop" },
	{ "enable", "fhu:", service_enable, 0, INT_MAX,
	    "[-f] [-u account] [--print[=system]] [name ...]",
	    "start the tunnels at boot or login, and now (no name: print "
	    "those that do)" },
	{ "disable", "ah", service_disable, 1, INT_MAX, "[-a] [name ...]",
	    "undo enable" },
	{ "log", "fh", ctl_log, 0, INT_MAX, "[-f] [name ...]",
	    "print the history in words (-f: go on with new events)" },
	{ "metrics", "ho:", ctl_metrics, 0, 0, "[-o file]",
	    "print the numbers for Prometheus" },
	{ "help", "h", ctl_help, 0, 1, "[command]",
	    "print the usage of a command" },
};

static const struct command *
ctl_command(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof commands / sizeof *commands; i++)
		if (word != NULL && strcmp(word, commands[i].name) == 0)
			return &commands[i];
	return NULL;
}

static const char *
ctl_like_command(const char *word)
{
	struct similar s = { .word = word };
	size_t i;

	for (i = 0; i < sizeof commands / sizeof *commands; i++)
		similar_try(&s, commands[i].name);
	return s.best;
}

/* Prints the usage of a command; NULL: of all. */
static int
ctl_usage(const struct command *m)
{
	size_t i;

	if (m != NULL) {
		printf("usage: sshpctl %s %s\n%s; see sshpctl(1)\n", m->name,
		    m->usage, m->what);
		return CTL_GOOD;
	}
	for (i = 0; i < sizeof commands / sizeof *commands; i++)
		printf("%s sshpctl %s%s%s %s\n", i == 0 ? "usage:" : "      ",
		    i == 0 ? "[" : "", commands[i].name, i == 0 ? "]" : "",
		    commands[i].usage);
	puts("       sshpctl -h | -V");
	return CTL_GOOD;
}

static int
ctl_help(struct ctl *c)
{
	const char *name = c->name == NULL ? NULL : c->name[0], *best;

	if (name == NULL || ctl_command(name) != NULL)
		return ctl_usage(ctl_command(name));
	best = ctl_like_command(name);
	log_say(&c->log, best != NULL ? "%s: no such command; did you mean "
	    "%s?" : "%s: no such command (see sshpctl -h)", name, best);
	return CTL_USAGE;
}

/* Removes long options from argv, up to "--"; returns the new argc. */
static int
ctl_long(struct ctl *c, int argc, char **argv)
{
	bool names = false;
	int from, to = 0;

	for (from = 0; from < argc; from++) {
		names = names || strcmp(argv[from], "--") == 0;
		if (!names && strcmp(argv[from], "--json") == 0)
			c->json = true;
		else if (!names && strcmp(argv[from], "--help") == 0)
			c->help = true;
		else if (!names && strcmp(argv[from], "--print") == 0)
			c->print = true;
		else if (!names && strncmp(argv[from], "--print=", 8) == 0) {
			c->print = true;
			c->system = argv[from] + 8;
		} else
			argv[to++] = argv[from];
	}
	argv[to] = NULL;
	return to;
}

/* Reports an unknown option; word is the whole text of a long option. */
static void
ctl_unknown_option(const struct ctl *c, const struct command *m, int letter,
    const char *word)
{
	if (letter == '-')
		log_say(&c->log, "%s: unknown option (see sshpctl -h)", word);
	else if (letter != ':' && strchr(m->options, letter) != NULL)
		log_say(&c->log, "-%c: option requires an argument", letter);
	else
		log_say(&c->log, "-%c: unknown option for %s (see sshpctl -h)",
		    letter, m->name);
}

/* The names, or "*" for -a, become c->name. */
static int
ctl_names(struct ctl *c, const struct command *m, int n, char **name)
{
	static const char *const everything[] = { "*", NULL };
	const char *best;

	if (c->bare && n > 1) {
		best = ctl_like_command(name[0]);
		log_say(&c->log, best != NULL ? "%s: no such command; did you "
		    "mean %s?" : "%s: no such command (see sshpctl -h)",
		    name[0], best);
		return -1;
	}
	if (n + c->everything < m->least)
		log_say(&c->log, "%s: name missing (sshpctl list shows the "
		    "names)", m->name);
	else if (n > (c->everything ? 0 : m->most))
		log_say(&c->log, "%s: %s: unexpected argument (see sshpctl "
		    "-h)", m->name, name[c->everything ? 0 : m->most]);
	else {
		c->name = c->everything ? everything : n == 0 ? NULL :
		    (const char *const *)name;
		c->each = c->everything || n > 1 || (n == 1 &&
		    tunnel_name_is_pattern(name[0]));
		return 0;
	}
	return -1;
}

/* Sets the limit of -t; 0, or -1 with a message. */
static int
ctl_time(struct ctl *c, const char *text)
{
	if (span_parse(text, &c->timeout) == 0)
		return 0;
	log_say(&c->log, "-t %s: expected a time such as 30 or 1m30s", text);
	return -1;
}

static int
ctl_options(struct ctl *c, const struct command *m, int argc, char **argv)
{
	int letter;

	opterr = 0;
	while ((letter = getopt(argc, argv, m->options)) != -1) {
		switch (letter) {
		case 'a':
			c->everything = true;
			break;
		case 'f':
			c->follow = c->force = true;
			break;
		case 'h':
			c->help = true;
			return 0;
		case 'l':
			c->whole = true;
			break;
		case 'w':
			c->live = true;
			break;
		case 'u':
			c->account = optarg;
			break;
		case 't':
			if (ctl_time(c, optarg) == -1)
				return -1;
			break;
		case 'o':
			c->file = optarg;
			break;
		default:
			ctl_unknown_option(c, m, optopt, argv[optind]);
			return -1;
		}
	}
	return c->help ? 0 : ctl_names(c, m, argc - optind, argv + optind);
}

/*
 * sshpctl [command] [name ...]: lists and controls running sshp connections,
 * and makes tunnels start at boot.
 */
int
main(int argc, char **argv)
{
	struct ctl c = { .log = { .program = "sshpctl" },
	    .timeout = SPAN_NEVER };
	const struct command *m;
	int status;

	if (argc == 2 && strcmp(argv[1], "-V") == 0)
		return printf("sshpctl %s\n", VERSION) < 0;
	argc = ctl_long(&c, argc, argv);
	m = ctl_command(argv[1]);
	/* "sshpctl", "sshpctl -w" and "sshpctl name" mean list. */
	if (m != NULL) {
		argc--;
		argv++;
	}
	c.bare = m == NULL;
	if (c.bare)
		m = &commands[0];
	status = ctl_options(&c, m, argc, argv) == -1 ? CTL_USAGE : c.help ?
	    ctl_usage(c.bare ? NULL : m) : m->run(&c);
	if (fflush(stdout) == EOF && status != CTL_USAGE) {
		log_say(&c.log, "output: %s", strerror(errno));
		status = CTL_FAILED;
	}
	client_close(&c.seek);
	return status;
}
