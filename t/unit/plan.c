/* SPDX-License-Identifier: ISC */
/* The command line of ssh that settings come to. */
#include <stdio.h>
#include <string.h>

#include "../lib/fake.h"
#include "../lib/tap.h"
#include "conf/destination.h"
#include "plan/plan.h"
#include "supervise/needs_you.h"
#include "supervise/sshlog_parse.h"

/* The plan for a line and a file, as its words. */
static void
tell_plan(const char *line, const char *file, bool terminal,
    const struct config *first, char *out, size_t size)
{
	static const char *const way[] = { "ssh", "guarded", "kept" };
	char copy[256], *argv[32] = { NULL };
	struct commandline c;
	struct config config;
	struct plan_facts f = { .line = &c, .config = &config,
	    .ssh = "/ssh", .guard = "/g", .directory = "/d",
	    .terminal = terminal, .release = 902 };
	struct pool pool = { 0 };
	struct destination hop[8];
	struct fake fake;
	struct plan p;
	const char *jump;
	int argc = 1;
	size_t n, i;

	snprintf(copy, sizeof copy, "%s", line);
	argv[0] = copy;
	for (argv[argc] = strtok(copy, " "); argv[argc] != NULL;
	    argv[++argc] = strtok(NULL, " "))
		;
	commandline_parse(&c, argc, argv,
	    (struct commandline_release){ 9, 2 });
	fake_open(&fake, file, strlen(file));
	ok(config_evaluate(&config, &c, &fake.source) == CONFIG_GOOD,
	    "the file of the case is valid", line);
	jump = settings_get(&config.settings, KW_proxyjump);
	if (jump != NULL)
		f.hops = destination_hops(hop, 8, &pool, &fake.source, jump);
	f.hop = hop;
	f.first = first;
	plan_make(&p, &f);
	n = (size_t)snprintf(out, size, "%s:", way[p.way]);
	for (i = 0; p.argv[i] != NULL && n < size; i++)
		n += (size_t)snprintf(out + n, size - n, " %s", p.argv[i]);
	plan_free(&p);
	pool_free(&pool);
	config_free(&config);
	commandline_free(&c);
}

#define I "-o IgnoreUnknown=Persist* "
#define GUARD(t, w) "-o ProxyCommand='/g' -t " t " -w " w " -- %h %p " \
	"-o ProxyUseFdpass=no "
#define WRAP(c) "-o ProxyCommand='/g' -t 40 -w 150 -c " c " -- %h %p " \
	"-o ProxyUseFdpass=no "
#define CONTROL "-o ControlPersist=no -o ControlMaster=yes " \
	"-o ControlPath=\"/d/control\" "
#define LOG "-E /d/log -o LogVerbose=" \
	SSHLOG_WORDS "," NEEDS_YOU_WORDS " "
#define SESSION_LOG "-E /d/log -o LogVerbose=" \
	SSHLOG_WORDS "," NEEDS_YOU_WORDS "," SSHLOG_SESSION_WORDS " "
#define FORWARDS "-o ExitOnForwardFailure=no -o ForkAfterAuthentication=no "
#define ALIVE "-o ServerAliveInterval=10 -o ServerAliveCountMax=60 "

static void
test_plan(void)
{
	static const struct {
		const char *line, *file;
		bool terminal; const char *told;
	} row[] = {
		{ "h", "Persist no\n", true, "ssh: /ssh " I "-- h" },
		{ "h", "IgnoreUnknown Persist*\nPersist no\n", true,
		    "ssh: /ssh " I "-- h" },
		{ "h", "IgnoreUnknown x,Persist*\nPersist no\n", true,
		    "ssh: /ssh -o IgnoreUnknown=x,Persist* -- h" },
		{ "h", "IgnoreUnknown x,Persist*y\nPersist no\n", true,
		    "ssh: /ssh -o IgnoreUnknown=Persist*,x,Persist*y -- h" },
		{ "-E e u@h -l v ls", "Persist no\n", true,
		    "ssh: /ssh " I "-E e u@h -l v -- ls" },
		{ "-4 u@h -E e -l v -N", "Persist yes\nPersistGuard no\n",
		    false, "kept: /ssh " I CONTROL LOG FORWARDS
		    "-o ServerAliveInterval=10 -o ServerAliveCountMax=12 "
		    "-4 u@h -l v -N --" },
		{ "-W x:1 h", "Persist yes\n", true,
		    "guarded: /ssh " I GUARD("40", "30") "-W x:1 -- h" },
		{ "-s h sftp", "Persist yes\n", false,
		    "guarded: /ssh " I GUARD("40", "30") "-s -- h sftp" },
		{ "-O check h", "Persist yes\n", true,
		    "ssh: /ssh " I "-O check -- h" },
		{ "-N h", "Persist yes\n", false, "kept: /ssh " I
		    GUARD("10", "15 -a -k 10") CONTROL LOG FORWARDS ALIVE
		    "-N -- h" },
		{ "h", "Persist yes\n", true, "kept: /ssh " I
		    GUARD("40", "30 -k 10") CONTROL SESSION_LOG FORWARDS
		    ALIVE "-- h" },
		{ "h", "Persist yes\n", false,
		    "guarded: /ssh " I GUARD("40", "30") "-- h" },
		{ "h cmd -x", "Persist yes\n", true,
		    "guarded: /ssh " I GUARD("40", "30") "-- h cmd -x" },
		{ "h", "Persist yes\nremotecommand ls\n", true,
		    "guarded: /ssh " I GUARD("40", "30") "-- h" },
		{ "h", "Persist yes\nstdinnull yes\n", true,
		    "guarded: /ssh " I GUARD("40", "30") "-- h" },
		{ "-N h", "Persist yes\nPersistGuard no\n", false,
		    "kept: /ssh " I CONTROL LOG FORWARDS
		    "-o ServerAliveInterval=10 -o ServerAliveCountMax=12 "
		    "-N -- h" },
		{ "-N h", "Persist yes\nPersistGuard fdpass\n", false,
		    "kept: /ssh " I "-o ProxyCommand='/g' -t 10 -w 15 -a -k 10 "
		    "-- %h %p -o ProxyUseFdpass=yes " CONTROL LOG FORWARDS
		    "-o ServerAliveInterval=10 -o ServerAliveCountMax=30 "
		    "-N -- h" },
		{ "h cmd", "Persist yes\nProxyCommand nc %h %p\n", true,
		    "guarded: /ssh " I WRAP("'nc %h %p'") "-- h cmd" },
		{ "h cmd", "Persist yes\nbindaddress 1.2.3.4\n", true,
		    "guarded: /ssh " I "-o ProxyCommand='/g' -t 40 -w 30 "
		    "-s '1.2.3.4' -- %h %p -o ProxyUseFdpass=no -- h cmd" },
		{ "h cmd", "Persist yes\nbindaddress localhost\n", true,
		    "guarded: /ssh " I "-- h cmd" },
		{ "h cmd", "Persist yes\nbindinterface e0\n"
		    "ipqos af21 cs1\n", true, "guarded: /ssh " I
		    "-o ProxyCommand='/g' -t 40 -w 30 -B 'e0' -T 'cs1' "
		    "-- %h %p -o ProxyUseFdpass=no -- h cmd" },
		{ "h", "Persist yes\nipqos af21 cs1\n", true,
		    "kept: /ssh " I "-o ProxyCommand='/g' -t 40 -w 30 -k 10 "
		    "-T 'af21' -- %h %p -o ProxyUseFdpass=no " CONTROL
		    SESSION_LOG
		    FORWARDS ALIVE "-- h" },
		{ "-4 h cmd",
		    "Persist yes\naddressfamily inet\nconnecttimeout 7\n", true,
		    "guarded: /ssh " I "-o ProxyCommand='/g' -t 40 -w 7 -4 "
		    "-- %h %p -o ProxyUseFdpass=no -4 -- h cmd" },
		{ "-N -E f h", "Persist yes\n", false, "kept: /ssh " I
		    GUARD("10", "15 -a -k 10") CONTROL LOG FORWARDS ALIVE
		    "-N -- h" },
		{ "-fN -S /s -R 1:h:1 h",
		    "Persist yes\n", false,
		    "kept: /ssh " I GUARD("10", "15 -a -k 10") CONTROL LOG
		    FORWARDS "-n " ALIVE
		    "-N -R 1:h:1 -- h" },
		{ "-N -M h",
		    "Persist yes\ncontrolpath /c\nexitonforwardfailure yes\n"
		    "logverbose a:b:c\n", false,
		    "kept: /ssh " I GUARD("10", "15 -a -k 10")
		    "-o ControlPersist=no "
		    "-o ControlMaster=auto -E /d/log -o LogVerbose=a:b:c,"
		    SSHLOG_WORDS "," NEEDS_YOU_WORDS " "
		    FORWARDS ALIVE "-N -- h" },
		{ "-N h", "Persist yes\ncontrolmaster no\n", false,
		    "kept: /ssh " I GUARD("10", "15 -a -k 10")
		    "-o ControlPersist=no "
		    "-o ControlPath=none " LOG "-o ExitOnForwardFailure=yes "
		    "-o ForkAfterAuthentication=no " ALIVE "-N -- h" },
	};
	char told[4096];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		tell_plan(row[i].line, row[i].file,
		    row[i].terminal, NULL, told, sizeof told);
		ok(strcmp(told, row[i].told) == 0,
		    "ssh gets the right command line", row[i].line);
		if (strcmp(told, row[i].told) != 0)
			printf("# got    %s\n# wanted %s\n", told,
			    row[i].told);
	}
}

/* What of the user's own stands in the way, and what becomes of it. */
static void
test_proxy(void)
{
	static const struct { const char *file, *proxy; } row[] = {
		{ "ProxyCommand nc -x p:1 %h %p", WRAP("'nc -x p:1 %h %p'") },
		{ "ProxyCommand a 'b' 100%%",
		    WRAP("'a '\"'\"'b'\"'\"' 100%%'") },
		{ "ProxyCommand none", GUARD("40", "30") },
		{ "ProxyCommand -", "" },
		{ "ProxyCommand nc %h %p\nProxyUseFdpass yes", "" },
		{ "ProxyCommand nc %h %p\nUser \"o'b\"", "" },
		{ "ProxyCommand tunnel-guard %h %p", "" },
		{ "ProxyCommand exec /x/tunnel-guard %h %p", "" },
		{ "ProxyCommand env A=b '/x y/tunnel-guard' %h", "" },
		{ "ProxyCommand tunnel-guardian %h",
		    WRAP("'tunnel-guardian %h'") },
		{ "ProxyCommand x tunnel-guard",
		    WRAP("'x tunnel-guard'") },
		{ "ProxyCommand x\nPersistGuard no", "" },
		{ "ProxyCommand x\nBatchMode yes", "-o ProxyCommand='/g' "
		    "-t 40 -w 30 -c 'x' -- %h %p -o ProxyUseFdpass=no " },
		{ "ProxyCommand x\nConnectTimeout 7", "-o ProxyCommand='/g' "
		    "-t 40 -w 7 -c 'x' -- %h %p -o ProxyUseFdpass=no " },
		{ "ProxyJump none", GUARD("40", "30") },
		{ "ProxyJump a,b,c,d,e", "" },
		{ "ProxyJump j", WRAP("''\"'\"'/ssh'\"'\"' "
		    "-o '\"'\"'IgnoreUnknown=Persist*'\"'\"' "
		    "-W '\"'\"'[%h]:%p'\"'\"' -- '\"'\"'j'\"'\"''") },
	};
	char told[4096], line[256], file[256], wanted[1024];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		snprintf(line, sizeof line, "h cmd");
		snprintf(file, sizeof file, "Persist yes\n%s\n", row[i].file);
		snprintf(wanted, sizeof wanted, "guarded: /ssh " I "%s-- h cmd",
		    row[i].proxy);
		tell_plan(line, file, true, NULL, told, sizeof told);
		ok(strcmp(told, wanted) == 0,
		    "the ProxyCommand or ProxyJump of the user runs under the "
		    "guard, or is left alone", row[i].file);
		if (strcmp(told, wanted) != 0)
			printf("# got    %s\n# wanted %s\n", told, wanted);
	}
}

int
main(void)
{
	test_plan();
	test_proxy();
	return tap_end();
}
