/* SPDX-License-Identifier: ISC */
#ifndef RUN_HERALD_H
#define RUN_HERALD_H

#include "keep/session.h"
#include "sys/manager.h"

/* The session has given orders, and why: what the service manager is told. */
void	herald_orders(struct manager *m, const struct session *s,
	    unsigned orders, const char *why);

#endif
