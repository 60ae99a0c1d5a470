/* SPDX-License-Identifier: ISC */
/* Prints metrics for Prometheus, and JSON. */
#ifndef SSHPCTL_METRICS_H
#define SSHPCTL_METRICS_H

#include "sshpctl/client.h"

/* What machines read. */

/*
 * Writes what is known of all in Prometheus' text format, to standard output
 * or to file (atomic_file_replace()).  Returns 0, or -1 and errno.  The names
 * are frozen.
 */
int	metrics_write(struct client *s, const char *file);

/* Prints those that were chosen as JSON. */
void	metrics_json(const struct client *s);

#endif
