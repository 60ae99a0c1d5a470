/* SPDX-License-Identifier: ISC */
#ifdef __linux__
#include <sys/mman.h>
#include <sys/prctl.h>
#endif

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "compat/compat.h"
#include "sys/secmem.h"

#ifdef __linux__
int
secmem_open(struct secmem *v, size_t slots, size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t all = (slots * size + page - 1) / page * page;
	int error;
	char *at;

	*v = (struct secmem){ .at = NULL };
	at = mmap(NULL, all, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED)
		return -1;
	if (mlock(at, all) == -1 || madvise(at, all, MADV_DONTFORK) == -1 ||
	    madvise(at, all, MADV_DONTDUMP) == -1 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1) {
		error = errno;
		munmap(at, all);
		errno = error;
		return -1;
	}
	*v = (struct secmem){ at, size, all, slots };
	return 0;
}

void
secmem_close(struct secmem *v)
{
	if (v->at == NULL)
		return;
	explicit_bzero(v->at, v->mapped);
	munmap(v->at, v->mapped);
	v->at = NULL;
}
#else
/* Nor can this system prove which process asks (peer.h). */
int
secmem_open(struct secmem *v, size_t slots, size_t size)
{
	(void)slots;
	(void)size;
	*v = (struct secmem){ .at = NULL };
	errno = ENOSYS;
	return -1;
}

void
secmem_close(struct secmem *v)
{
	(void)v;
}
#endif

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
