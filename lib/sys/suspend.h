/* SPDX-License-Identifier: ISC */
/* Notices that the machine was suspended. */
#ifndef SYS_SUSPEND_H
#define SYS_SUSPEND_H

#include <stdbool.h>
#include <stdint.h>

/* Notices a suspend without polling. */
struct suspend {
	int fd;			/* readable when it may have slept, or -1 */
	int64_t slept;		/* ms asleep since boot, at the last check */
};

void	suspend_open(struct suspend *r);

/* True if the machine slept since the last call; only Linux can tell. */
bool	suspend_slept(struct suspend *r);

void	suspend_close(struct suspend *r);

#endif
