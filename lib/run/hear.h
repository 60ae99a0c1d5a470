/* SPDX-License-Identifier: ISC */
#ifndef RUN_HEAR_H
#define RUN_HEAR_H

#include <stddef.h>

/* Lines out of a descriptor that is read as they come. */
struct hear {
	int fd;			/* non-blocking */
	size_t n;		/* bytes of the line that is not whole yet */
	char line[1024];	/* longer ones are cut */
};

/*
 * Reads all there is and calls line for each whole line, without its end.
 */
void	hear_read(struct hear *h, void (*line)(void *, const char *),
	    void *arg);

#endif
