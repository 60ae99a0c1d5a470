/* SPDX-License-Identifier: ISC */
#ifndef RUN_HINT_H
#define RUN_HINT_H

#include "sys/log.h"

/*
 * Says why there is nothing to list: which hosts of the user's files have no
 * Persist, or how to start one that has.
 */
void	hint_say(const struct log *log);

#endif
