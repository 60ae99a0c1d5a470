/* SPDX-License-Identifier: ISC */
/* Reads files, blocks and lines into an evaluation. */
#ifndef CONF_READCONF_H
#define CONF_READCONF_H

#include "conf/evaluation.h"

/* Files on their way into an evaluation, for reading.c and include.c. */

enum { READCONF_RECENT = 64 };

/* A file being read. */
struct readconf {
	struct evaluation *e;
	struct origin at;
	struct line line;
	const char *raw;	/* the same as it stands in the file */
	size_t raw_len;
	bool active;		/* the block applies */
	bool never;		/* its Include stands in one that does not */
	int depth, bad;
	enum keyword recent[READCONF_RECENT]; /* found lately, by their names */
	struct origin block;	/* the last Host or Match */
	const char *why;	/* it does not apply */
};

/* The lines of a file, that len bytes are. */
enum outcome	reading_file(struct readconf *r, const char *text, size_t len);

/* A complaint about the line: text, and word in quotes unless it is NULL. */
enum outcome	reading_bad(const struct readconf *r, const char *text,
		    const char *word);

/* Tells whoever wants to know what became of the line. */
void	reading_tell(const struct readconf *r, enum heard_what what,
	    enum keyword k);

/* The line applies: ssh is to read it, too. */
void	reading_applied(const struct readconf *r);

/* --- unknown.c: what only the installed ssh knows --- */

/*
 * The line's keyword is in doubt (source_doubts()).  *k stays if ssh has it;
 * else it becomes KEYWORDS, and all is done.
 */
enum outcome	unknown_line(struct readconf *r, enum keyword *k);

/* We reject the line's value.  True if ssh accepts it, and then it is set. */
bool	unknown_value(struct readconf *r);

/* The line is an Include. */
enum outcome	include_line(struct readconf *r);

#endif
