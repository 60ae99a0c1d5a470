/* SPDX-License-Identifier: ISC */
/* Provides locked memory for passwords. */
#ifndef SYS_SECMEM_H
#define SYS_SECMEM_H

#include <stddef.h>

/*
 * Memory for secrets.  It is locked, is not in core dumps, and children do not
 * inherit it.  Other processes of our user cannot read our memory
 * (PR_SET_DUMPABLE).
 */
struct secmem {
	char *at;		/* NULL: not open */
	size_t size, mapped;	/* size of a slot, and of all memory; bytes */
	size_t slots;		/* number of slots */
};

/* Makes slots of size bytes each, filled with zeros; 0, or -1 and errno. */
int	secmem_open(struct secmem *v, size_t slots, size_t size);

char	*secmem_slot(const struct secmem *v, size_t slot);

/* Wipes a slot. */
void	secmem_wipe(const struct secmem *v, size_t slot);

/* Wipes all slots and frees the memory. */
void	secmem_close(struct secmem *v);

#endif
