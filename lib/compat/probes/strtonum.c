/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

long long	probe(const char *text, const char **why);

long long
probe(const char *text, const char **why)
{
	return strtonum(text, 1, 2, why);
}
