/* SPDX-License-Identifier: ISC */
#ifndef SYS_SUSPEND_H
#define SYS_SUSPEND_H

#include <stdbool.h>
#include <stdint.h>

/* Notices that the machine slept, without looking again and again. */
struct resume {
	int fd;			/* readable when it may have slept, or -1 */
	int64_t slept;		/* ms asleep since boot, as last seen */
};

void	resume_open(struct resume *r);

/* True if the machine slept since this was last asked. */
bool	resume_slept(struct resume *r);

void	resume_close(struct resume *r);

#endif
