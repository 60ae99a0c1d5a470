/* SPDX-License-Identifier: ISC */
#include "sshp/sshlog.h"
#include "sys/descriptors.h"

static void
sshlog_byte(struct sshlog *h, char c, void (*line)(void *, const char *),
    void *arg)
{
	if (c != '\n') {
		if (c != '\r' && c != '\0' && h->n < sizeof h->line - 1)
			h->line[h->n++] = c;
		return;
	}
	h->line[h->n] = '\0';
	h->n = 0;
	line(arg, h->line);
	h->first = false;
}

enum { MESSAGES = 64 };

/* A whole pipe; otherwise a later read could begin inside of a message. */
static char text[65536];

void
sshlog_read(struct sshlog *h, void (*line)(void *, const char *), void *arg)
{
	size_t bytes = 0;
	ssize_t n, i, reads;

	for (reads = 0; reads < MESSAGES && bytes < sizeof text &&
	    h->fd != -1; reads++) {
		if ((n = descriptors_read(h->fd, text, sizeof text)) <= 0)
			return;
		h->first = h->n == 0;
		for (i = 0; i < n; i++)
			sshlog_byte(h, text[i], line, arg);
		bytes += (size_t)n;
	}
}
