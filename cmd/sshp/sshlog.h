/* SPDX-License-Identifier: ISC */
/* Splits what ssh writes to its log into lines. */
#ifndef SSHP_SSHLOG_H
#define SSHP_SSHLOG_H

#include <stdbool.h>
#include <stddef.h>

/* Lines out of a descriptor that is read as they come. */
struct sshlog {
	int fd;			/* non-blocking */
	bool first;		/* the line began what was written at once, if
				   the writes are kept apart */
	size_t n;		/* bytes of the line that is not whole yet */
	char line[1024];	/* longer ones are cut */
};

/*
 * Reads what a pipe holds, or 64 messages if they are kept apart
 * (sys/log_pipe.h), and calls line for each whole line, without its end.  More
 * may have come meanwhile: who writes without end does not keep us from the
 * rest.
 */
void	sshlog_read(struct sshlog *h, void (*line)(void *, const char *),
	    void *arg);

#endif
