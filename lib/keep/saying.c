/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <string.h>

#include "keep/saying.h"

/*
 * Messages of OpenSSH 8.0 to 10.5 (ssh.c, sshconnect.c, sshconnect2.c,
 * clientloop.c, packet.c, kex.c); the first that is contained counts.
 */
static const struct {
	const char *part;
	struct saying saying;
} known[] = {
	{ ": Permission denied (", { .cause = CAUSE_DENIED } },
	{ "Too many authentication failures", { .cause = CAUSE_DENIED } },
	{ "Host key verification failed", { .cause = CAUSE_HOST_KEY } },
	{ "REMOTE HOST IDENTIFICATION HAS CHANGED",
	    { .cause = CAUSE_HOST_KEY } },
	{ "Unable to negotiate with", { .cause = CAUSE_WRONG } },
	{ "Protocol major versions differ", { .cause = CAUSE_WRONG } },
	{ "Bad configuration option", { .cause = CAUSE_WRONG } },
	{ "remote port forwarding failed for listen",
	    { .cause = CAUSE_FORWARD, .noise = true } },
	{ "remote forward failure for", { .cause = CAUSE_FORWARD,
	    .debug = true } },
	{ "Could not request local forwarding", { .cause = CAUSE_FORWARD,
	    .noise = true } },
	{ "mux.c:mux_master_process_terminate():", { .cause = CAUSE_ASKED,
	    .debug = true } },
	{ "mux.c:mux_master_process_stop_listening():", { .cause = CAUSE_ASKED,
	    .debug = true } },
	{ "remote forward success for", { .forward = true, .debug = true } },
	{ "Could not resolve hostname", { .cause = CAUSE_UNANSWERED } },
	{ ": Connection refused", { .cause = CAUSE_REFUSED } },
	{ ": Connection timed out", { .cause = CAUSE_UNANSWERED } },
	{ ": No route to host", { .cause = CAUSE_UNANSWERED } },
	{ ": Network is unreachable", { .cause = CAUSE_UNANSWERED } },
	{ "kex_exchange_identification: ", { .cause = CAUSE_CLOSED,
	    .noise = true } },
	{ "Connection timed out during banner exchange",
	    { .cause = CAUSE_UNANSWERED, .noise = true } },
	{ "Connection closed by UNKNOWN port ", { .cause = CAUSE_CLOSED,
	    .noise = true, .hollow = true } },
	{ "Connection to UNKNOWN port ", { .cause = CAUSE_CLOSED,
	    .noise = true, .hollow = true } },
	{ "client_loop: send disconnect: ", { .cause = CAUSE_CLOSED,
	    .noise = true } },
	{ "ssh_dispatch_run_fatal: ", { .cause = CAUSE_CLOSED,
	    .noise = true } },
	{ " closed by remote host.", { .cause = CAUSE_CLOSED,
	    .noise = true } },
	{ "Timeout, server ", { .cause = CAUSE_DEAD, .noise = true } },
	{ "Connection reset by ", { .cause = CAUSE_CLOSED } },
	{ "Connection closed by ", { .cause = CAUSE_CLOSED } },
	{ ": Broken pipe", { .cause = CAUSE_CLOSED, .noise = true } },
};

/* Behind LogVerbose's tag; NULL: the line has none. */
static const char *
saying_untagged(const char *line)
{
	const char *call = strstr(line, "():");
	const char *in, *end;

	if (call == NULL)
		return NULL;
	in = call + 3 + strspn(call + 3, "0123456789");
	/* Since 10.0 it has the program, whose path may hold anything. */
	if (strncmp(in, " (bin=", 6) == 0)
		in = strstr(in, ", pid=");
	else if (strncmp(in, " (pid=", 6) != 0)
		return NULL;
	end = in == NULL ? NULL : strstr(in, "): ");
	return end == NULL ? NULL : end + 3;
}

bool
saying_tagged(const char *line)
{
	return saying_untagged(line) != NULL;
}

const char *
saying_text(const char *line)
{
	const char *text = saying_untagged(line);

	/* A "debug1: " before it is the user's, who is to see it whole. */
	return text == NULL || strchr(line, ' ') < strstr(line, "():") ?
	    line : text;
}

/* Lines about work that goes on, or somebody's connection that is not ours. */
static bool
saying_idle(const char *line)
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

struct saying
saying_read(const char *line)
{
	bool idle = saying_idle(line);
	size_t i;

	/* What a server says there must not be taken for ssh's own. */
	if (idle && strncmp(line, "debug", 5) != 0)
		return (struct saying){ .hollow = true };
	for (i = 0; i < sizeof known / sizeof *known; i++)
		if ((!idle || known[i].saying.debug) &&
		    strstr(line, known[i].part) != NULL)
			return known[i].saying;
	return (struct saying){ .hollow = idle };
}
