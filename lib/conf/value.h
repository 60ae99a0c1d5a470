/* SPDX-License-Identifier: ISC */
/* Parses a value by its type. */
#ifndef CONF_VALUE_H
#define CONF_VALUE_H

#include "conf/evaluator_callbacks.h"
#include "conf/line.h"

/* A line whose value is being read into the settings. */
struct taking {
	struct settings *s;
	const struct config_source *source;
	const struct line *line;
	struct origin at;
	enum keyword k;		/* not an alias */
	bool active;		/* its block applies */
	size_t next;		/* index of the next word */
	enum heard_what heard;	/* its effect */
};

enum outcome {
	TAKEN,
	BAD_LINE,		/* ssh counts it, and stops after the file */
	FATAL,			/* ssh stops here */
	OURS			/* error in an extension keyword */
};

/*
 * Reads the words of a line, complains as ssh does, and sets the value if the
 * block applies.
 */
enum outcome	value_take(struct taking *t);

/* True if every ssh accepts these len bytes, a plain word, as a value of k. */
bool	value_harmless(enum keyword k, const char *word, size_t len);

/* --- evaluation.c: for functions that read words --- */

/* The next word; NULL if there is none. */
const char	*taking_word(struct taking *t);

/* The next word; NULL and "Missing argument." if there is none, or it is "". */
const char	*taking_must(struct taking *t);

/* Complains about the line, "FILE line N: ...", formatted as by printf(3). */
enum outcome	taking_bad(const struct taking *t, const char *fmt, ...)
		    __attribute__((format(printf, 2, 3)));

/* Sets the value if the block applies and nothing was set before. */
void	taking_set(struct taking *t, enum keyword k, const char *text);

/* A copy of word that is valid as long as the settings. */
const char	*taking_copy(struct taking *t, const char *word);

/* --- one of several words; conf/value_choice.c --- */

enum outcome	take_choice(struct taking *t);
enum outcome	take_level(struct taking *t);
enum outcome	take_facility(struct taking *t);
enum outcome	take_hash(struct taking *t);
enum outcome	take_add_keys(struct taking *t);
enum outcome	take_agent(struct taking *t);
enum outcome	take_forward_agent(struct taking *t);

/* --- numbers; conf/value.c --- */

enum outcome	take_time(struct taking *t);
enum outcome	take_number(struct taking *t);
enum outcome	take_port(struct taking *t);
enum outcome	take_control_persist(struct taking *t);
enum outcome	take_mask(struct taking *t);
enum outcome	take_rekey(struct taking *t);
enum outcome	take_ipqos(struct taking *t);
enum outcome	take_tunnel_device(struct taking *t);
enum outcome	take_obscure(struct taking *t);

/* --- forwards; conf/forward.c --- */

enum outcome	take_forward(struct taking *t);

/* --- keywords with several words or values; conf/values.c --- */

enum outcome	take_files(struct taking *t);
enum outcome	take_revoked_files(struct taking *t);
enum outcome	take_verbose(struct taking *t);
enum outcome	take_permit(struct taking *t);
enum outcome	take_send_env(struct taking *t);
enum outcome	take_set_env(struct taking *t);
enum outcome	take_domains(struct taking *t);
enum outcome	take_cnames(struct taking *t);
enum outcome	take_identity(struct taking *t);
enum outcome	take_channel_timeout(struct taking *t);

/* --- lists of algorithms; conf/value_choice.c --- */

enum outcome	take_algorithms(struct taking *t);

/* The list that has the names of keyword k. */
enum source_list	algorithms_list(enum keyword k);

/*
 * Applies value, which is +names, -patterns, ^names or names, to the default,
 * standard.  Returns the resulting list; NULL if memory ran out.
 */
const char	*algorithms_assemble(struct pool *p,
		    const struct config_source *s, enum keyword k,
		    const char *value, const char *standard);

#endif
