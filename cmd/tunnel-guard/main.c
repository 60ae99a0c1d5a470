/* SPDX-License-Identifier: ISC */
/* tunnel-guard: parses the options and runs the guard. */
#include <sys/socket.h>

#include <errno.h>
#include <netdb.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/qos.h"
#include "base/span.h"
#include "compat/compat.h"
#include "sys/descriptors.h"
#include "sys/log.h"
#include "sys/log_pipe.h"
#include "sys/names.h"
#include "tunnel-guard/guard.h"
#include "tunnel-guard/proxy.h"

enum {
	FAILED = 255,
	DIAL = 30000,		/* -w, ms */
	ASKED = 150000		/* the same with -c, which may ask the user */
};

static struct log say = { .program = "tunnel-guard" };

static const char usage[] =
    "usage: tunnel-guard [-46aFlvW] [-A file] [-B interface] "
    "[-k interval]\n"
    "           [-P user] [-s address] [-T class] [-t timeout] [-w deadline]\n"
    "           [-X protocol] [-x proxy] host port\n"
    "       tunnel-guard [-alv] [-k interval] [-t timeout] [-w deadline]\n"
    "           -c command [host port]\n"
    "       tunnel-guard -h | -V\n";

static const char help[] =
    "  -4, -6       use IPv4, IPv6 addresses only\n"
    "  -A file      file with user:password lines for the proxy\n"
    "  -a           count -t also while this machine has no network\n"
    "  -B interface connect from an address of this interface\n"
    "  -c command   run this ProxyCommand instead of connecting\n"
    "  -F           pass the connected socket to ssh (ProxyUseFdpass)\n"
    "  -k interval  ssh's ServerAliveInterval (default: detected)\n"
    "  -l           also log to syslog why a connection was ended\n"
    "  -P user      log in to the proxy as this user\n"
    "  -s address   connect from this address\n"
    "  -T class     traffic class: af21, cs1, lowdelay ... or a number\n"
    "  -t timeout   end a connection after this time without an answer (30s)\n"
    "  -v           verbose\n"
    "  -W           wait for the network without a limit\n"
    "  -w deadline  timeout to connect, and then for the SSH banner (30s)\n"
    "  -X protocol  proxy protocol: connect, 5 or 4 (5)\n"
    "  -x proxy     use this proxy, host[:port]; env: from all_proxy etc.\n"
    "In ~/.ssh/config: ProxyCommand tunnel-guard %h %p\n";

/* All options. */
struct arguments {
	struct guard_options guard;
	struct proxy_choice proxy;
	struct proxy_url chosen_proxy;		/* the chosen proxy */
	const char *class;	/* -T */
};

/* The options with a text. */
static const struct {
	char letter;
	size_t at;
} texts[] = {
	{ 'A', offsetof(struct arguments, proxy.file) },
	{ 'B', offsetof(struct arguments, guard.connection.source.interface) },
	{ 'c', offsetof(struct arguments, guard.command) },
	{ 'P', offsetof(struct arguments, proxy.user) },
	{ 's', offsetof(struct arguments, guard.connection.source.address) },
	{ 'T', offsetof(struct arguments, class) },
	{ 'X', offsetof(struct arguments, proxy.protocol) },
	{ 'x', offsetof(struct arguments, proxy.proxy) },
};

/* Parses a span of at least 1 s; -1 with a message printed. */
static int
span_option(char option, const char *text, int64_t *ms)
{
	if (span_parse(text, ms) == 0 && *ms >= 1000)
		return 0;
	log_say(&say, "-%c %s: expected a time from 1s to 68 years, such as "
	    "30, 90s or 2m", option, text);
	return -1;
}

static void
unknown_option(int option)
{
	if (strchr("ABcHkPSsTtwXx", option) != NULL)
		log_say(&say, "-%c: option requires an argument", option);
	else if (option == 'h' || option == 'V')
		log_say(&say, "-%c: must be the only argument", option);
	else if (option == '-')
		log_say(&say, "--: tunnel-guard has no long options (see "
		    "tunnel-guard -h)");
	else
		log_say(&say, "-%c: unknown option (see tunnel-guard -h%s)",
		    option, getenv("SSHP_EVENTS") == NULL ? "" : "; after an "
		    "upgrade, end this sshp and start it again");
}

/* The options without a value. */
static const struct {
	char letter;
	size_t at;
} flags[] = {
	{ 'a', offsetof(struct arguments, guard.hasty) },
	{ 'F', offsetof(struct arguments, guard.pass) },
	{ 'W', offsetof(struct arguments, guard.connection.waits_for_network) },
};

/* True if letter is an option without a value. */
static bool
flag_option(struct arguments *a, int letter)
{
	size_t i;

	for (i = 0; i < sizeof flags / sizeof *flags; i++)
		if (flags[i].letter == letter)
			return *(bool *)((char *)a + flags[i].at) = true;
	return false;
}

/* True if letter is an option with a text. */
static bool
text_option(struct arguments *a, int letter, const char *value)
{
	size_t i;

	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i].letter == letter) {
			*(const char **)((char *)a + texts[i].at) = value;
			return true;
		}
	return false;
}

/* The options by which connect-proxy(1) names a proxy. */
static void
proxy_option(struct proxy_choice *c, int letter, const char *value)
{
	c->proxy = value;
	c->protocol = letter == 'H' ? "connect" : "5";
	c->port = letter == 'H' ? "80" : NULL;
}

static int
parse_options(int argc, char **argv, struct arguments *a)
{
	struct guard_options *o = &a->guard;
	int c;

	opterr = 0;
	while ((c = getopt(argc, argv,
	    "+46A:aB:c:FH:k:lP:S:s:T:t:vWw:X:x:")) != -1) {
		switch (c) {
		case '4':
			o->connection.family = AF_INET;
			break;
		case '6':
			o->connection.family = AF_INET6;
			break;
		case 'H':
		case 'S':
			proxy_option(&a->proxy, c, optarg);
			break;
		case 'l':
			say.syslog = true;
			break;
		case 'v':
			say.verbose = true;
			break;
		case 'k':
		case 't':
		case 'w':
			if (span_option((char)c, optarg, c == 'k' ? &o->alive :
			    c == 't' ? &o->silence_limit : &o->deadline) == -1)
				return -1;
			break;
		default:
			if (flag_option(a, c) || text_option(a, c, optarg))
				break;
			unknown_option(optopt);
			return -1;
		}
	}
	return 0;
}

/* Rejects options that do not go with -c. */
static int
check_command(struct arguments *a)
{
	struct guard_options *o = &a->guard;

	if (o->command == NULL) {
		if (o->deadline == 0)
			o->deadline = DIAL;
		return 0;
	}
	if (o->deadline == 0)
		o->deadline = ASKED;
	if (o->command[strspn(o->command, " \t")] == '\0') {
		log_say(&say, "-c: the command is empty");
		return -1;
	}
	if (o->connection.family != AF_UNSPEC ||
	    o->connection.waits_for_network ||
	    o->connection.source.address != NULL ||
	    o->connection.source.interface != NULL || a->class != NULL ||
	    a->proxy.proxy != NULL) {
		log_say(&say, "-4, -6, -B, -s, -T, -W, -x: cannot be used "
		    "with -c, where the command connects");
		return -1;
	}
	return 0;
}

/* Checks the source address and the other options of the socket. */
static int
check_sender(struct arguments *a)
{
	struct source_address *s = &a->guard.connection.source;
	char out[NAMES_HOST];

	s->qos = a->class == NULL ? QOS_NONE : qos_parse(a->class);
	if (s->qos == -1) {
		log_say(&say, "-T %s: unknown traffic class (af21, cs1, "
		    "lowdelay, ef ..., or a number below 256)", a->class);
		return -1;
	}
	/* As ssh's BindAddress, but numeric: resolving a name may take long. */
	if (s->address == NULL ||
	    names_address(out, s->address, NULL) != NULL)
		return 0;
	log_say(&say, "-s %s: not a numeric address", s->address);
	return -1;
}

/* Chooses the proxy. */
static int
check_proxy(struct arguments *a)
{
	struct guard_options *o = &a->guard;
	struct oops why = { "" };

	if (o->command != NULL)
		return 0;
	if (proxy_choice_make(&a->chosen_proxy, &a->proxy, o->host, o->port,
	    &why) ==
	    -1) {
		log_say(&say, "%s", why.text);
		return -1;
	}
	o->connection.proxy = a->chosen_proxy.kind == PROXY_NONE ? NULL :
	    &a->chosen_proxy;
	return 0;
}

/* Parses corkscrew(1)'s arguments: proxy proxyport host port [file]. */
static void
corkscrew(int *argc, char ***argv, struct proxy_choice *c)
{
	if (c->proxy != NULL || *argc < 4 || *argc > 5)
		return;
	c->proxy = (*argv)[0];
	c->port = (*argv)[1];
	c->protocol = "connect";
	if (*argc == 5)
		c->file = (*argv)[4];
	*argc = 2;
	*argv += 2;
}

static int
parse_target(int argc, char **argv, struct arguments *a)
{
	struct guard_options *o = &a->guard;
	const char *why = NULL;

	if (o->command == NULL)
		corkscrew(&argc, &argv, &a->proxy);
	if (o->command != NULL && argc == 0) {
		o->host = "command";
		o->port = "";
		return 0;
	}
	if (argc != 2) {
		log_say(&say, "expected two arguments, host and port, but "
		    "got %d (see tunnel-guard -h)", argc);
		return -1;
	}
	o->host = argv[0];
	o->port = argv[1];
	if (o->host[0] == '-' || o->host[0] == '\0') {
		log_say(&say, "%s: not a host name", o->host[0] == '\0' ?
		    "\"\"" : o->host);
		return -1;
	}
	if (strspn(o->port, "+-0123456789") == strlen(o->port) &&
	    strtonum(o->port, 1, 65535, &why) == 0) {
		log_say(&say, "port %s: %s (1 to 65535)",
		    o->port[0] == '\0' ? "\"\"" : o->port, why);
		return -1;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	struct arguments a = { .guard = {
		.connection.family = AF_UNSPEC,
		.silence_limit = 30000,
		.supervisor = getenv("SSHP_EVENTS"),
		.attempt = getenv("SSHP_ATTEMPT"),
	} };
	int fd;

	/* Only as the sole argument, because a host may be named "-host". */
	if (argc == 2 && strcmp(argv[1], "-V") == 0)
		return printf("tunnel-guard %s\n", VERSION) < 0;
	if (argc == 2 && (strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "--help") == 0))
		return printf("%s%s", usage, help) < 0;
	if (a.guard.supervisor != NULL)
		log_pipe_part(a.guard.supervisor);
	if (descriptors_sanitise(&fd) == -1) {
		log_say(&say, "file descriptor %d: %s (run tunnel-guard as "
		    "ssh's ProxyCommand)", fd, strerror(errno));
		return FAILED;
	}
	if (parse_options(argc, argv, &a) == -1 ||
	    check_command(&a) == -1 || check_sender(&a) == -1 ||
	    parse_target(argc - optind, argv + optind, &a) == -1 ||
	    check_proxy(&a) == -1)
		return FAILED;
	return guard_run(&a.guard, &say);
}
