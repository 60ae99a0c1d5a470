/* SPDX-License-Identifier: ISC */
/* Prints metrics for Prometheus, and JSON. */
#ifndef SSHPCTL_METRICS_H
#define SSHPCTL_METRICS_H

#include "base/pool.h"
#include "sshpctl/client.h"

/*
 * Writes the metrics of all connections in Prometheus' text format to standard
 * output, or to file (atomic_file_replace()).  Returns 0, or -1 and errno.  The
 * names of metrics must not change.
 */
int	metrics_write(struct client *s, const char *file);

/* The figures of a path as a JSON object or null, in p. */
const char	*metrics_json_path(struct pool *p,
		    const struct path_figures *f);

/* Prints the chosen connections as JSON. */
void	metrics_json(const struct client *s);

#endif
