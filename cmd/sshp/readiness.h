/* SPDX-License-Identifier: ISC */
#ifndef SSHP_READINESS_H
#define SSHP_READINESS_H

#include "supervise/session.h"
#include "sys/service_manager.h"

/* The session has given orders, and why: what the service manager is told. */
void	readiness_orders(struct service_manager *m, const struct session *s,
	    unsigned orders, const char *why);

#endif
