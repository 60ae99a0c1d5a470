/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/visible.h"
#include "proto/event.h"

static const char *const kinds[] = {
	[EVENT_HELLO] = "hello", [EVENT_RESOLVED] = "resolved",
	[EVENT_CONNECTED] = "connected", [EVENT_BANNER] = "banner",
	[EVENT_FAILED] = "failed", [EVENT_VERDICT] = "verdict",
	[EVENT_CLOSED] = "closed", [EVENT_COUNTERS] = "counters",
};

static const char *const causes[] = {
	[EVENT_NONE] = "none", [EVENT_DNS_TEMPORARY] = "dns-temporary",
	[EVENT_DNS_NONE] = "dns-none", [EVENT_REFUSED] = "refused",
	[EVENT_UNANSWERED] = "unanswered", [EVENT_DENIED] = "denied",
	[EVENT_NOT_SSH] = "not-ssh",
	[EVENT_NO_BANNER] = "no-banner", [EVENT_PATH_DEAD] = "path-dead",
	[EVENT_LINGERS] = "lingers", [EVENT_BY_SERVER] = "by-server",
	[EVENT_BY_SSH] = "by-ssh", [EVENT_ADDRESS_GONE] = "address-gone",
	[EVENT_ROUTE_MOVED] = "route-moved", [EVENT_RESUMED] = "resumed",
	[EVENT_HANDSHAKE_STUCK] = "handshake-stuck",
	[EVENT_PEER_FROZEN] = "peer-frozen", [EVENT_SSH_WEDGED] = "ssh-wedged",
	[EVENT_OTHER] = "other",
};

/* A text that can't be taken for another key: its spaces are made visible. */
static void
field(char *out, size_t size, const char *from)
{
	char *at;

	visible(out, size, from, strlen(from));
	for (at = out; *at != '\0'; at++)
		if (*at == ' ')
			*at = '_';
}

size_t
event_encode(const struct event *e, char out[EVENT_SIZE])
{
	char host[sizeof e->host], port[sizeof e->port], text[800];
	int n;

	field(host, sizeof host, e->host);
	field(port, sizeof port, e->port);
	visible(text, sizeof text, e->text, strlen(e->text));
	n = snprintf(out, EVENT_SIZE, "event=%s cause=%s attempt=%ld pid=%ld "
	    "host=%s port=%s silent=%ld quiet=%ld text=%s", kinds[e->kind],
	    causes[e->cause], e->attempt, e->pid, host, port, e->silent,
	    e->quiet, text);
	return (size_t)(n < EVENT_SIZE ? n : EVENT_SIZE - 1);
}

/* The index of word in the list of n, or -1. */
static int
listed(const char *const *list, size_t n, const char *word)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return (int)i;
	return -1;
}

/* Enters one word; false if its value makes no sense. */
static bool
enter(struct event *e, const char *key, const char *value)
{
	int i;

	if (strcmp(key, "event") == 0) {
		i = listed(kinds, sizeof kinds / sizeof *kinds, value);
		e->kind = (enum event_kind)i;
		return i != -1;
	}
	if (strcmp(key, "cause") == 0) {
		i = listed(causes, sizeof causes / sizeof *causes, value);
		e->cause = i == -1 ? EVENT_OTHER : (enum event_cause)i;
	} else if (strcmp(key, "attempt") == 0) {
		e->attempt = strtol(value, NULL, 10);
	} else if (strcmp(key, "pid") == 0) {
		e->pid = strtol(value, NULL, 10);
	} else if (strcmp(key, "silent") == 0) {
		e->silent = strtol(value, NULL, 10);
	} else if (strcmp(key, "quiet") == 0) {
		e->quiet = strtol(value, NULL, 10);
	} else if (strcmp(key, "host") == 0) {
		snprintf(e->host, sizeof e->host, "%s", value);
	} else if (strcmp(key, "port") == 0) {
		snprintf(e->port, sizeof e->port, "%s", value);
	}
	return true;
}

/* As event_encode() leaves it: nothing that could move a cursor. */
static bool
plain(const char *from, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (from[i] < ' ' || from[i] > '~')
			return false;
	return true;
}

int
event_decode(struct event *e, const char *from, size_t n)
{
	char line[EVENT_SIZE], *at = line, *end, *value;

	if (n >= sizeof line || !plain(from, n))
		return -1;
	memcpy(line, from, n);
	line[n] = '\0';
	if (strncmp(line, "event=", 6) != 0)
		return -1;
	*e = (struct event){ .kind = EVENT_HELLO };
	for (; at != NULL && *at != '\0'; at = end) {
		if (strncmp(at, "text=", 5) == 0) {
			snprintf(e->text, sizeof e->text, "%s", at + 5);
			break;
		}
		if ((end = strchr(at, ' ')) != NULL)
			*end++ = '\0';
		if ((value = strchr(at, '=')) == NULL)
			return -1;
		*value++ = '\0';
		if (!enter(e, at, value))
			return -1;
	}
	return 0;
}
