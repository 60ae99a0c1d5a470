/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/qos.h"
#include "base/span.h"
#include "compat/compat.h"
#include "run/guard.h"
#include "sys/descriptors.h"
#include "sys/log.h"
#include "sys/names.h"

enum {
	FAILED = 255,
	DIAL = 30000,		/* -w, ms */
	ASKED = 150000		/* the same with -c, which may ask a person */
};

static struct log say = { .program = "tunnel-guard" };

static const char usage[] =
    "usage: tunnel-guard [-46aFlvW] [-B interface] [-s address] [-T class]\n"
    "                    [-t patience] [-w deadline] host port\n"
    "       tunnel-guard [-alv] [-t patience] [-w deadline] -c command "
    "[host port]\n"
    "       tunnel-guard -h | -V\n";

static const char help[] =
    "  -4, -6       use IPv4, IPv6 addresses only\n"
    "  -a           lose patience also while this machine has no network\n"
    "  -B interface connect from an address of this interface\n"
    "  -c command   run this instead of dialling: another ProxyCommand\n"
    "  -F           pass the connected socket to ssh (ProxyUseFdpass)\n"
    "  -l           tell syslog, too, why a connection was ended\n"
    "  -s address   connect from this address\n"
    "  -T class     of traffic: af21, cs1, lowdelay ... or a number\n"
    "  -t patience  an unanswered connection is dead after this (30s)\n"
    "  -v           say what is being done\n"
    "  -W           wait for the network, as long as it takes\n"
    "  -w deadline  to connect, and then to hear an SSH banner (30s)\n"
    "In ~/.ssh/config: ProxyCommand tunnel-guard %h %p\n";

/* A span of at least a second; -1 with the complaint said. */
static int
span_option(char option, const char *text, int64_t *ms)
{
	if (span_parse(text, ms) == 0 && *ms >= 1000)
		return 0;
	log_say(&say, "-%c %s: not a time between a second and 68 years "
	    "(30, 90s, 2m)", option, text);
	return -1;
}

static void
unknown_option(int option)
{
	if (strchr("BcsTtw", option) != NULL)
		log_say(&say, "-%c: an argument is missing", option);
	else if (option == 'h' || option == 'V')
		log_say(&say, "-%c: only alone", option);
	else if (option == '-')
		log_say(&say, "--: there are no long options "
		    "(tunnel-guard -h lists the short ones)");
	else
		log_say(&say, "-%c: unknown option (tunnel-guard -h lists "
		    "them)", option);
}

static int
class_option(const char *text, int *qos)
{
	if ((*qos = qos_parse(text)) != -1)
		return 0;
	log_say(&say, "-T %s: not a class of traffic (af21, cs1, lowdelay, "
	    "ef ..., or a number below 256)", text);
	return -1;
}

/* As ssh's BindAddress, but numeric: a name might take its time. */
static int
address_option(const char *text, const char **address)
{
	char out[NAMES_HOST];

	if (names_address(out, text, NULL) != NULL) {
		*address = text;
		return 0;
	}
	log_say(&say, "-s %s: not an address in numbers", text);
	return -1;
}

static int
parse_options(int argc, char **argv, struct guard_options *o)
{
	int c;

	opterr = 0;
	while ((c = getopt(argc, argv, "+46aB:c:Fls:T:t:vWw:")) != -1) {
		switch (c) {
		case '4':
			o->reach.family = AF_INET;
			break;
		case '6':
			o->reach.family = AF_INET6;
			break;
		case 'B':
			o->reach.sender.interface = optarg;
			break;
		case 'c':
			o->command = optarg;
			break;
		case 'F':
			o->pass = true;
			break;
		case 'a':
			o->hasty = true;
			break;
		case 'l':
			say.syslog = true;
			break;
		case 's':
			if (address_option(optarg,
			    &o->reach.sender.address) == -1)
				return -1;
			break;
		case 'T':
			if (class_option(optarg, &o->reach.sender.qos) == -1)
				return -1;
			break;
		case 'v':
			say.verbose = true;
			break;
		case 'W':
			o->reach.patient = true;
			break;
		case 't':
		case 'w':
			if (span_option((char)c, optarg, c == 't' ?
			    &o->patience : &o->deadline) == -1)
				return -1;
			break;
		default:
			unknown_option(optopt);
			return -1;
		}
	}
	return 0;
}

/* What goes with a command, and what only with dialling. */
static int
check_command(struct guard_options *o)
{
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
	if (o->reach.family != AF_UNSPEC || o->reach.patient ||
	    o->reach.sender.address != NULL ||
	    o->reach.sender.interface != NULL ||
	    o->reach.sender.qos != QOS_NONE) {
		log_say(&say, "-4, -6, -B, -s, -T, -W: not with -c, which "
		    "does not dial");
		return -1;
	}
	return 0;
}

static int
parse_target(int argc, char **argv, struct guard_options *o)
{
	const char *why = NULL;

	if (o->command != NULL && argc == 0) {
		o->host = "command";
		o->port = "";
		return 0;
	}
	if (argc != 2) {
		log_say(&say, "arguments: a host and a port are needed, "
		    "%d given", argc);
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
	struct guard_options o = {
		.reach.family = AF_UNSPEC,
		.reach.sender.qos = QOS_NONE,
		.patience = 30000,
		.keeper = getenv("SSHP_EVENTS"),
		.attempt = getenv("SSHP_ATTEMPT"),
	};
	int fd;

	/* Only alone: "-host" as a host must not look like a call for help. */
	if (argc == 2 && strcmp(argv[1], "-V") == 0)
		return printf("tunnel-guard %s\n", VERSION) < 0;
	if (argc == 2 && strcmp(argv[1], "-h") == 0)
		return printf("%s%s", usage, help) < 0;
	if (descriptors_sanitise(&fd) == -1) {
		log_say(&say, "descriptor %d: %s (ssh starts tunnel-guard as "
		    "a ProxyCommand)", fd, strerror(errno));
		return FAILED;
	}
	if (parse_options(argc, argv, &o) == -1 ||
	    check_command(&o) == -1 || parse_target(argc - optind, argv + optind, &o) == -1)
		return FAILED;
	return guard_run(&o, &say);
}
