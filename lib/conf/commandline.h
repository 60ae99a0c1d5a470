/* SPDX-License-Identifier: ISC */
/* Parses ssh's command line as ssh does, and writes it again. */
#ifndef CONF_COMMANDLINE_H
#define CONF_COMMANDLINE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Reads ssh(1)'s command line as ssh does (ssh.c, main).  BSD getopt stops at
 * the first word that is not an option, and ssh starts it again after the
 * destination.  Texts point into the parsed argv, which must stay valid.
 */

/* An option; value is NULL if the option takes none. */
struct commandline_option {
	char letter;
	const char *value;
};

/* What ssh does with the command line. */
enum commandline_mode {
	COMMANDLINE_SESSION,	/* there is a destination */
	COMMANDLINE_OTHER,	/* -V or -Q: ssh prints, and stops reading */
	COMMANDLINE_WRONG	/* ssh reports an error */
};

struct commandline {
	enum commandline_mode mode;
	struct commandline_option *option; /* in the order of the line */
	size_t options;
	const char *destination;	/* as typed: [user@]host or ssh://... */
	size_t before;			/* options before the destination */
	char *const *command;		/* the remote command's words */
	size_t words;
};

/* The release of the ssh that will read the line: 9.2 is { 9, 2 }. */
struct commandline_release {
	int major, minor;
};

/*
 * True if argv may have an option letter that newer releases added.  Only then
 * the release matters for commandline_parse().
 */
bool	commandline_new(char *const *argv);

/*
 * Parses argv[1..argc).  Returns 0, or -1 if memory ran out.  If ssh would
 * reject the line, the result is 0 and mode is COMMANDLINE_WRONG.
 */
int	commandline_parse(struct commandline *c, int argc, char *const *argv,
	    struct commandline_release release);

/*
 * Returns the line as a new argv for free(3), with ssh as argv[0]; NULL if
 * memory ran out.  The texts are those of c.  A parse of it gives the same c.
 * The destination keeps its place among the options, because ssh takes the
 * first user and the first port.
 */
char	**commandline_emit(const struct commandline *c, const char *ssh);

/* The last value of the option, "" for a flag; NULL if the line lacks it. */
const char	*commandline_option(const struct commandline *c, char letter);

void	commandline_free(struct commandline *c);

#endif
