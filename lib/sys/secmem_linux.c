/* SPDX-License-Identifier: ISC */
/* By mlock(2), and kept out of core dumps. */
#include "sys/secmem.h"

#ifdef __linux__
#include <sys/mman.h>
#include <sys/prctl.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "compat/compat.h"

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
#endif
