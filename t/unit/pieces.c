/* SPDX-License-Identifier: ISC */
/* The pure floors of sshp by tables: conf, keep, plan, proto.  TAP. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "../lib/fake.h"
#include "base/quote.h"
#include "base/sha1.h"
#include "base/span.h"
#include "base/words.h"
#include "conf/destination.h"
#include "conf/pattern.h"
#include "plan/forward_alias.h"
#include "plan/plan.h"
#include "proto/event.h"
#include "supervise/backoff.h"
#include "supervise/log_limit.h"
#include "supervise/password_policy.h"
#include "supervise/reclaim.h"
#include "supervise/sshlog_forward.h"
#include "supervise/sshlog_line.h"
#include "supervise/sshlog_login.h"

static int tests, bad;

static void
ok(bool good, const char *name, const char *detail)
{
	bad += !good;
	printf("%sok %d - %s: %s\n", good ? "" : "not ", ++tests, name,
	    detail);
}

static void
test_destination(void)
{
	static const struct { const char *text, *user, *host; int port;
	    } row[] = {
		{ "h", NULL, "h", -1 },
		{ "u@h", "u", "h", -1 },
		{ "u@v@h", "u@v", "h", -1 },
		{ "h:22", NULL, "h:22", -1 },
		{ "[::1]", NULL, "[::1]", -1 },
		{ "ssh://h", NULL, "h", -1 },
		{ "ssh://u@h:22", "u", "h", 22 },
		{ "ssh://u;x=y@h:22/", "u", "h", 22 },
		{ "ssh://%75+@h:ssh", "u ", "h", 22 },
		{ "@h", NULL, NULL, -1 },
		{ "ssh://h/path", NULL, NULL, -1 },
		{ "ssh://h:x", NULL, NULL, -1 },
		{ "ssh://[::1]", NULL, NULL, -1 },
		{ "ssh://%7@h", NULL, NULL, -1 },
	};
	struct pool p = { 0 };
	struct destination d;
	struct fake f;
	size_t i;
	bool good;

	fake_open(&f, "", 0);
	for (i = 0; i < sizeof row / sizeof *row; i++) {
		good = destination_parse(&d, &p, &f.source, row[i].text) == 0 ?
		    row[i].host != NULL && strcmp(d.host, row[i].host) == 0 &&
		    (d.user == NULL) == (row[i].user == NULL) &&
		    (d.user == NULL || strcmp(d.user, row[i].user) == 0) &&
		    d.port == row[i].port : row[i].host == NULL;
		ok(good, "destination", row[i].text);
	}
	pool_free(&p);
}

static void
test_sha1(void)
{
	char out[SHA1_HEX], million[1000];

	ok(strcmp(sha1_hex(out, "abc", 3),
	    "a9993e364706816aba3e25717850c26c9cd0d89d") == 0, "sha1", "abc");
	ok(strcmp(sha1_hex(out, "", 0),
	    "da39a3ee5e6b4b0d3255bfef95601890afd80709") == 0, "sha1", "\"\"");
	memset(million, 'a', sizeof million);
	ok(strcmp(sha1_hex(out, million, sizeof million),
	    "291e9a6c66994949b57ba5e650361e98fc36b1ba") == 0, "sha1",
	    "a, a thousand times");
}

static void
test_pattern(void)
{
	static const struct { const char *pattern, *text; bool match;
	    } row[] = {
		{ "*", "", true }, { "*", "x", true }, { "", "", true },
		{ "", "x", false }, { "a?c", "abc", true },
		{ "a?c", "ac", false }, { "*b*", "abc", true },
		{ "a*c*e", "abcde", true }, { "a*c*e", "abcdf", false },
		{ "A", "a", false }, { "*a", "aaa", true },
		{ "**", "x", true }, { "a,b", "a", false },
		{ "*.x*y", "1.xx.xy", true },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(pattern_match(row[i].pattern, row[i].text) == row[i].match,
		    "pattern", row[i].pattern);
	ok(pattern_list("h*,!hx", "hy", false) == 1, "list h*,!hx", "hy");
	ok(pattern_list("h*,!hx", "hx", false) == -1, "list h*,!hx", "hx");
	ok(pattern_list("!hx", "hy", false) == 0, "list !hx alone", "hy");
	ok(pattern_list("H*", "hy", true) == 1, "list H*, lower", "hy");
	ok(pattern_holds("a,b*,c", "b*"), "list a,b*,c holds", "b*");
	ok(pattern_holds("a,b*,c", "b*,c"), "list a,b*,c holds", "b*,c");
	ok(pattern_holds("a", "a"), "list a holds", "a");
	ok(!pattern_holds("a,ab*,b*c", "b*"), "list a,ab*,b*c", "b*");
	ok(!pattern_holds("", "a"), "an empty list", "a");
}

static void
test_quote(void)
{
	static const struct { const char *text, *proxy, *value; } row[] = {
		{ "/a/b", "'/a/b'", "\"/a/b\"" },
		{ "/a b", "'/a b'", "\"/a b\"" },
		{ "it's", "'it'\"'\"'s'", "\"it's\"" },
		{ "100%", "'100%%'", "\"100%%\"" },
		{ "\"\\", "'\"'\"\\\\\"''", "\"\\\"\\\\\"" },
	};
	char *p, *v;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		p = quote_proxy(row[i].text);
		v = quote_value(row[i].text);
		ok(strcmp(p, row[i].proxy) == 0, "for the shell", p);
		ok(strcmp(v, row[i].value) == 0, "for ssh_config", v);
		free(p);
		free(v);
	}
}

/*
 * Lines as ssh and as strangers write them; ssh is "/usr/bin/ssh", process 7.
 */
static void
test_saying(void)
{
	static const struct sshlog_line_ssh ssh = { "/usr/bin/ssh", 7 };
	static const struct {
		const char *line; enum cause c; bool own;
	} row[] = {
		{ "root@h: Permission denied (publickey).", CAUSE_DENIED,
		    false },
		{ "ssh.c:ssh_confirm_remote_forward():5 (pid=7): x: "
		    "Permission denied (publickey).", CAUSE_DENIED, true },
		{ "sshconnect2.c:userauth():543 (pid=7): root@h: "
		    "Permission denied (publickey).", CAUSE_DENIED, true },
		{ "Permission denied, please try again.", CAUSE_UNKNOWN,
		    false },
		{ "Host key verification failed.", CAUSE_HOST_KEY, false },
		{ "ssh: connect to host h port 22: Connection refused",
		    CAUSE_REFUSED, false },
		{ "ssh: connect to host h port 22: No route to host",
		    CAUSE_UNANSWERED, false },
		{ "Error: remote port forwarding failed for listen port 80",
		    CAUSE_FORWARD, false },
		{ "channel 2: open failed: connect failed: Connection refused",
		    CAUSE_UNKNOWN, false },
		{ "Timeout, server h not responding.", CAUSE_DEAD, false },
		{ "debug2: channel 1: read failed rfd 7 maxlen 32768: "
		    "Broken pipe", CAUSE_UNKNOWN, false },
		{ "debug1: connect to address ::1 port 22: Connection refused",
		    CAUSE_UNKNOWN, false },
		{ "debug1: mux.c:mux_master_process_terminate():9 (pid=7): "
		    "channel 1: terminate request", CAUSE_ASKED, true },
		{ "debug1: mux.c:mux_master_process_stop_listening():9 "
		    "(bin=/usr/bin/ssh, pid=7): channel 1: stop listening",
		    CAUSE_ASKED, true },
		{ "debug3: Started with: ssh -o LogVerbose="
		    "*:mux_master_process_terminate():* h", CAUSE_UNKNOWN,
		    false },
		/*
		 * Strangers: another process, another program, another place.
		 */
		{ "mux.c:mux_master_process_terminate():1 (pid=1): "
		    "channel 1: terminate request", CAUSE_UNKNOWN, false },
		{ "mux.c:mux_master_process_terminate():1 (pid=77): "
		    "channel 1: terminate request", CAUSE_UNKNOWN, false },
		{ "mux.c:mux_master_process_terminate():1 "
		    "(bin=/bin/ssh, pid=7): channel 1: terminate request",
		    CAUSE_UNKNOWN, false },
		{ "x mux.c:mux_master_process_terminate():1 (pid=7): "
		    "channel 1: terminate request", CAUSE_UNKNOWN, false },
		{ "Received disconnect from 10.0.0.1 port 22:2: "
		    "mux.c:mux_master_process_terminate():1 (pid=7): "
		    "channel 1: terminate request", CAUSE_UNKNOWN, false },
		{ "mux.c:mux_master_process_terminate():1 (pid=7): bye",
		    CAUSE_UNKNOWN, true },
		/* ssh's own word of something else. */
		{ "sshconnect2.c:userauth():5 (pid=7): a: terminate request",
		    CAUSE_UNKNOWN, true },
		{ "debug1: ssh.c:ssh_confirm_remote_forward():1 (pid=7): x: "
		    "Permission denied (", CAUSE_UNKNOWN, true },
		{ "", CAUSE_UNKNOWN, false },
	};
	static const char *const idle[] = {
		"debug1: Reading configuration data /etc/ssh/ssh_config",
		"debug3: x: Broken pipe", "channel 0: open failed: x",
		"Authenticated to h (via proxy) using \"publickey\".",
		"Transferred: sent 3436, received 4916 bytes, in 2.0 seconds",
		"Bytes per second: sent 1717.2, received 2456.8",
	};
	static const struct { const char *line; bool sure; } word[] = {
		{ "sshconnect2.c:userauth():543 (pid=7): root@h: "
		    "Permission denied (publickey).", true },
		{ "sshconnect2.c:verify_host_key_callback():97 (pid=7): "
		    "Host key verification failed.", true },
		{ "packet.c:sshpkt_vfatal():1900 (pid=7): Unable to negotiate "
		    "with 10.0.0.1 port 22: no matching cipher found.", true },
		{ "ssh.c:main():5 (pid=7): root@h: Permission denied (x).",
		    false },
		{ "sshconnect2.c:userauth():543 (pid=7): Host key "
		    "verification failed.", false },
		{ "packet.c:sshpkt_vfatal():1900 (pid=7): Too many "
		    "authentication failures", false },
		{ "root@h: Permission denied (publickey).", false },
	};
	const char *own;
	struct sshlog_line s;
	size_t i;

	for (i = 0; i < sizeof word / sizeof *word; i++) {
		own = sshlog_line_own(word[i].line, &ssh);
		ok(sshlog_line_read(word[i].line, own).sure == word[i].sure,
		    word[i].sure ? "a cause is sure from the function that "
		    "writes it" : "no other line is sure", word[i].line);
	}
	for (i = 0; i < sizeof row / sizeof *row; i++) {
		own = sshlog_line_own(row[i].line, &ssh);
		s = sshlog_line_read(row[i].line, own);
		ok(s.cause == row[i].c && s.own == row[i].own &&
		    (own != NULL) == row[i].own, "ssh says", row[i].line);
	}
	for (i = 0; i < sizeof idle / sizeof *idle; i++)
		ok(sshlog_line_read(idle[i], NULL).hollow, "no reason",
		    idle[i]);
	ok(!sshlog_line_read("Corrupted MAC on input.", NULL).hollow,
	    "a reason", "");
}

static void
test_tag(void)
{
	/* Since 10.0 the tag has argv[0], which may hold anything. */
	static const struct sshlog_line_ssh odd = { "/opt/a (pid=1): b/ssh",
	    7 };
	/* ssh cuts the whole tag after 127 bytes. */
	static const struct sshlog_line_ssh far = { "/nix/store/"
	    "0123456789abcdfghijklmnpqrsvwxyz-openssh-10.5p1-with-kerberos/"
	    "bin/ssh", 1234567 };
	static const struct {
		const struct sshlog_line_ssh *ssh; const char *line, *text;
	} row[] = {
		{ &odd, "ssh.c:f():18 (pid=7): Error: x", "Error: x" },
		{ &odd, "clientloop.c:client_loop():18 "
		    "(bin=/opt/a (pid=1): b/ssh, pid=7): Error: x",
		    "Error: x" },
		{ &odd, "debug1: ssh.c:f():18 (pid=7): y", "y" },
		{ &odd, "debug4: ssh.c:f():18 (pid=7): y", NULL },
		{ &odd, "ssh.c:f():18 (pid=7):y", NULL },
		{ &odd, "ssh.c:f():18 (pid=7)", NULL },
		{ &odd, "ssh.c:f():18", NULL },
		{ &odd, "ssh.c:f()", NULL },
		{ &odd, "ssh.c:", NULL },
		{ &odd, "ssh.h:f():18 (pid=7): y", NULL },
		{ &odd, "s h.c:f():18 (pid=7): y", NULL },
		{ &odd, "debug1: x", NULL }, { &odd, "", NULL },
		/* A cut tag names no process: anybody can write one. */
		{ &far, "mux.c:mux_master_process_stop_listening():1234 "
		    "(bin=/nix/store/0123456789abcdfghijklmnpqrsvwxyz-openssh"
		    "-10.5p1-with-kerberos/bi: y", NULL },
		{ &odd, "mux.c:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		    "aaaaaaaaaaaa():: y", NULL },
		{ &odd, "mux.c:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		    "aaaaaa(): (pid=: y", NULL },
		{ &far, "mux.c:mux_master_process_stop_listening():1234 "
		    "(bin=/nix/store/0123456789abcdfghijklmnpqrsvwxyz-openssh"
		    "-10.5p1-with-kerberos/b: y", NULL },
	};
	const char *text;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		text = sshlog_line_own(row[i].line, row[i].ssh);
		ok((text == NULL) == (row[i].text == NULL) &&
		    (text == NULL || strcmp(text, row[i].text) == 0),
		    "LogVerbose's tag", row[i].line);
	}
}

static void
test_log_limit(void)
{
	struct log_limit l;
	int64_t t;
	int printed = 0, i;
	unsigned long told = 0, n;

	/* 2500 lines a second for 20 seconds. */
	log_limit_start(&l, false);
	for (t = 1000; t < 21000; t += 2)
		for (i = 0; i < 5; i++) {
			printed += log_limit_line(&l, t);
			told += n = log_limit_told(&l, t);
			printed += n != 0;
		}
	ok(printed > 100 && printed < 130, "a flood", "a hundred lines, and "
	    "then one a second");
	told += log_limit_told(&l, t + 10000);
	ok(told > 45000 && l.left_out == 0, "a flood", "the rest is counted");
	ok(log_limit_line(&l, t + 100000), "a flood", "after it, all is "
	    "printed");
	log_limit_start(&l, true);
	for (i = 0; i < 4000; i++)
		printed = log_limit_line(&l, 1000);
	ok(printed, "-v", "thousands of lines at once");
}

static void
test_told(void)
{
	struct told t = { .n = 0 };
	char line[20];
	int i;

	ok(!told_before(&t, "a", 0, false) && !told_before(&t, "a", 0, false),
	    "a line", "twice in one attempt: printed twice");
	ok(told_before(&t, "a", 1, false), "a line", "again in the next: no");
	ok(!told_before(&t, "b", 1, true) && told_before(&t, "b", 1, true),
	    "a line of a forward that is asked for again", "once");
	for (i = 0; i < 100; i++) {
		snprintf(line, sizeof line, "%d", i);
		(void)told_before(&t, line, 2, false);
	}
	ok(t.n == TOLD_MOST && !told_before(&t, "99", 3, false), "a line",
	    "of too many: printed");
}

static void
test_answer(void)
{
	static const struct {
		const char *line;
		enum sshlog_forward_about about;
		int port;
		const char *where, *why;
	} row[] = {
		{ "remote forward success for: listen 80, connect h:1",
		    SSHLOG_FORWARD_GRANTED, 0, NULL, NULL },
		{ "remote forward failure for: listen /x:-2, connect h:1",
		    SSHLOG_FORWARD_REFUSED, 0, NULL, NULL },
		{ "Allocated port 4711 for remote forward to h:80",
		    SSHLOG_FORWARD_PORT, 4711, NULL, NULL },
		{ "bind [::1]:80: Address already in use",
		    SSHLOG_FORWARD_ADDRESS, 80, "::1",
		    "Address already in use" },
		{ "bind [::1", SSHLOG_FORWARD_OTHER, 0, NULL, NULL },
		{ "bind [::1]", SSHLOG_FORWARD_OTHER, 0, NULL, NULL },
		{ "channel_setup_fwd_listener_tcpip: cannot listen to port: 9",
		    SSHLOG_FORWARD_LOCAL, 9, NULL, NULL },
		{ "cannot bind to path /a: b: No such file",
		    SSHLOG_FORWARD_LOCAL, 0, "/a: b", "No such file" },
		{ "Warning: remote port forwarding failed for listen port 7",
		    SSHLOG_FORWARD_NAMED, 7, NULL, NULL },
		{ "Warning: remote port forwarding failed for listen path /a",
		    SSHLOG_FORWARD_NAMED, 0, "/a", NULL },
		{ "Could not request local forwarding.", SSHLOG_FORWARD_KNOWN,
		    0, NULL, NULL },
		{ "mux_master_process_open_fwd: requested local forward "
		    "LOCALHOST:80 -> h:80 failed", SSHLOG_FORWARD_KNOWN, 0,
		    NULL, NULL },
		{ "mux_confirm_remote_forward: remote port forwarding failed "
		    "for listen port 7", SSHLOG_FORWARD_KNOWN, 0, NULL, NULL },
		{ "", SSHLOG_FORWARD_OTHER, 0, NULL, NULL },
	};
	struct sshlog_forward a;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		a = sshlog_forward_read(row[i].line);
		ok(a.about == row[i].about && a.port == row[i].port &&
		    (row[i].where == NULL || (a.len == strlen(row[i].where) &&
		    strncmp(a.where, row[i].where, a.len) == 0)) &&
		    (row[i].why == NULL ? a.why == NULL :
		    a.why != NULL && strcmp(a.why, row[i].why) == 0),
		    "ssh answers", row[i].line);
	}
}

static void
test_secret_kind(void)
{
	static const struct {
		const char *prompt;
		enum password_policy_hint hint;
		enum password_policy_kind kind;
	} row[] = {
		{ "u@h's password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_PASSWORD },
		{ "u@v@h's password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_PASSWORD },
		{ "u@h's password: ", PASSWORD_POLICY_CONFIRM,
		    PASSWORD_POLICY_YESNO },
		{ "u@h's password: ", PASSWORD_POLICY_NOTICE,
		    PASSWORD_POLICY_TOUCH },
		{ "u@h's password:", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "@h's password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "Password: ", PASSWORD_POLICY_ANSWER, PASSWORD_POLICY_OTHER },
		{ "(u@h) Password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "(u@h) u@h's password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "(u@h) Enter passphrase for key 'k': ",
		    PASSWORD_POLICY_ANSWER, PASSWORD_POLICY_OTHER },
		{ "x\nu@h's password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "Enter u@h's old password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "Enter passphrase for key 'k': ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_PASSPHRASE },
		{ "Enter passphrase for key 'k'", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "Enter PIN for ED25519-SK key k: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "The authenticity of x\nAre you sure you want to continue "
		    "connecting (yes/no/[fingerprint])? ",
		    PASSWORD_POLICY_ANSWER, PASSWORD_POLICY_YESNO },
		{ "Please type 'yes', 'no' or the fingerprint: ",
		    PASSWORD_POLICY_ANSWER, PASSWORD_POLICY_YESNO },
		{ "", PASSWORD_POLICY_ANSWER, PASSWORD_POLICY_OTHER },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(password_policy_kind(row[i].prompt, row[i].hint) ==
		    row[i].kind, "a question's kind", row[i].prompt[0] == 'x' ||
		    row[i].prompt[0] == 'T' ? "of several lines" :
		    row[i].prompt);
}

#define PASS "u@h's password: "
#define CODE "(u@h) Code: "

/* What is asked in its order; "run" begins another, "denied" ends it badly. */
static void
test_secret(void)
{
	static const struct {
		const char *prompt;
		long by;
		bool person;
		enum password_policy_order order;
		int forget;
		bool learnt;
	} row[] = {
		{ PASS, 7, true, PASSWORD_POLICY_LEARN, -1, true },
		{ CODE, 7, true, PASSWORD_POLICY_ASK, -1, false },
		{ "run", 0, false, 0, 0, false },
		{ PASS, 7, false, PASSWORD_POLICY_TELL, -1, false },
		{ CODE, 7, false, PASSWORD_POLICY_NEED, -1, false },
		{ "run", 0, false, 0, 0, false },
		{ "v@h's password: ", 7, false, PASSWORD_POLICY_NEED, -1,
		    false },
		{ PASS, 7, false, PASSWORD_POLICY_TELL, -1, false },
		{ PASS, 8, false, PASSWORD_POLICY_TELL, -1, false },
		{ PASS, 8, false, PASSWORD_POLICY_NEED, 0, false },
		{ "run", 0, false, 0, 0, false },
		{ PASS, 7, false, PASSWORD_POLICY_NEED, -1, false },
		{ "run", 0, false, 0, 0, false },
		{ PASS, 7, true, PASSWORD_POLICY_LEARN, -1, true },
		{ PASS, 7, true, PASSWORD_POLICY_LEARN, 0, true },
		{ "run", 0, false, 0, 0, false },
		{ PASS, 7, false, PASSWORD_POLICY_TELL, -1, false },
		{ "denied", 0, false, 0, 0, false },
		{ "run", 0, false, 0, 0, false },
		{ PASS, 7, false, PASSWORD_POLICY_NEED, -1, false },
		{ "Really (yes/no)? ", 7, false, PASSWORD_POLICY_REFUSE, -1,
		    false },
	};
	struct password_policy s = { 0 };
	int slot, forget;
	bool good;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		if (strcmp(row[i].prompt, "run") == 0) {
			password_policy_begin(&s);
			continue;
		}
		if (strcmp(row[i].prompt, "denied") == 0) {
			ok((password_policy_denied(&s) & 1) == 1 &&
			    !password_policy_any(&s), "a refused login",
			    "forgets");
			continue;
		}
		good = password_policy_asked(&s, row[i].prompt,
		    PASSWORD_POLICY_ANSWER, row[i].by, 2, row[i].person, &slot,
		    &forget) == row[i].order && forget == row[i].forget;
		if (row[i].learnt)
			password_policy_learnt(&s, slot);
		ok(good, "asked", row[i].prompt);
	}
	s = (struct password_policy){ 0 };
	good = password_policy_asked(&s, "u@h's password: ",
	    PASSWORD_POLICY_ANSWER, 7, 3, true, &slot, &forget) ==
	    PASSWORD_POLICY_LEARN;
	password_policy_learnt(&s, slot);
	ok(good && password_policy_asked(&s, "u@h's password: ",
	    PASSWORD_POLICY_ANSWER, 8, 1, false, &slot, &forget) ==
	    PASSWORD_POLICY_NEED, "a password",
	    "is not told to another host of that name");
	ok(password_policy_asked(&s, "u@h's password: ", PASSWORD_POLICY_ANSWER,
	    9, 3, false, &slot, &forget) == PASSWORD_POLICY_TELL, "a password",
	    "but to its own");
}

static void
test_reclaim(void)
{
	static const struct {
		const char *text;
		int status;
		long pid;
		const char *shown;
	} row[] = {
		{ "sshp-reclaim 82 0 sshd.0.7.b-1", 0, 82, NULL },
		{ "motd\nsshp-reclaim 82 9 sshd-session.9.Tue.1\n", 0, 82,
		    "behind a greeting" },
		{ "sshp-reclaim 82 9 dropbear.9.7.b\r\nlogout\n", 0, 82,
		    "before a farewell" },
		{ "sshp-reclaim 82 9 sshd.0.7.b", 0, 0, NULL },
		{ "sshp-reclaim 82 9 sh.9.7.b", 0, 0, NULL },
		{ "sshp-reclaim 1 0 sshd.0.7.b", 0, 0, NULL },
		{ "sshp-reclaim -1 0 sshd.0.7.b", 0, 0, NULL },
		{ "sshp-reclaim 82 0 sshd.0.$(x)", 0, 0, NULL },
		{ "sshp-reclaim 82 0 sshd.0.7 8", 0, 0, NULL },
		{ "no", 0, 0, NULL }, { "", 255, 0, "nothing" }, { "", -1, 0,
		    "killed" },
	};
	char note[RECLAIM_SCRIPT];
	struct reclaim r;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		r = (struct reclaim){ .wanted = true };
		(void)reclaim_answer(&r, RECLAIM_NAME, row[i].status,
		    row[i].text);
		ok(r.holder.pid == row[i].pid && r.unable ==
		    (row[i].pid == 0 && row[i].status == 0), "holder",
		    row[i].shown == NULL ? row[i].text : row[i].shown);
	}
	r = (struct reclaim){ .wanted = true };
	ok(reclaim_next(&r, true) == RECLAIM_NAME &&
	    reclaim_next(&r, true) == RECLAIM_NOTHING, "reclaim",
	    "named once, and nobody to end");
	for (i = 0; i < 9; i++) {
		(void)reclaim_answer(&r, RECLAIM_NAME, 0, row[0].text);
		reclaim_lost(&r, true);
	}
	ok(r.n == RECLAIM_LOST, "reclaim", "no more than it remembers");
	ok(reclaim_next(&r, false) == RECLAIM_NAME, "reclaim",
	    "nothing refused, nobody ended");
	ok(reclaim_next(&r, true) == RECLAIM_END &&
	    reclaim_answer(&r, RECLAIM_END, 0, "sshp-reclaim ended 82\n"
	    "sshp-reclaim done\n") == 1 && r.n == 0, "reclaim", "ended");
	(void)reclaim_answer(&r, RECLAIM_NAME, 0, row[0].text);
	reclaim_lost(&r, false);
	ok(r.n == 0, "reclaim", "it held nothing");
	(void)reclaim_answer(&r, RECLAIM_NAME, 0, row[0].text);
	reclaim_lost(&r, true);
	(void)reclaim_answer(&r, RECLAIM_NAME, 0, row[2].text);
	ok(strcmp(reclaim_note(&r, note), "82 sshd.0.7.b-1\n"
	    "82 dropbear.9.7.b\n") == 0, "reclaim", "the note");
	r = (struct reclaim){ .wanted = true };
	reclaim_recall(&r, note);
	ok(r.n == 2 && strcmp(r.lost[1].mark, "dropbear.9.7.b") == 0,
	    "reclaim", "is read again");
	r = (struct reclaim){ .wanted = true };
	reclaim_recall(&r, "82 sshd.0.$(x)\n82 sshd.0.7.b\n");
	ok(r.n == 0, "reclaim", "but not if somebody else wrote it");
	(void)reclaim_answer(&r, RECLAIM_NAME, 255, "");
	(void)reclaim_answer(&r, RECLAIM_NAME, 255, "");
	ok(r.unable && reclaim_next(&r, true) == RECLAIM_NOTHING, "reclaim",
	    "no command is run there");
}

static void
test_backoff(void)
{
	const struct backoff b = { 1000, 60000 }, slow = { 30000, 300000 },
	    brisk = { 1000, 2000 };
	int i;

	ok(backoff_wait(&b, BACKOFF_NEAR, 99, UINT32_MAX) <= 3000 &&
	    backoff_wait(&b, BACKOFF_NEAR, 99, 0) >= 500, "near",
	    "never above three seconds");
	ok(backoff_wait(&slow, BACKOFF_NEAR, 9, UINT32_MAX) <= 30000 &&
	    backoff_wait(&slow, BACKOFF_NEAR, 9, 0) >= 15000, "near",
	    "but as the user wants it");
	ok(backoff_wait(&b, BACKOFF_DOOR, 9, UINT32_MAX) <= 5000 &&
	    backoff_wait(&b, BACKOFF_DOOR, 9, 0) >= 2500, "door",
	    "every few seconds");
	ok(backoff_wait(&slow, BACKOFF_DOOR, 0, 0) >= 15000 &&
	    backoff_wait(&slow, BACKOFF_DOOR, 9, 0) >= 15000 &&
	    backoff_wait(&brisk, BACKOFF_DOOR, 99, UINT32_MAX) <= 2000,
	    "door", "but as the user wants it");
	for (i = 0; i < 2000 && backoff_wait(&b, BACKOFF_DOOR, i,
	    UINT32_MAX) <= 60000; i++)
		;
	ok(i == 2000 && backoff_wait(&b, BACKOFF_DOOR, 99, 0) >= 30000,
	    "door", "later up to the ceiling");
	ok(backoff_wait(&b, BACKOFF_GROWING, 0, 0) >= 100, "growing",
	    "never a tight loop");
	for (i = 0; i < 2000 && backoff_wait(&b, BACKOFF_GROWING, i,
	    UINT32_MAX) <= 60000; i++)
		;
	ok(i == 2000, "growing", "never above the ceiling");
	ok(backoff_wait(&b, BACKOFF_FAR, 0, 0) >= 30000, "far",
	    "two attempts a minute at most");
	ok(backoff_wait(&b, BACKOFF_AT_ONCE, 9, 9) == 0, "at once", "0");
}

static void
test_event(void)
{
	struct event e = { .kind = EVENT_VERDICT, .cause = CAUSE_PATH_BUSY,
	    .attempt = 3, .pid = 99, .port = "22" }, back;
	char out[EVENT_SIZE];
	size_t n;

	snprintf(e.host, sizeof e.host, "h event=hello\n");
	snprintf(e.text, sizeof e.text, "path dead: a=b c");
	n = event_encode(&e, out);
	ok(event_decode(&back, out, n) == 0 && back.kind == EVENT_VERDICT &&
	    back.cause == CAUSE_PATH_BUSY && back.attempt == 3 &&
	    back.pid == 99 && strcmp(back.text, e.text) == 0,
	    "event", "there and back");
	ok(strcmp(back.host, "h event=hello\\x0a") == 0, "event",
	    "a host can't be another key");
	ok(event_decode(&back, "event=banner new=1 text=", 24) == 0 &&
	    back.kind == EVENT_BANNER, "event", "unknown keys are passed over");
	ok(event_decode(&back, "event=nonsense text=", 20) == -1, "event",
	    "an unknown event is none");
	ok(event_decode(&back, "", 0) == -1, "event", "nothing is none");
	ok(event_decode(&back, "event=hello\0text=", 17) == -1, "event",
	    "NUL is refused");
	ok(event_decode(&back, "event=hello \033[2J", 16) == -1, "event",
	    "escapes are refused");
	ok(event_decode(&back, "event=hello text=\"\\x1b[2J\"", 26) == 0 &&
	    strcmp(back.text, "\\x1b[2J") == 0, "event",
	    "and tamed where they are hidden");
	memset(e.text, '\\', sizeof e.text - 1);
	memset(e.host, '%', sizeof e.host - 1);
	n = event_encode(&e, out);
	ok(n < EVENT_SIZE && event_decode(&back, out, n) == 0, "event",
	    "the longest fits");
}

/* The forwards of a line, as they are named and asked for. */
static void
test_forwards(void)
{
	static const char line[] = "-N -L 1:h:2 -L [::1]:3:h:4 -L /a\\:b:/c%%d "
	    "-D 5 -D *:6 -R 0:h:7 -R 8 -R 127.0.0.1:9:h:1 -R /e:h:1 h";
	static const char wanted[] = "-L 1=1:[h]:2 -L [::1]:3=[::1]:3:[h]:4 "
	    "-L /a:b=/a\\:b:/c%%d -D 5=5 -D *:6=[*]:6 -R 0=0:[h]:7 -R 8=8 "
	    "-R 127.0.0.1:9=[127.0.0.1]:9:[h]:1 -R /e=/e:[h]:1 ";
	char copy[256], *argv[32] = { NULL }, told[512] = "";
	struct commandline c;
	struct config config;
	struct words w = { 0 };
	struct plan_forward *list;
	struct fake fake;
	int argc = 1;
	size_t n, i;

	snprintf(copy, sizeof copy, "%s", line);
	argv[0] = copy;
	for (argv[argc] = strtok(copy, " "); argv[argc] != NULL;
	    argv[++argc] = strtok(NULL, " "))
		;
	commandline_parse(&c, argc, argv + 0,
	    (struct commandline_release){ 9, 2 });
	fake_open(&fake, "", 0);
	(void)config_evaluate(&config, &c, &fake.source);
	n = plan_forwards(&list, &w, &config.settings);
	for (i = 0; i < n; i++)
		snprintf(told + strlen(told), sizeof told - strlen(told),
		    "%s=%s ", list[i].name, list[i].spec);
	ok(n > 0 && strcmp(list[0].twin, "[localhost]:1:[h]:2") == 0, "a twin",
	    list[0].spec);
	ok(strcmp(told, wanted) == 0, "forwards", line);
	if (strcmp(told, wanted) != 0)
		printf("# got    %s\n# wanted %s\n", told, wanted);
	free(list);
	words_free(&w);
	config_free(&config);
	commandline_free(&c);
}

/* The same forward in other words, with GatewayPorts no and yes. */
static void
test_twin(void)
{
	static const struct {
		const char *host, *path, *spec, *twin, *gateway;
	} row[] = {
		{ NULL, NULL, "1:[h]:2", "[localhost]:1:[h]:2",
		    "[*]:1:[h]:2" },
		{ "localhost", NULL, "[localhost]:1", "1", "[Localhost]:1" },
		{ "*", NULL, "[*]:1:/s", NULL, "1:/s" },
		{ "eth.A", NULL, "[eth.A]:1", "[Eth.A]:1", "[Eth.A]:1" },
		{ "127.0.0.1", NULL, "[127.0.0.1]:1", "[127.0.0.0x1]:1",
		    "[127.0.0.0x1]:1" },
		{ "10.0.0.010", NULL, "[10.0.0.010]:1", "[10.0.0.0x8]:1",
		    "[10.0.0.0x8]:1" },
		{ "::1", NULL, "[::1]:1", "[0::1]:1", "[0::1]:1" },
		{ "2001:db8::1", NULL, "[2001:db8::1]:1:[x]:2",
		    "[2001:Db8::1]:1:[x]:2", "[2001:Db8::1]:1:[x]:2" },
		{ "2001:4700::1%e0", NULL, "[2001:4700::1%e0]:1",
		    "[2001:4700::01%e0]:1", "[2001:4700::01%e0]:1" },
		{ "2001:4700::1111", NULL, "[2001:4700::1111]:1", NULL, NULL },
		{ NULL, "/a:b", "/a\\:b:[h]:1", "/./a\\:b:[h]:1",
		    "/./a\\:b:[h]:1" },
		{ NULL, "a/b", "a/b:[h]:1", "./a/b:[h]:1", "./a/b:[h]:1" },
	};
	struct words w = { 0 };
	size_t i;
	int all;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		for (all = 0; all < 2; all++) {
			struct plan_forward f = { .spec = row[i].spec,
			    .host = row[i].host, .path = row[i].path };
			const char *wanted = all ? row[i].gateway :
			    row[i].twin, *got;

			forward_alias_make(&w, &f, all);
			got = f.twin;
			ok(got == wanted || (got != NULL && wanted != NULL &&
			    strcmp(got, wanted) == 0), "twin", f.spec);
		}
	words_free(&w);
}

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
	    "evaluated", line);
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

/* What a line comes to in one release of ssh, and in another. */
static void
test_releases(void)
{
	static const struct {
		int release; enum keyword k;
		const char *line, *value;	/* NULL: refused, or not set */
	} row[] = {
		{ 907, KW_ipqos, "IPQoS 0x10 010\n", "lowdelay throughput" },
		{ 908, KW_ipqos, "IPQoS 0x10\n", NULL },
		{ 908, KW_ipqos, "IPQoS 010\n", "0x0a 0x0a" },
		{ 1000, KW_ipqos, "IPQoS 16\n", "lowdelay lowdelay" },
		{ 1000, KW_ipqos, "IPQoS lowdelay le\n", "lowdelay le" },
		{ 1001, KW_ipqos, "IPQoS lowdelay le\n", "none le" },
		{ 1001, KW_ipqos, "IPQoS 16 4\n", "0x10 le" },
		{ 1001, KW_ipqos, "IPQoS va\n", NULL },
		{ 1001, KW_ipqos, "IPQoS 176\n", "0xb0 0xb0" },
		{ 1003, KW_ipqos, "IPQoS va 176\n", "va 0xb0" },
		{ 1004, KW_ipqos, "IPQoS va 176\n", "va va" },
		{ 902, KW_loglevel, "LogLevel SILENT\n", NULL },
		{ 902, KW_user, "User %u%%\n", "%u%%" },
		{ 1000, KW_user, "User %u%%\n", "me%" },
		{ 1000, KW_user, "User %r\n", NULL },
		{ 1000, KW_user, "User %n;\n", NULL },
		{ 909, KW_setenv, "SetEnv A=%h\n", "A=%h" },
		{ 1000, KW_setenv, "SetEnv A=%h\n", "A=h" },
		{ 902, KW_revokedhostkeys, "RevokedHostKeys ~/a\n", "~/a" },
		{ 904, KW_revokedhostkeys, "RevokedHostKeys ~/a\n", "/h/a" },
		{ 1001, KW_revokedhostkeys, "RevokedHostKeys a b\n", NULL },
		{ 1003, KW_revokedhostkeys, "RevokedHostKeys a b\n", "a\nb" },
		{ 909, KW_canonicaldomains, "CanonicalDomains _a\n", NULL },
		{ 1000, KW_canonicaldomains, "CanonicalDomains _a\n", "_a" },
		{ 906, KW_port, "Port 2\nSetEnv #\n", "2" },
		{ 907, KW_port, "Port 2\nSetEnv #\n", NULL },
		{ 909, KW_port, "Match sessiontype shell\nPort 2\n", NULL },
		{ 1000, KW_port, "Match sessiontype shell\nPort 2\n", "2" },
		{ 909, KW_port, "Match tagged=*\nPort 2\n", "2" },
		{ 1000, KW_port, "Match tagged=*\nPort 2\n", NULL },
		{ 1000, KW_proxyjump, "ProxyJump a b\n", "a" },
		{ 1001, KW_proxyjump, "ProxyJump a b\n", "a b" },
		{ 1001, KW_warnweakcrypto, "WarnWeakCrypto no-pq-kex\n", "no" },
	};
	static char ssh[] = "ssh", host[] = "h";
	char *argv[] = { ssh, host, NULL };
	const char *value = NULL;
	struct commandline c;
	struct config config;
	struct fake fake;
	size_t i;

	commandline_parse(&c, 2, argv, (struct commandline_release){ 9, 2 });
	for (i = 0; i < sizeof row / sizeof *row; i++) {
		fake_open(&fake, row[i].line, strlen(row[i].line));
		fake.release = row[i].release;
		value = config_evaluate(&config, &c, &fake.source) !=
		    CONFIG_GOOD ? NULL :
		    settings_get(&config.settings, row[i].k);
		ok(row[i].value == NULL ? value == NULL : value != NULL &&
		    strcmp(value, row[i].value) == 0, "release", row[i].line);
		config_free(&config);
	}
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
	SSHLOG_LINE_WORDS "," SSHLOG_LOGIN_WORDS " "
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
		    GUARD("40", "30 -k 10") CONTROL LOG FORWARDS ALIVE "-- h" },
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
		    "-T 'af21' -- %h %p -o ProxyUseFdpass=no " CONTROL LOG
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
		    SSHLOG_LINE_WORDS "," SSHLOG_LOGIN_WORDS " "
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
		ok(strcmp(told, row[i].told) == 0, "plan", row[i].line);
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
		ok(strcmp(told, wanted) == 0, "proxy", row[i].file);
		if (strcmp(told, wanted) != 0)
			printf("# got    %s\n# wanted %s\n", told, wanted);
	}
}

int
main(void)
{
	test_destination();
	test_sha1();
	test_pattern();
	test_quote();
	test_saying();
	test_tag();
	test_log_limit();
	test_told();
	test_answer();
	test_secret_kind();
	test_secret();
	test_reclaim();
	test_backoff();
	test_event();
	test_releases();
	test_plan();
	test_proxy();
	test_forwards();
	test_twin();
	printf("1..%d\n", tests);
	return bad != 0;
}
