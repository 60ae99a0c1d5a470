/* SPDX-License-Identifier: ISC */
/* Expands tokens, ${ENV} and ~. */
#ifndef CONF_TOKEN_H
#define CONF_TOKEN_H

#include "conf/evaluator_callbacks.h"

/* ssh_config(5), TOKENS and ENVIRONMENT VARIABLES. */

/* What stands for %c is of[c]; NULL where there is no such token. */
struct tokens {
	const char *of[128];
};

enum token_kind {
	TOKEN_PERCENT = 1,
	TOKEN_DOLLAR = 2	/* ${ENV} */
};

/*
 * Expands text.  t may be NULL without TOKEN_PERCENT.  Returns it; or NULL,
 * when the complaint has been made.
 */
const char	*token_expand(struct pool *p, const struct config_source *s,
		    const struct tokens *t, enum token_kind kind,
		    const char *text);

/* The same; *missing: it is well formed, but a variable of it is not set. */
const char	*token_expand_all(struct pool *p,
		    const struct config_source *s, const struct tokens *t,
		    enum token_kind kind, const char *text, bool *missing);

/* A leading ~ or ~user by the passwd file; NULL and a complaint if unknown. */
const char	*token_tilde(struct pool *p, const struct config_source *s,
		    const char *text);

/* What %C is: SHA-1 of the local host's name, host, port, user, jump hosts. */
const char	*token_connection(struct pool *p, const char *local,
		    const char *host, const char *port, const char *user,
		    const char *jump);

#endif
