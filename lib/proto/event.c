/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/pairs.h"
#include "base/quote.h"
#include "proto/event.h"

static const char *const kinds[] = {
	[EVENT_NO_KIND] = "unknown", [EVENT_HELLO] = "hello",
	[EVENT_RESOLVED] = "resolved",
	[EVENT_CONNECTED] = "connected", [EVENT_BANNER] = "banner",
	[EVENT_FAILED] = "failed", [EVENT_VERDICT] = "verdict",
	[EVENT_CLOSED] = "closed", [EVENT_LOGIN] = "login",
	[EVENT_WAIT] = "wait", [EVENT_COUNTERS] = "counters",
	[EVENT_PATH] = "path",
};

static const struct pairs_field fields[] = {
	PAIR_WORD(event, "event", kind, kinds),
	PAIR_CAUSE(event, "cause", cause),
	PAIR_NUMBER(event, "protocol", protocol),
	PAIR_NUMBER(event, "attempt", attempt),
	PAIR_NUMBER(event, "pid", pid),
	PAIR_TEXT(event, "host", host),
	PAIR_TEXT(event, "port", port),
	PAIR_NUMBER(event, "silent", silent),
	PAIR_NUMBER(event, "quiet", quiet),
	PAIR_NUMBER(event, "wait", wait),
	PATH_FIGURES(event, path),
	PAIR_TEXT(event, "text", text),
};

size_t
event_encode(const struct event *e, char out[EVENT_SIZE])
{
	return pairs_write(fields, PAIRS(fields), e, out, EVENT_SIZE);
}

/* It is going to be shown, and nothing in it is to move a cursor. */
static void
tame(char *text, size_t size)
{
	char copy[sizeof ((struct event *)0)->text];

	memcpy(copy, text, size);
	quote_visible(text, size, copy, strlen(copy));
}

/* Sums of it must stay in bounds; 0: not known. */
static void
limit(int64_t *number)
{
	if (*number < 0 || *number > INT64_MAX / 4)
		*number = 0;
}

int
event_decode(struct event *e, const char *from, size_t n)
{
	*e = (struct event){ .kind = EVENT_NO_KIND };
	if (pairs_read(fields, PAIRS(fields), e, from, n) == -1 ||
	    e->kind == EVENT_NO_KIND)
		return -1;
	tame(e->host, sizeof e->host);
	tame(e->port, sizeof e->port);
	tame(e->text, sizeof e->text);
	limit(&e->attempt);
	limit(&e->pid);
	limit(&e->silent);
	limit(&e->quiet);
	path_figures_limit(&e->path);
	return 0;
}
