/* SPDX-License-Identifier: ISC */
/* Draws a random number. */
#ifndef SYS_RANDOMNESS_H
#define SYS_RANDOMNESS_H

#include <stdint.h>

/* A random number, all of uint32_t; every process draws another one. */
uint32_t	randomness_draw(void);

#endif
