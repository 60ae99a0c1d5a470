/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "supervise/sshlog_forward.h"

/* "[127.0.0.1]:8080: Address already in use", behind "bind ". */
static struct answer
answer_bind(const char *at)
{
	const char *close = *at == '[' ? strchr(at, ']') : NULL;
	struct answer a = { .about = ANSWER_ADDRESS, .where = at + 1 };

	if (close == NULL || close[1] != ':')
		return (struct answer){ .about = ANSWER_OTHER };
	a.len = (size_t)(close - at - 1);
	a.port = (int)strtol(close + 2, NULL, 10);
	a.why = strstr(close, ": ");
	a.why = a.why == NULL ? NULL : a.why + 2;
	return a;
}

/* "/a/path: Permission denied"; a path may hold anything but that. */
static struct answer
answer_path(const char *at)
{
	const char *p, *colon = NULL;
	struct answer a = { .where = at };

	for (p = strstr(at, ": "); p != NULL; p = strstr(p + 1, ": "))
		colon = p;
	a.len = colon == NULL ? strlen(at) : (size_t)(colon - at);
	a.why = colon == NULL ? NULL : colon + 2;
	return a;
}

static struct answer
answer_number(const char *at)
{
	return (struct answer){ .port = (int)strtol(at, NULL, 10) };
}

static const struct {
	const char *part;
	enum answer_about about;
	struct answer (*rest)(const char *);
} known[] = {
	/* ssh -O forward has its exit status. */
	{ "mux_master_process_open_fwd: requested ", ANSWER_KNOWN, NULL },
	{ "mux_confirm_remote_forward: ", ANSWER_KNOWN, NULL },
	{ "Allocated port ", ANSWER_PORT, answer_number },
	{ "remote forward success for: ", ANSWER_GRANTED, NULL },
	{ "remote forward failure for: ", ANSWER_REFUSED, NULL },
	{ "remote port forwarding failed for listen port ", ANSWER_NAMED,
	    answer_number },
	{ "remote port forwarding failed for listen path ", ANSWER_NAMED,
	    answer_path },
	{ "cannot listen to port: ", ANSWER_LOCAL, answer_number },
	{ "cannot bind to path ", ANSWER_LOCAL, answer_path },
	{ "Could not request local forwarding", ANSWER_KNOWN, NULL },
};

struct answer
answer_read(const char *line)
{
	struct answer a = { .about = ANSWER_OTHER };
	const char *at;
	size_t i;

	if (strncmp(line, "bind [", 6) == 0)
		return answer_bind(line + 5);
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
