/* SPDX-License-Identifier: ISC */
/* Expands tokens, ${ENV} and ~. */
#ifndef CONF_TOKEN_H
#define CONF_TOKEN_H

#include "conf/evaluator_callbacks.h"

/* ssh_config(5), TOKENS and ENVIRONMENT VARIABLES. */

/* of[c] is the text of token %c; NULL: there is no such token. */
struct tokens {
	const char *of[128];
};

enum token_kind {
	TOKEN_PERCENT = 1,
	TOKEN_DOLLAR = 2	/* ${ENV} */
};

/*
 * Expands text.  t may be NULL without TOKEN_PERCENT.  Returns the new text; or
 * NULL after a complaint.
 */
const char	*token_expand(struct pool *p, const struct config_source *s,
		    const struct tokens *t, enum token_kind kind,
		    const char *text);

/* The same; *missing: the text is correct, but a variable is not set. */
const char	*token_expand_all(struct pool *p,
		    const struct config_source *s, const struct tokens *t,
		    enum token_kind kind, const char *text, bool *missing);

/* Expands ~ or ~user at the start; NULL and a complaint for an unknown user. */
const char	*token_tilde(struct pool *p, const struct config_source *s,
		    const char *text);

/* The text of %C: SHA-1 of local host name, host, port, user, jump hosts. */
const char	*token_connection(struct pool *p, const char *local,
		    const char *host, const char *port, const char *user,
		    const char *jump);

#endif
