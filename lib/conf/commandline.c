/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "conf/commandline.h"

/* The position in argv, as in getopt(3). */
struct cursor {
	int argc;
	char *const *argv;
	int at;			/* index of the word */
	const char *rest;	/* rest of a cluster of flags, or NULL */
};

/* Letters of newer releases, oldest first; older ones do not know them. */
static const struct {
	char letter;
	bool valued;
	int major, minor;
} added[] = {
	{ 'P', true, 9, 4 },	/* a tag; earlier a flag without effect */
	{ 'Z', false, 10, 5 },
};

static bool
since(struct commandline_release r, int major, int minor)
{
	return r.major > major || (r.major == major && r.minor >= minor);
}

bool
commandline_new(char *const *argv)
{
	for (argv++; *argv != NULL; argv++)
		if (**argv == '-' && strpbrk(*argv, "PZ") != NULL)
			return true;
	return false;
}

enum kind { UNKNOWN, FLAG, VALUED };

static enum kind
kind_of(char letter, struct commandline_release release)
{
	static const char flags[] = "1246AaCfGgKkMNnPqsTtVvXxYy";
	static const char valued[] = "BbcDEeFIiJLlmOopQRSWw";
	size_t i;

	for (i = 0; i < sizeof added / sizeof *added; i++)
		if (letter == added[i].letter &&
		    since(release, added[i].major, added[i].minor))
			return added[i].valued ? VALUED : FLAG;
	if (letter == '\0')
		return UNKNOWN;
	return strchr(valued, letter) != NULL ? VALUED :
	    strchr(flags, letter) != NULL ? FLAG : UNKNOWN;
}

/* True if getopt would continue: the word is an option, not "--". */
static bool
cursor_option(struct cursor *c)
{
	const char *word;

	if (c->rest != NULL)
		return true;
	if (c->at >= c->argc)
		return false;
	word = c->argv[c->at];
	if (word[0] != '-' || word[1] == '\0')
		return false;
	c->at++;
	if (strcmp(word, "--") == 0)
		return false;
	c->rest = word + 1;
	return true;
}

/* Takes the next option into o; false if ssh would reject it. */
static bool
cursor_take(struct cursor *c, struct commandline_release release,
    struct commandline_option *o)
{
	enum kind kind = kind_of(*c->rest, release);

	*o = (struct commandline_option){ .letter = *c->rest++ };
	if (kind == VALUED && *c->rest != '\0') {
		o->value = c->rest;
		c->rest = NULL;
	} else if (kind == VALUED && c->at < c->argc) {
		o->value = c->argv[c->at++];
		c->rest = NULL;
	} else if (*c->rest == '\0') {
		c->rest = NULL;
	}
	return kind == FLAG || (kind == VALUED && o->value != NULL);
}

/* Takes all options at the cursor; false if the parse is over. */
static bool
commandline_options(struct commandline *c, struct cursor *at,
    struct commandline_release release)
{
	struct commandline_option *o;

	while (cursor_option(at)) {
		o = &c->option[c->options];
		if (!cursor_take(at, release, o)) {
			c->mode = COMMANDLINE_WRONG;
			return false;
		}
		c->options++;
		if (o->letter == 'V' || o->letter == 'Q') {
			c->mode = COMMANDLINE_OTHER;
			return false;
		}
	}
	return true;
}

/* True if the word before is "--", even as a value: ssh checks no more. */
static bool
terminated(const struct cursor *at, int first)
{
	return at->at > first && strcmp(at->argv[at->at - 1], "--") == 0;
}

int
commandline_parse(struct commandline *c, int argc, char *const *argv,
    struct commandline_release release)
{
	struct cursor at = { .argc = argc, .argv = argv, .at = 1 };
	size_t most = 1;
	bool ended, more;
	int i;

	for (i = 1; i < argc; i++)
		most += strlen(argv[i]);
	*c = (struct commandline){ .mode = COMMANDLINE_SESSION };
	if ((c->option = calloc(most, sizeof *c->option)) == NULL)
		return -1;
	more = commandline_options(c, &at, release);
	c->before = c->options;
	if (!more)
		return 0;
	ended = terminated(&at, 1);
	if (at.at >= argc) {
		c->mode = COMMANDLINE_WRONG;
		return 0;
	}
	c->destination = argv[at.at++];
	if (!ended && !commandline_options(c, &at, release))
		return 0;
	if (at.at < argc) {
		c->command = argv + at.at;
		c->words = (size_t)(argc - at.at);
	}
	return 0;
}

/* Writes the option's words at argv[n]; returns the next free index. */
static size_t
option_emit(char **argv, size_t n, const struct commandline_option *o)
{
	static const char letters[] =
	    "-1\0-2\0-4\0-6\0-A\0-B\0-C\0-D\0-E\0-F\0-G\0-I\0-J\0-K\0-L\0-M\0"
	    "-N\0-O\0-P\0-Q\0-R\0-S\0-T\0-V\0-W\0-X\0-Y\0-Z\0-a\0-b\0-c\0-e\0"
	    "-f\0-g\0-i\0-k\0-l\0-m\0-n\0-o\0-p\0-q\0-s\0-t\0-v\0-w\0-x\0-y\0";
	size_t k;

	for (k = 1; letters[k] != o->letter; k += 3)
		;
	argv[n++] = (char *)(size_t)&letters[k - 1];
	if (o->value != NULL)
		argv[n++] = (char *)(size_t)o->value;
	return n;
}

/*
 * The number of options to write before the destination: as many as before.
 * But all of them if the last one has the value "--", which ssh would take for
 * the end of the options.
 */
static size_t
emit_before(const struct commandline *c)
{
	const char *last = c->before == 0 ? NULL :
	    c->option[c->before - 1].value;

	return last != NULL && strcmp(last, "--") == 0 ? c->options :
	    c->before;
}

/*
 * After "--" no word is an option.  "--" before the destination ends all
 * options, so it is written only after the last option.
 */
char **
commandline_emit(const struct commandline *c, const char *ssh)
{
	size_t n = 0, i, before = emit_before(c);
	bool ends = before == c->options;
	char **argv;

	argv = calloc(2 * c->options + c->words + 4, sizeof *argv);
	if (argv == NULL)
		return NULL;
	argv[n++] = (char *)(size_t)ssh;
	for (i = 0; i < before; i++)
		n = option_emit(argv, n, &c->option[i]);
	if (c->destination == NULL)
		return argv;
	if (ends)
		argv[n++] = (char *)(size_t)"--";
	argv[n++] = (char *)(size_t)c->destination;
	for (; i < c->options; i++)
		n = option_emit(argv, n, &c->option[i]);
	if (!ends)
		argv[n++] = (char *)(size_t)"--";
	for (i = 0; i < c->words; i++)
		argv[n++] = c->command[i];
	return argv;
}

const char *
commandline_option(const struct commandline *c, char letter)
{
	size_t i = c->options;

	while (i-- > 0)
		if (c->option[i].letter == letter)
			return c->option[i].value != NULL ?
			    c->option[i].value : "";
	return NULL;
}

void
commandline_free(struct commandline *c)
{
	free(c->option);
	*c = (struct commandline){ .mode = COMMANDLINE_WRONG };
}
