/* SPDX-License-Identifier: ISC */
#include "run/hear.h"
#include "sys/descriptors.h"

static void
hear_byte(struct hear *h, char c, void (*line)(void *, const char *),
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
}

void
hear_read(struct hear *h, void (*line)(void *, const char *), void *arg)
{
	char text[512];
	ssize_t n, i;

	while ((n = descriptors_read(h->fd, text, sizeof text)) > 0)
		for (i = 0; i < n; i++)
			hear_byte(h, text[i], line, arg);
}
