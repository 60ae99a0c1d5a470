/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "supervise/sshlog_forward.h"

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
} known[] = {
	/* ssh -O forward has its exit status. */
	{ "mux_master_process_open_fwd: requested ", SSHLOG_FORWARD_KNOWN,
	    NULL },
	{ "mux_confirm_remote_forward: ", SSHLOG_FORWARD_KNOWN, NULL },
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
	for (i = 0; i < sizeof known / sizeof *known; i++) {
		if ((at = strstr(line, known[i].part)) == NULL)
			continue;
		if (known[i].rest != NULL)
			a = known[i].rest(at + strlen(known[i].part));
		a.about = known[i].about;
		return a;
	}
	return a;
}
