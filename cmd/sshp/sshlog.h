/* SPDX-License-Identifier: ISC */
/* Splits ssh's log into lines. */
#ifndef SSHP_SSHLOG_H
#define SSHP_SSHLOG_H

#include <stdbool.h>
#include <stddef.h>

/* Splits the bytes from a descriptor into lines. */
struct sshlog {
	int fd;			/* non-blocking */
	bool first;		/* the line is the first of one write, if the
				   pipe keeps writes apart */
	size_t n;		/* bytes of the incomplete line */
	char line[1024];	/* longer lines are cut */
};

/*
 * Reads the content of a pipe, or 64 messages if the pipe keeps writes apart
 * (sys/log_pipe.h).  Calls line for each whole line, without the newline.  Does
 * not read what arrives meanwhile, because an endless writer must not block
 * the loop.
 */
void	sshlog_read(struct sshlog *h, void (*line)(void *, const char *),
	    void *arg);

#endif
