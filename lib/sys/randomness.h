/* SPDX-License-Identifier: ISC */
/* A random number. */
#ifndef SYS_RANDOMNESS_H
#define SYS_RANDOMNESS_H

#include <stdint.h>

/* A number that no other process will draw as well: all of uint32_t. */
uint32_t	randomness_draw(void);

#endif
