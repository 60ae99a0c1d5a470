/* SPDX-License-Identifier: ISC */
/* Makes tunnels start at boot or login: sshpctl enable, disable, start. */
#ifndef SSHPCTL_SERVICE_H
#define SSHPCTL_SERVICE_H

#include "sshpctl/sshpctl.h"

/* The commands; each returns the exit status. */
int	service_enable(struct ctl *c);
int	service_disable(struct ctl *c);
int	service_start(struct ctl *c);

#endif
