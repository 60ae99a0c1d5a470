/* SPDX-License-Identifier: ISC */
#ifndef SYS_SECMEM_H
#define SYS_SECMEM_H

#include <stddef.h>

/*
 * Memory for secrets: locked, in no core dump, not there after a fork; and
 * our memory can not be looked at by others of our user (PR_SET_DUMPABLE).
 */
struct vault {
	char *at;		/* NULL: not open */
	size_t size, mapped;	/* of a slot; of all, bytes */
	size_t slots;
};

/* Makes slots of size bytes each, all zero; 0, or -1 and errno. */
int	vault_open(struct vault *v, size_t slots, size_t size);

char	*vault_slot(const struct vault *v, size_t slot);

/* Wipes a slot. */
void	vault_wipe(const struct vault *v, size_t slot);

/* Wipes all of it, and gives it back. */
void	vault_close(struct vault *v);

#endif
