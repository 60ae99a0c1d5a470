/* SPDX-License-Identifier: ISC */
/* Prints settings as ssh -G does. */
#ifndef CONF_SHOW_H
#define CONF_SHOW_H

#include "base/words.h"
#include "conf/config.h"

/*
 * Adds the lines of "ssh -G" to out.  standard is the output of the installed
 * ssh without any settings: its defaults, for the keywords that it prints.
 */
void	show_lines(struct words *out, struct config *c,
	    const struct config_source *s, const char *standard);

/*
 * The lines as a JSON object: each keyword with an array of its values.  p owns
 * the text; NULL if memory ran out.
 */
const char	*show_json(struct pool *p, const struct words *lines);

/* Adds only the lines of extension keywords. */
void	show_persist(struct words *out, struct config *c,
	    const struct config_source *s);

/*
 * A value as ssh prints it.  standard is the default, to which a list of
 * algorithms may refer.  NULL if memory ran out.
 */
const char	*show_value(struct pool *p, const struct config_source *s,
		    enum keyword k, const struct value *v,
		    const char *standard);

/* The default of keyword k in standard, owned by p; NULL: there is none. */
const char	*show_standard(struct pool *p, const char *standard,
		    enum keyword k);

#endif
