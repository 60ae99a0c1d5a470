/* SPDX-License-Identifier: ISC */
/* Lines of the log of ssh: which are its own, and what they mean. */
#include <string.h>

#include "../lib/tap.h"
#include "supervise/sshlog_parse.h"

/*
 * Lines as ssh and as strangers write them; ssh is "/usr/bin/ssh", process 7.
 */
static void
test_line(void)
{
	static const struct sshlog_ssh ssh = { "/usr/bin/ssh", 7 };
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
		own = sshlog_own(word[i].line, &ssh);
		ok(sshlog_line_read(word[i].line, own).sure == word[i].sure,
		    word[i].sure ? "a cause is sure from the function that "
		    "writes it" : "no other line is sure", word[i].line);
	}
	for (i = 0; i < sizeof row / sizeof *row; i++) {
		own = sshlog_own(row[i].line, &ssh);
		s = sshlog_line_read(row[i].line, own);
		ok(s.cause == row[i].c && s.own == row[i].own &&
		    (own != NULL) == row[i].own,
		    "a line of the log has the right cause, and is or is not "
		    "of ssh itself", row[i].line);
	}
	for (i = 0; i < sizeof idle / sizeof *idle; i++)
		ok(sshlog_line_read(idle[i], NULL).no_reason,
		    "a line without a reason is recognised",
		    idle[i]);
	ok(!sshlog_line_read("Corrupted MAC on input.", NULL).no_reason,
	    "a reason", "");
}

static void
test_tag(void)
{
	/* Since 10.0 the tag has argv[0], which may hold anything. */
	static const struct sshlog_ssh odd = { "/opt/a (pid=1): b/ssh",
	    7 };
	/* ssh cuts the whole tag after 127 bytes. */
	static const struct sshlog_ssh far = { "/nix/store/"
	    "0123456789abcdfghijklmnpqrsvwxyz-openssh-10.5p1-with-kerberos/"
	    "bin/ssh", 1234567 };
	static const struct {
		const struct sshlog_ssh *ssh; const char *line, *text;
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
		text = sshlog_own(row[i].line, row[i].ssh);
		ok((text == NULL) == (row[i].text == NULL) &&
		    (text == NULL || strcmp(text, row[i].text) == 0),
		    "the tag of LogVerbose is recognised, or not", row[i].line);
	}
}

static void
test_argv0(void)
{
	ok(strcmp(sshlog_argv0("/usr/bin/ssh"), "/usr/bin/ssh") == 0,
	    "ssh at an ordinary path gets its path as argv[0]", NULL);
	ok(strcmp(sshlog_argv0("/nix/store/0123456789abcdfghijklmnpqrsvwxyz-"
	    "openssh-10.5p1/bin/ssh"), "ssh") == 0,
	    "ssh at a path that would cut its tags gets a short argv[0]",
	    NULL);
}

static void
test_forward(void)
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
		    "a line about a forward is parsed", row[i].line);
	}
}

static void
test_session(void)
{
	static const struct sshlog_ssh ssh = { "/usr/bin/ssh", 7 };
	static const char request[] = "debug1: clientloop.c:"
	    "client_input_channel_req():1821 (pid=7): "
	    "client_input_channel_req: ";
	static const struct {
		const char *first, *then; enum cause c;
	} row[] = {
		{ "channel_new: 3", "channel 3 rtype exit-signal reply 0",
		    CAUSE_SIGNALLED },
		{ "channel_new: 3", "channel 3 rtype exit-status reply 0",
		    CAUSE_EXITED },
		{ "channel_new: 0", "channel 0 rtype exit-status reply 0",
		    CAUSE_EXITED },
		/* A client of the control socket. */
		{ "channel_new: 3", "channel 4 rtype exit-status reply 0",
		    CAUSE_UNKNOWN },
		{ "channel_new: 3", "channel 31 rtype exit-status reply 0",
		    CAUSE_UNKNOWN },
		{ "x", "channel 0 rtype exit-status reply 0", CAUSE_UNKNOWN },
		{ "channel_new: 3", "channel 3 rtype eow@openssh.com reply 0",
		    CAUSE_UNKNOWN },
		{ "channel_new: 3", "channel 3", CAUSE_UNKNOWN },
		{ "channel_new: 3", "", CAUSE_UNKNOWN },
	};
	struct sshlog_session s;
	struct sshlog_line l;
	char line[200];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		sshlog_session_begin(&s);
		snprintf(line, sizeof line, "debug3: ssh.c:"
		    "ssh_session2_open():9 (pid=7): %s", row[i].first);
		ok(sshlog_session_line(&s, line, sshlog_own(line, &ssh), &l) &&
		    l.cause == CAUSE_UNKNOWN && l.debug,
		    "the channel of the session is no cause", row[i].first);
		snprintf(line, sizeof line, "%s%s", request, row[i].then);
		ok(sshlog_session_line(&s, line, sshlog_own(line, &ssh), &l) &&
		    l.cause == row[i].c && l.sure && l.debug,
		    "ssh's log says how the session ended", row[i].then);
	}
	ok(!sshlog_session_line(&s, "ssh.c:main():5 (pid=7): x", "x", &l) &&
	    !sshlog_session_line(&s, "debug1: ssh.c:main():5 (pid=7): x", "x",
	    &l), "other lines say nothing about the session", "");
}

int
main(void)
{
	test_line();
	test_tag();
	test_argv0();
	test_forward();
	test_session();
	return tap_end();
}
