/* SPDX-License-Identifier: ISC */
/* Writes the lines that applied as one file for ssh. */
#ifndef CONF_SNAPSHOT_H
#define CONF_SNAPSHOT_H

#include "conf/config.h"

/*
 * Returns the lines of ssh_config(5) that applied in an evaluation, as the text
 * of a file for ssh's -F.  ssh gets the same settings from it, without Match
 * exec and without the resolver.  Forwards and ClearAllForwardings are not in
 * it, because they go on the command line.
 *
 * The text is for free(3); NULL if memory ran out.
 */
char	*snapshot_text(const struct config *c);

#endif
