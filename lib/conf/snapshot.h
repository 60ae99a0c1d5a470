/* SPDX-License-Identifier: ISC */
/* Writes the lines that applied as one file for ssh. */
#ifndef CONF_SNAPSHOT_H
#define CONF_SNAPSHOT_H

#include "conf/config.h"

/*
 * The lines of ssh_config(5) that applied in an evaluation, as a file for
 * ssh's -F: ssh reads the same from it, and asks nobody.  Forwards are not in
 * it, nor is ClearAllForwardings: they go on the command line.
 *
 * The text, for free(3); NULL if memory ran out.
 */
char	*snapshot_text(const struct config *c);

#endif
