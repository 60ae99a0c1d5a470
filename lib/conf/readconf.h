/* SPDX-License-Identifier: ISC */
/* Reads files, blocks and lines into an evaluation. */
#ifndef CONF_READCONF_H
#define CONF_READCONF_H

#include "conf/evaluation.h"

/* State and functions that readconf.c, include.c and unknown.c share. */

enum { READCONF_RECENT = 64 };

/* A file being read. */
struct readconf {
	struct evaluation *e;
	struct origin at;
	struct line line;
	const char *raw;	/* the line as written in the file */
	size_t raw_len;
	bool active;		/* the block applies */
	bool never;		/* the block of its Include does not apply */
	int depth, bad;		/* of Includes; number of bad lines */
	enum keyword recent[READCONF_RECENT]; /* cache of found keywords */
	struct origin block;	/* the last Host or Match line */
	const char *why;	/* the block does not apply; see struct heard */
};

/* Reads the lines of a file: text of len bytes. */
enum outcome	reading_file(struct readconf *r, const char *text, size_t len);

/* Complains about the line: text, and word in quotes unless it is NULL. */
enum outcome	reading_bad(const struct readconf *r, const char *text,
		    const char *word);

/* Reports the effect of the line to heard(). */
void	reading_tell(const struct readconf *r, enum heard_what what,
	    enum keyword k);

/* Records that the line applies, so that ssh reads it, too. */
void	reading_applied(const struct readconf *r);

/* --- unknown.c: lines that only the installed ssh can judge --- */

/*
 * For a line with a keyword in doubt (source_doubts()).  *k stays if ssh has
 * the keyword; else *k becomes KEYWORDS, and the line is done.
 */
enum outcome	unknown_line(struct readconf *r, enum keyword *k);

/*
 * For a line with a value that we reject.  True if ssh accepts the value; then
 * it is set.
 */
bool	unknown_value(struct readconf *r);

/* For an Include line. */
enum outcome	include_line(struct readconf *r);

#endif
