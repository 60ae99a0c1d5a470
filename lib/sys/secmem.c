/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "compat/compat.h"
#include "sys/secmem.h"

char *
vault_slot(const struct vault *v, size_t slot)
{
	return v->at + slot * v->size;
}

void
vault_wipe(const struct vault *v, size_t slot)
{
	explicit_bzero(vault_slot(v, slot), v->size);
}
