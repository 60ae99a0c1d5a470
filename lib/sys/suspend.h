/* SPDX-License-Identifier: ISC */
/* Notices that the machine slept. */
#ifndef SYS_SUSPEND_H
#define SYS_SUSPEND_H

#include <stdbool.h>
#include <stdint.h>

/* Notices that the machine slept, without looking again and again. */
struct suspend {
	int fd;			/* readable when it may have slept, or -1 */
	int64_t slept;		/* ms asleep since boot, as last seen */
};

void	suspend_open(struct suspend *r);

/* True if the machine slept since this was last asked. */
bool	suspend_slept(struct suspend *r);

void	suspend_close(struct suspend *r);

#endif
