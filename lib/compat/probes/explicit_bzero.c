/* SPDX-License-Identifier: ISC */
#include <string.h>

void	probe(void *secret);

void
probe(void *secret)
{
	explicit_bzero(secret, 1);
}
