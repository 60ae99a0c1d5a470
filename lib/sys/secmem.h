/* SPDX-License-Identifier: ISC */
/* Locked memory for passwords. */
#ifndef SYS_SECMEM_H
#define SYS_SECMEM_H

#include <stddef.h>

/*
 * Memory for secrets: locked, in no core dump, not there after a fork; and
 * our memory cannot be looked at by others of our user (PR_SET_DUMPABLE).
 */
struct secmem {
	char *at;		/* NULL: not open */
	size_t size, mapped;	/* of a slot; of all, bytes */
	size_t slots;
};

/* Makes slots of size bytes each, all zero; 0, or -1 and errno. */
int	secmem_open(struct secmem *v, size_t slots, size_t size);

char	*secmem_slot(const struct secmem *v, size_t slot);

/* Wipes a slot. */
void	secmem_wipe(const struct secmem *v, size_t slot);

/* Wipes all of it, and gives it back. */
void	secmem_close(struct secmem *v);

#endif
