/* SPDX-License-Identifier: ISC */
/* Prints settings as ssh -G does. */
#ifndef CONF_SHOW_H
#define CONF_SHOW_H

#include "base/words.h"
#include "conf/config.h"

/* The settings in the format of "ssh -G". */

/*
 * Adds its lines to out.  standard is what the installed ssh printed for no
 * settings at all: its defaults, and which keywords it prints.
 */
void	show_lines(struct words *out, struct config *c,
	    const struct config_source *s, const char *standard);

/*
 * The lines as a JSON object: each keyword with an array of its values.  For
 * p to own; NULL if memory ran out.
 */
const char	*show_json(struct pool *p, const struct words *lines);

/* Adds the lines of extension keywords alone. */
void	show_persist(struct words *out, struct config *c,
	    const struct config_source *s);

/*
 * A value as ssh prints it; standard is the default, which an algorithm list
 * may build on.  NULL if memory ran out.
 */
const char	*show_value(struct pool *p, const struct config_source *s,
		    enum keyword k, const struct value *v,
		    const char *standard);

/* The default of keyword k in standard, for p to own; NULL: it has none. */
const char	*show_standard(struct pool *p, const char *standard,
		    enum keyword k);

#endif
