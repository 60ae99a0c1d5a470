/* SPDX-License-Identifier: ISC */
/* Memory that is freed all at once. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct pool {
	struct pool_block *block;	/* the newest */
	bool failed;			/* memory ran out: something is NULL */
};

/* n bytes, aligned for anything and zero; NULL if memory ran out. */
void	*pool_get(struct pool *p, size_t n);

/* The first n bytes of text, NUL behind them; NULL if memory ran out. */
char	*pool_copy(struct pool *p, const char *text, size_t n);

/* A text as printf(3) makes it; NULL if memory ran out. */
char	*pool_text(struct pool *p, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

void	pool_free(struct pool *p);

#endif
