/* SPDX-License-Identifier: ISC */
#ifndef SYS_CHANCE_H
#define SYS_CHANCE_H

#include <stdint.h>

/* A number that no other process will draw as well: all of uint32_t. */
uint32_t	chance_draw(void);

#endif
