/* SPDX-License-Identifier: ISC */
#include <unistd.h>

void	probe(void);

void
probe(void)
{
	closefrom(3);
}
