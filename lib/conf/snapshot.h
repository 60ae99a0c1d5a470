/* SPDX-License-Identifier: ISC */
/* Writes the lines that applied as one file for ssh. */
#ifndef CONF_SNAPSHOT_H
#define CONF_SNAPSHOT_H

#include "base/words.h"
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

/*
 * An evaluation as a list of texts.  The process that made it sends it to
 * another process that runs the same program.
 */

/* Received texts, one after the other, each with its NUL. */
struct texts {
	const char *at, *end;
};

/* The next text; NULL: there is none. */
const char	*texts_next(struct texts *t);

/* Adds the texts of c to w. */
void	snapshot_pack(struct words *w, const struct config *c);

/* Reads c from texts; 0, or -1 if the texts are wrong or memory ran out. */
int	snapshot_unpack(struct config *c, struct texts *t);

#endif
