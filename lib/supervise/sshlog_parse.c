/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "supervise/sshlog_parse.h"

/*
 * Messages of OpenSSH 8.0 to 10.5 (ssh.c, sshconnect.c, sshconnect2.c,
 * clientloop.c, packet.c, kex.c); the first that is contained counts.  by: the
 * function of ssh that writes it, if LogVerbose names that function; only its
 * lines are sure.  only: no other line counts at all.
 */
static const struct {
	const char *part;
	const char *by;
	bool only;
	struct sshlog_line means;
} causes[] = {
	{ ": Permission denied (", "userauth", false,
	    { .cause = CAUSE_DENIED } },
	{ "Too many authentication failures", NULL, false,
	    { .cause = CAUSE_DENIED } },
	{ "Host key verification failed", "verify_host_key_callback", false,
	    { .cause = CAUSE_HOST_KEY } },
	{ "REMOTE HOST IDENTIFICATION HAS CHANGED", NULL, false,
	    { .cause = CAUSE_HOST_KEY } },
	{ "Unable to negotiate with", "sshpkt_vfatal", false,
	    { .cause = CAUSE_WRONG } },
	{ "Protocol major versions differ", NULL, false,
	    { .cause = CAUSE_WRONG } },
	{ "Bad configuration option", NULL, false, { .cause = CAUSE_WRONG } },
	{ "remote port forwarding failed for listen",
	    "ssh_confirm_remote_forward", false,
	    { .cause = CAUSE_FORWARD, .noise = true } },
	{ "remote forward failure for", "ssh_confirm_remote_forward", true,
	    { .cause = CAUSE_FORWARD, .debug = true } },
	{ "Could not request local forwarding", NULL, false,
	    { .cause = CAUSE_FORWARD, .noise = true } },
	{ "Tunnel forwarding failed", "ssh_tun_confirm", false,
	    { .cause = CAUSE_FORWARD } },
	{ ": terminate request", "mux_master_process_terminate", true,
	    { .cause = CAUSE_ASKED, .debug = true } },
	{ ": stop listening", "mux_master_process_stop_listening", true,
	    { .cause = CAUSE_ASKED, .debug = true } },
	{ "remote forward success for", "ssh_confirm_remote_forward", true,
	    { .forward = true, .debug = true } },
	{ "Could not resolve hostname", NULL, false,
	    { .cause = CAUSE_UNANSWERED } },
	{ ": Connection refused", NULL, false, { .cause = CAUSE_REFUSED } },
	{ ": Connection timed out", NULL, false,
	    { .cause = CAUSE_UNANSWERED } },
	{ ": No route to host", NULL, false, { .cause = CAUSE_UNANSWERED } },
	{ ": Network is unreachable", NULL, false,
	    { .cause = CAUSE_UNANSWERED } },
	{ "kex_exchange_identification: ", NULL, false,
	    { .cause = CAUSE_CLOSED, .noise = true } },
	{ "Connection timed out during banner exchange", NULL, false,
	    { .cause = CAUSE_UNANSWERED, .noise = true } },
	{ "Connection closed by UNKNOWN port ", "sshpkt_vfatal", false,
	    { .cause = CAUSE_CLOSED, .noise = true, .no_reason = true } },
	{ "Connection to UNKNOWN port ", "sshpkt_vfatal", false,
	    { .cause = CAUSE_CLOSED, .noise = true, .no_reason = true } },
	{ "client_loop: send disconnect: ", NULL, false,
	    { .cause = CAUSE_CLOSED, .noise = true } },
	{ "ssh_dispatch_run_fatal: ", "sshpkt_vfatal", false,
	    { .cause = CAUSE_CLOSED, .noise = true } },
	{ " closed by remote host.", NULL, false,
	    { .cause = CAUSE_CLOSED, .noise = true } },
	{ "Timeout, server ", NULL, false,
	    { .cause = CAUSE_DEAD, .noise = true } },
	{ "Connection reset by ", "sshpkt_vfatal", false,
	    { .cause = CAUSE_CLOSED } },
	{ "Connection closed by ", "sshpkt_vfatal", false,
	    { .cause = CAUSE_CLOSED } },
	{ ": Broken pipe", NULL, false,
	    { .cause = CAUSE_CLOSED, .noise = true } },
};

/* --- the tag --- */

enum { TAG = 127 };		/* ssh cuts it there */

#define NAME "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
	"0123456789_"

static bool
sshlog_debug(const char *line)
{
	return strncmp(line, "debug", 5) == 0 && line[5] >= '1' &&
	    line[5] <= '3' && strncmp(line + 6, ": ", 2) == 0;
}

/* "function" in "file.c:function():"; NULL: there is none. */
static const char *
sshlog_function(const char *tag)
{
	const char *c = tag + strspn(tag, NAME "-");

	if (strncmp(c, ".c:", 3) != 0)
		return NULL;
	c += 3;
	return strncmp(c + strspn(c, NAME), "():", 3) == 0 ? c : NULL;
}

/*
 * What follows who at c, if ssh's limit on the tag leaves room for all of who:
 * a tag that was cut does not name a process.
 */
static const char *
sshlog_after(const char *tag, const char *c, const char *who)
{
	size_t n = strlen(who);

	if (c - tag + (ptrdiff_t)n > TAG || strncmp(c, who, n) != 0 ||
	    strncmp(c + n, ": ", 2) != 0)
		return NULL;
	return c + n + 2;
}

const char *
sshlog_argv0(const char *path)
{
	static const char longest[] = "channels.c:"
	    "channel_setup_fwd_listener_tcpip():9999 (bin=, pid=4194304)";

	return sizeof longest - 1 + strlen(path) > TAG ? "ssh" : path;
}

const char *
sshlog_own(const char *line, const struct sshlog_ssh *ssh)
{
	const char *tag = sshlog_debug(line) ? line + 8 : line, *c, *text;
	char who[TAG + 1];

	if ((c = sshlog_function(tag)) == NULL)
		return NULL;
	c += strspn(c, NAME) + 3;
	c += strspn(c, "0123456789");
	snprintf(who, sizeof who, " (pid=%ld)", ssh->pid);
	if ((text = sshlog_after(tag, c, who)) != NULL)
		return text;
	snprintf(who, sizeof who, " (bin=%s, pid=%ld)", ssh->bin, ssh->pid);
	return sshlog_after(tag, c, who);
}

bool
sshlog_by(const char *line, const char *function)
{
	const char *c = sshlog_function(sshlog_debug(line) ?
	    line + 8 : line);
	size_t n = strlen(function);

	return c != NULL && strncmp(c, function, n) == 0 && c[n] == '(';
}

bool
sshlog_logged_in(const char *line, const char *own)
{
	static const char key[] = "Authenticated to ";

	return strncmp(own, key, sizeof key - 1) == 0 &&
	    sshlog_by(line, "ssh_userauth2");
}

/* --- what it means --- */

/* Lines about work that goes on, or somebody's connection that is not ours. */
static bool
sshlog_idle(const char *line)
{
	static const char *const begins[] = {
		"debug1: ", "debug2: ", "debug3: ", "channel ", "connect_to ",
		"Authenticated to ", "Transferred: ", "Bytes per second: ",
	};
	size_t i;

	for (i = 0; i < sizeof begins / sizeof *begins; i++)
		if (strncmp(line, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

struct sshlog_line
sshlog_line_read(const char *line, const char *own)
{
	bool idle = own == NULL && sshlog_idle(line), by;
	bool debug = own != NULL && sshlog_debug(line);
	const char *text = own == NULL ? line : own;
	struct sshlog_line s;
	size_t i;

	/* What a server says there must not be taken for ssh's own. */
	if (idle)
		return (struct sshlog_line){ .no_reason = true };
	for (i = 0; i < sizeof causes / sizeof *causes; i++) {
		if (strstr(text, causes[i].part) == NULL)
			continue;
		by = own != NULL && causes[i].by != NULL &&
		    sshlog_by(line, causes[i].by);
		if (!by && (causes[i].only || debug))
			continue;
		s = causes[i].means;
		s.own = own != NULL;
		s.sure = by;
		return s;
	}
	return (struct sshlog_line){ .own = own != NULL, .debug = debug,
	    .no_reason = debug };
}

/* --- forwards --- */

/* "[127.0.0.1]:8080: Address already in use", behind "bind ". */
static struct sshlog_forward
sshlog_forward_bind(const char *at)
{
	const char *close = *at == '[' ? strchr(at, ']') : NULL;
	struct sshlog_forward a = { .about = SSHLOG_FORWARD_ADDRESS, .where =
	    at + 1 };

	if (close == NULL || close[1] != ':')
		return (struct sshlog_forward){ .about = SSHLOG_FORWARD_OTHER };
	a.len = (size_t)(close - at - 1);
	a.port = (int)strtol(close + 2, NULL, 10);
	a.why = strstr(close, ": ");
	a.why = a.why == NULL ? NULL : a.why + 2;
	return a;
}

/* "/a/path: Permission denied"; a path may hold anything but that. */
static struct sshlog_forward
sshlog_forward_path(const char *at)
{
	const char *p, *colon = NULL;
	struct sshlog_forward a = { .where = at };

	for (p = strstr(at, ": "); p != NULL; p = strstr(p + 1, ": "))
		colon = p;
	a.len = colon == NULL ? strlen(at) : (size_t)(colon - at);
	a.why = colon == NULL ? NULL : colon + 2;
	return a;
}

static struct sshlog_forward
sshlog_forward_number(const char *at)
{
	return (struct sshlog_forward){ .port = (int)strtol(at, NULL, 10) };
}

static const struct {
	const char *part;
	enum sshlog_forward_about about;
	struct sshlog_forward (*rest)(const char *);
} forwards[] = {
	/* ssh -O forward has its exit status. */
	{ "mux_master_process_open_fwd: requested ", SSHLOG_FORWARD_KNOWN,
	    NULL },
	{ "mux_confirm_remote_forward: ", SSHLOG_FORWARD_KNOWN, NULL },
	{ "tunnel forward established, id=", SSHLOG_FORWARD_DEVICE, NULL },
	{ "Allocated port ", SSHLOG_FORWARD_PORT, sshlog_forward_number },
	{ "remote forward success for: ", SSHLOG_FORWARD_GRANTED, NULL },
	{ "remote forward failure for: ", SSHLOG_FORWARD_REFUSED, NULL },
	{ "remote port forwarding failed for listen port ",
	    SSHLOG_FORWARD_NAMED, sshlog_forward_number },
	{ "remote port forwarding failed for listen path ",
	    SSHLOG_FORWARD_NAMED, sshlog_forward_path },
	{ "cannot listen to port: ", SSHLOG_FORWARD_LOCAL,
	    sshlog_forward_number },
	{ "cannot bind to path ", SSHLOG_FORWARD_LOCAL, sshlog_forward_path },
	{ "Could not request local forwarding", SSHLOG_FORWARD_KNOWN, NULL },
};

struct sshlog_forward
sshlog_forward_read(const char *line)
{
	struct sshlog_forward a = { .about = SSHLOG_FORWARD_OTHER };
	const char *at;
	size_t i;

	if (strncmp(line, "bind [", 6) == 0)
		return sshlog_forward_bind(line + 5);
	for (i = 0; i < sizeof forwards / sizeof *forwards; i++) {
		if ((at = strstr(line, forwards[i].part)) == NULL)
			continue;
		if (forwards[i].rest != NULL)
			a = forwards[i].rest(at + strlen(forwards[i].part));
		a.about = forwards[i].about;
		return a;
	}
	return a;
}

/* --- the end of the session --- */

void
sshlog_session_begin(struct sshlog_session *s)
{
	s->channel = -1;
}

/* How the session ended, by "channel 3 rtype exit-status reply 0". */
static enum cause
sshlog_session_end(const struct sshlog_session *s, const char *text)
{
	static const char key[] = "channel ";
	const char *at = strstr(text, key);
	char *end;

	if (at == NULL || s->channel == -1 ||
	    strtol(at + sizeof key - 1, &end, 10) != s->channel)
		return CAUSE_UNKNOWN;
	if (strncmp(end, " rtype exit-status ", 19) == 0)
		return CAUSE_EXITED;
	return strncmp(end, " rtype exit-signal ", 19) == 0 ?
	    CAUSE_SIGNALLED : CAUSE_UNKNOWN;
}

bool
sshlog_session_line(struct sshlog_session *s, const char *line,
    const char *text, struct sshlog_line *means)
{
	static const char opened[] = "channel_new: ";

	if (!sshlog_debug(line))
		return false;
	*means = (struct sshlog_line){ .own = true, .sure = true,
	    .no_reason = true, .debug = true };
	if (sshlog_by(line, "client_input_channel_req"))
		means->cause = sshlog_session_end(s, text);
	else if (!sshlog_by(line, "ssh_session2_open"))
		return false;
	else if (strncmp(text, opened, sizeof opened - 1) == 0)
		s->channel = strtol(text + sizeof opened - 1, NULL, 10);
	return true;
}
