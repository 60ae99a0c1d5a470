/* SPDX-License-Identifier: ISC */
/* Formats the messages about forwards. */
#ifndef SSHP_FORWARDS_TEXT_H
#define SSHP_FORWARDS_TEXT_H

#include "sshp/forwarder.h"

#define FORWARDS_TEXT_TEXT 500	/* longer ones are cut */

/*
 * The text after "up in 0.4s": ", -R 8080 granted; -R 8081 is ...".  back: only
 * what the user does not expect.  Returns text.
 */
char	*forwards_text_up(const struct forwarder *f, bool back,
	    char text[FORWARDS_TEXT_TEXT]);

/* Short form for tables: "-R 8080 in use; -L 9090 refused", or "". */
void	forwards_text_missing(const struct forwarder *f, char *text,
	    size_t size);

/*
 * The port that the server assigned to each -R 0, in order: "40001 40002".  The
 * port of a forward that is not up is 0.  "" without any -R 0.
 */
void	forwards_text_ports(const struct forwarder *f, char *text, size_t size);

/*
 * What became of the last edit: "opened -L 9090; closed -R 8080", refusals
 * first, or "" if no forward changed.  Returns text.
 */
char	*forwards_text_edit(const struct forwarder *f,
	    char text[FORWARDS_TEXT_TEXT]);

/* Forward i came up after a refusal: formats after how long.  Returns text. */
char	*forwards_text_late(const struct forwarder *f, size_t i, int64_t now,
	    char text[FORWARDS_TEXT_TEXT]);

#endif
