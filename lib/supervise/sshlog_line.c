/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "supervise/sshlog_line.h"

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
	struct sshlog_line saying;
} known[] = {
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
	    { .cause = CAUSE_CLOSED, .noise = true, .hollow = true } },
	{ "Connection to UNKNOWN port ", "sshpkt_vfatal", false,
	    { .cause = CAUSE_CLOSED, .noise = true, .hollow = true } },
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
sshlog_line_debug(const char *line)
{
	return strncmp(line, "debug", 5) == 0 && line[5] >= '1' &&
	    line[5] <= '3' && strncmp(line + 6, ": ", 2) == 0;
}

/* "function" in "file.c:function():"; NULL: there is none. */
static const char *
sshlog_line_function(const char *tag)
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
sshlog_line_after(const char *tag, const char *c, const char *who)
{
	size_t n = strlen(who);

	if (c - tag + (ptrdiff_t)n > TAG || strncmp(c, who, n) != 0 ||
	    strncmp(c + n, ": ", 2) != 0)
		return NULL;
	return c + n + 2;
}

const char *
sshlog_line_own(const char *line, const struct sshlog_line_ssh *ssh)
{
	const char *tag = sshlog_line_debug(line) ? line + 8 : line, *c, *text;
	char who[TAG + 1];

	if ((c = sshlog_line_function(tag)) == NULL)
		return NULL;
	c += strspn(c, NAME) + 3;
	c += strspn(c, "0123456789");
	snprintf(who, sizeof who, " (pid=%ld)", ssh->pid);
	if ((text = sshlog_line_after(tag, c, who)) != NULL)
		return text;
	snprintf(who, sizeof who, " (bin=%s, pid=%ld)", ssh->bin, ssh->pid);
	return sshlog_line_after(tag, c, who);
}

bool
sshlog_line_by(const char *line, const char *function)
{
	const char *c = sshlog_line_function(sshlog_line_debug(line) ?
	    line + 8 : line);
	size_t n = strlen(function);

	return c != NULL && strncmp(c, function, n) == 0 && c[n] == '(';
}

/* --- what it means --- */

/* Lines about work that goes on, or somebody's connection that is not ours. */
static bool
sshlog_line_idle(const char *line)
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
	bool idle = own == NULL && sshlog_line_idle(line), by;
	bool debug = own != NULL && sshlog_line_debug(line);
	const char *text = own == NULL ? line : own;
	struct sshlog_line s;
	size_t i;

	/* What a server says there must not be taken for ssh's own. */
	if (idle)
		return (struct sshlog_line){ .hollow = true };
	for (i = 0; i < sizeof known / sizeof *known; i++) {
		if (strstr(text, known[i].part) == NULL)
			continue;
		by = own != NULL && known[i].by != NULL &&
		    sshlog_line_by(line, known[i].by);
		if (!by && (known[i].only || debug))
			continue;
		s = known[i].saying;
		s.own = own != NULL;
		s.sure = by;
		return s;
	}
	return (struct sshlog_line){ .own = own != NULL, .debug = debug,
	    .hollow = debug };
}
