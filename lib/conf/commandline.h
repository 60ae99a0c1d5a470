/* SPDX-License-Identifier: ISC */
/* Parses ssh's command line as ssh does, and writes it again. */
#ifndef CONF_COMMANDLINE_H
#define CONF_COMMANDLINE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * ssh(1)'s command line, read as ssh reads it (ssh.c, main): BSD getopt, which
 * stops at the first word that is no option and is begun once more behind the
 * destination.  Texts point into the argv that was parsed, which must live.
 */

/* An option as it was met; value is NULL for one that takes none. */
struct commandline_option {
	char letter;
	const char *value;
};

/* Why there is, or is not, a session to speak of. */
enum commandline_mode {
	COMMANDLINE_SESSION,	/* there is a destination */
	COMMANDLINE_OTHER,	/* -V or -Q: ssh prints, and reads no further */
	COMMANDLINE_WRONG	/* ssh will say what is wrong with it */
};

struct commandline {
	enum commandline_mode mode;
	struct commandline_option *option; /* in their order */
	size_t options;
	const char *destination;	/* as typed: [user@]host or ssh://... */
	size_t before;			/* as many options stand before it */
	char *const *command;		/* the remote command's words */
	size_t words;
};

/* The release of ssh that will read the line: 9.2 is { 9, 2 }. */
struct commandline_release {
	int major, minor;
};

/*
 * True if argv might have a letter that newer releases added, so that it
 * matters which one will read it.
 */
bool	commandline_new(char *const *argv);

/*
 * Parses argv[1..argc).  Returns 0, or -1 if memory ran out.  What ssh itself
 * would reject is not an error here: mode says so.
 */
int	commandline_parse(struct commandline *c, int argc, char *const *argv,
	    struct commandline_release release);

/*
 * The line as a new argv, argv[0] being ssh; its texts are those of c.  Parsed
 * again it gives the same c, and the destination where it stood, for ssh takes
 * the first user and the first port.  NULL if memory ran out; for free(3).
 */
char	**commandline_emit(const struct commandline *c, const char *ssh);

/* The last value of the option, "" for a flag; NULL if it is not there. */
const char	*commandline_option(const struct commandline *c, char letter);

void	commandline_free(struct commandline *c);

#endif
