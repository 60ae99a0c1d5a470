/* SPDX-License-Identifier: ISC */
/* What sshp tells the user about forwards. */
#ifndef SSHP_FORWARDS_TEXT_H
#define SSHP_FORWARDS_TEXT_H

#include "sshp/forwarder.h"

/* What a person is told of forwards. */

#define FORWARDS_TEXT_TEXT 400	/* longer ones are cut */

/*
 * What goes behind "up in 0.4s": ", -R 8080 granted; -R 8081 is ...".  back:
 * only what is not as a person expects.  Returns text.
 */
char	*forwards_text_up(const struct forwarder *f, bool back,
	    char text[FORWARDS_TEXT_TEXT]);

/* The short of it, for tables: "-R 8080 held; -L 9090 refused", or "". */
void	forwards_text_missing(const struct forwarder *f, char *text,
	    size_t size);

/*
 * The port that each -R 0 was given, in their order, "40001 40002"; 0 for one
 * that is not there.  "" without any.
 */
void	forwards_text_ports(const struct forwarder *f, char *text, size_t size);

/* The ith is there at last.  Returns text. */
char	*forwards_text_late(const struct forwarder *f, size_t i, int64_t now,
	    char text[FORWARDS_TEXT_TEXT]);

#endif
