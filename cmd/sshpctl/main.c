/* SPDX-License-Identifier: ISC */
/* sshpctl: parses the command line and runs the commands. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "sshpctl/list.h"
#include "sshpctl/metrics.h"
#include "sshpctl/sshpctl.h"
#include "sshpctl/state.h"
#include "sshpctl/why.h"

static const char usage[] =
    "usage: sshpctl [list] [-w] [--json] [name]\n"
    "       sshpctl why [--json] name\n"
    "       sshpctl wait [-t time] name\n"
    "       sshpctl restart name\n"
    "       sshpctl stop name\n"
    "       sshpctl metrics [-o file]\n"
    "       sshpctl -h | -V\n";
static const char ctl_commands[] = "list, why, wait, restart, stop, metrics";

/* --- list --- */

/* The exit status for a chosen connection. */
static int
ctl_state(const struct ctl *c, const struct sought *o)
{
	if (state_silent(o))
		return ctl_silent(c, o);
	return state_up(o) ? CTL_GOOD : CTL_NOT_UP;
}

/* The first word is neither a command nor the name of a tunnel. */
static int
ctl_neither(struct ctl *c)
{
	if (why_each(&c->seek.places, c->name, NULL, NULL) > 0 ||
	    c->seek.nameless > 0)
		return ctl_unknown(c);
	if (ctl_strangers(c))
		return CTL_UNKNOWN;
	log_say(&c->log, "%s: no such command or tunnel (commands: %s)",
	    c->name, ctl_commands);
	return CTL_USAGE;
}

static int
ctl_live(struct ctl *c)
{
	client_open(&c->seek, c->name, CONTROL_WATCH);
	if (list_live_run(&c->seek) == 0)
		return CTL_GOOD;
	log_say(&c->log, "list -w: standard output is not a terminal, or TERM "
	    "is not set or is dumb");
	return CTL_USAGE;
}

static int
ctl_list(struct ctl *c)
{
	struct sought *o;
	size_t n;

	if (c->live)
		return ctl_live(c);
	ctl_look(c, CONTROL_STATUS);
	n = ctl_named(c, &o);
	if (c->json)
		metrics_json(&c->seek);
	else
		list_print(&c->seek);
	if (n == 0 && c->name != NULL)
		return c->bare ? ctl_neither(c) : ctl_unknown(c);
	if (n == 0 && !c->json && c->seek.blind == 0)
		log_say(&c->log, "no tunnels are running (see sshp(1))");
	return c->name == NULL ? CTL_GOOD : ctl_state(c, o);
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

static int
ctl_why_past(struct ctl *c)
{
	size_t n = why_each(&c->seek.places, c->name, NULL, NULL);

	c->several = n > 1;
	(void)why_each(&c->seek.places, c->name, ctl_past, c);
	return c->told > 0 ? CTL_NOT_UP : ctl_unknown(c);
}

static int
ctl_why(struct ctl *c)
{
	int status = CTL_NOT_UP;
	struct sought *o;
	size_t i, n;

	ctl_look(c, CONTROL_STATUS);
	n = ctl_named(c, &o);
	c->several = n > 1;
	for (i = 0; i < c->seek.n; i++)
		if (c->seek.one[i].chosen)
			ctl_present(c, &c->seek.one[i]);
	status = n == 0 ? ctl_why_past(c) : ctl_state(c, o);
	if (c->json && c->told > 0)
		puts("]}");
	return status;
}

/* --- metrics --- */

static int
ctl_metrics(struct ctl *c)
{
	struct sought *o;

	ctl_look(c, CONTROL_STATUS);
	(void)ctl_named(c, &o);
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
} commands[] = {
	{ "list", "w", ctl_list, 0, 1 },
	{ "why", "", ctl_why, 1, 1 },
	{ "wait", "t:", ctl_wait, 1, 1 },
	{ "restart", "", ctl_restart, 1, 1 },
	{ "stop", "", ctl_stop, 1, 1 },
	{ "metrics", "o:", ctl_metrics, 0, 0 },
};

/* Removes --json and --help from argv, up to "--"; returns the new argc. */
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
		else
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

static int
ctl_names(struct ctl *c, const struct command *m, int n, char **name)
{
	if (c->bare && n > 1)
		log_say(&c->log, "%s: no such command (commands: %s)", name[0],
		    ctl_commands);
	else if (n < m->least)
		log_say(&c->log, "%s: name missing (sshpctl list shows the "
		    "names)", m->name);
	else if (n > m->most)
		log_say(&c->log, "%s: %s: unexpected argument (see sshpctl "
		    "-h)", m->name, name[m->most]);
	else
		c->name = name[0];
	return n < m->least || n > m->most ? -1 : 0;
}

static int
ctl_options(struct ctl *c, const struct command *m, int argc, char **argv)
{
	int letter;

	opterr = 0;
	while ((letter = getopt(argc, argv, m->options)) != -1) {
		switch (letter) {
		case 'w':
			c->live = true;
			break;
		case 't':
			if (span_parse(optarg, &c->patience) == 0)
				break;
			log_say(&c->log, "-t %s: expected a time such as 30 "
			    "or 1m30s", optarg);
			return -1;
		case 'o':
			c->file = optarg;
			break;
		default:
			ctl_unknown_option(c, m, optopt, argv[optind]);
			return -1;
		}
	}
	return ctl_names(c, m, argc - optind, argv + optind);
}

static const struct command *
ctl_command(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof commands / sizeof *commands; i++)
		if (word != NULL && strcmp(word, commands[i].name) == 0)
			return &commands[i];
	return NULL;
}

/*
 * sshpctl [list [-w]|why|wait|restart|stop|metrics] [name]: lists and controls
 * running sshp connections.
 */
int
main(int argc, char **argv)
{
	struct ctl c = { .log = { .program = "sshpctl" },
	    .patience = SPAN_NEVER };
	const struct command *m;
	int status;

	if (argc == 2 && strcmp(argv[1], "-V") == 0)
		return printf("sshpctl %s\n", VERSION) < 0;
	c.help = argc == 2 && strcmp(argv[1], "-h") == 0;
	argc = ctl_long(&c, argc, argv);
	if (c.help)
		return fputs(usage, stdout) == EOF;
	m = ctl_command(argv[1]);
	/* "sshpctl", "sshpctl -w" and "sshpctl name" mean list. */
	if (m != NULL) {
		argc--;
		argv++;
	}
	c.bare = m == NULL;
	if (c.bare)
		m = &commands[0];
	status = ctl_options(&c, m, argc, argv) == 0 ? m->run(&c) : CTL_USAGE;
	if (fflush(stdout) == EOF && status != CTL_USAGE) {
		log_say(&c.log, "output: %s", strerror(errno));
		status = CTL_FAILED;
	}
	client_close(&c.seek);
	return status;
}
