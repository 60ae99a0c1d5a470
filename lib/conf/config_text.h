/* SPDX-License-Identifier: ISC */
/* Sends an evaluation as text from one process to another. */
#ifndef CONF_CONFIG_TEXT_H
#define CONF_CONFIG_TEXT_H

#include "base/words.h"
#include "conf/config.h"

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
void	config_write(struct words *w, const struct config *c);

/* Reads c from texts; 0, or -1 if the texts are wrong or memory ran out. */
int	config_read(struct config *c, struct texts *t);

#endif
