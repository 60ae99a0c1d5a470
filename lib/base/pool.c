/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"

enum { BLOCK = 2048 - 64 };

struct pool_block {
	struct pool_block *older;
	size_t used, size;
	max_align_t byte[];
};

static struct pool_block *
pool_grow(struct pool *p, size_t n)
{
	size_t size = n > BLOCK ? n : BLOCK;
	struct pool_block *b = calloc(1, sizeof *b + size);

	if (b == NULL) {
		p->failed = true;
		return NULL;
	}
	b->size = size;
	b->older = p->block;
	p->block = b;
	return b;
}

void *
pool_get(struct pool *p, size_t n)
{
	const size_t align = sizeof(max_align_t);
	struct pool_block *b = p->block;
	void *got;

	n = (n + align - 1) / align * align;
	if ((b == NULL || b->size - b->used < n) &&
	    (b = pool_grow(p, n)) == NULL)
		return NULL;
	got = (char *)b->byte + b->used;
	b->used += n;
	return got;
}

char *
pool_copy(struct pool *p, const char *text, size_t n)
{
	char *copy = pool_get(p, n + 1);

	if (copy != NULL)
		memcpy(copy, text, n);
	return copy;
}

char *
pool_text(struct pool *p, const char *fmt, ...)
{
	va_list ap, twice;
	char *text = NULL;
	int len;

	va_start(ap, fmt);
	va_copy(twice, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	if (len >= 0 && (text = pool_get(p, (size_t)len + 1)) != NULL)
		vsnprintf(text, (size_t)len + 1, fmt, twice);
	va_end(twice);
	va_end(ap);
	return text;
}

void
pool_free(struct pool *p)
{
	struct pool_block *b, *older;

	for (b = p->block; b != NULL; b = older) {
		older = b->older;
		free(b);
	}
	*p = (struct pool){ .failed = p->failed };
}
