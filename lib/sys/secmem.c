/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "compat/compat.h"
#include "sys/secmem.h"

char *
secmem_slot(const struct secmem *v, size_t slot)
{
	return v->at + slot * v->size;
}

void
secmem_wipe(const struct secmem *v, size_t slot)
{
	explicit_bzero(secmem_slot(v, slot), v->size);
}
