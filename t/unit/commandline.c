/* SPDX-License-Identifier: ISC */
/*
 * commandline: ssh's command lines by a table, and a property of random ones:
 * what is emitted parses to what it was emitted from.  TAP.
 * commandline MAJOR.MINOR word...: the line as emitted again, a word a line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/tap.h"
#include "conf/commandline.h"

enum { WORDS = 12, LINES = 200000 };

/*
 * A parsed line as text: options, destination and command in order.  Where the
 * destination stands counts, for the first user and the first port do.
 */
static void
tell(const struct commandline *c, char *out, size_t size)
{
	static const char *const mode[] = { "session", "other", "wrong" };
	size_t i, n;

	n = (size_t)snprintf(out, size, "%s", mode[c->mode]);
	for (i = 0; i <= c->options && n < size; i++) {
		if (c->destination != NULL && i == c->before)
			n += (size_t)snprintf(out + n, size - n, " @ %s",
			    c->destination);
		if (i < c->options && n < size)
			n += (size_t)snprintf(out + n, size - n, " %c%s%s",
			    c->option[i].letter, c->option[i].value ? "=" : "",
			    c->option[i].value ? c->option[i].value : "");
	}
	for (i = 0; i < c->words && n < size; i++)
		n += (size_t)snprintf(out + n, size - n, " | %s",
		    c->command[i]);
}

static int
words(char *text, char **argv)
{
	int n = 0;

	for (argv[n] = strtok(text, " "); argv[n] != NULL && n < WORDS + 1;
	    argv[++n] = strtok(NULL, " "))
		;
	return n;
}

static void
table(void)
{
	static const struct {
		const char *line, *told; int minor;
	} row[] = {
		{ "ssh h", "session @ h", 2 },
		{ "ssh u@h ls -l", "session @ u@h | ls | -l", 2 },
		{ "ssh -p 99 h", "session p=99 @ h", 2 },
		{ "ssh -p99 h", "session p=99 @ h", 2 },
		{ "ssh h -p 99 cmd -p 5", "session @ h p=99 | cmd | -p | 5", 2 },
		{ "ssh -- h -p 99", "session @ h | -p | 99", 2 },
		{ "ssh h -- -p 99", "session @ h | -p | 99", 2 },
		{ "ssh -l -- h -p 9", "session l=-- @ h | -p | 9", 2 },
		{ "ssh -fNT h", "session f N T @ h", 2 },
		{ "ssh -fNL8080:a:80 h", "session f N L=8080:a:80 @ h", 2 },
		{ "ssh -vvv h", "session v v v @ h", 2 },
		{ "ssh -oUser=x -o Port=1 h", "session o=User=x o=Port=1 @ h", 2 },
		{ "ssh -4 -h h", "wrong 4", 2 },
		{ "ssh -p", "wrong", 2 },
		{ "ssh", "wrong", 2 },
		{ "ssh -N", "wrong N", 2 },
		{ "ssh h -p", "wrong @ h", 2 },
		{ "ssh -V -h", "other V", 2 },
		{ "ssh -Q cipher", "other Q=cipher", 2 },
		{ "ssh -O check h", "session O=check @ h", 2 },
		{ "ssh - x", "session @ - | x", 2 },
		{ "ssh ssh://u@h:22 -v x", "session @ ssh://u@h:22 v | x", 2 },
		{ "ssh h -v -N", "session @ h v N", 2 },
		{ "ssh h -v x -N", "session @ h v | x | -N", 2 },
		{ "ssh -P h", "session P @ h", 2 },
		{ "ssh -P tag h", "session P=tag @ h", 4 },
		{ "ssh -Ptag h", "session P=tag @ h", 4 },
		{ "ssh -Z h", "wrong", 4 },
		{ "ssh -! h", "wrong", 2 },
		{ "ssh -Nz h", "wrong N", 2 },
	};
	struct commandline c;
	char text[256], told[512], *argv[WORDS + 2];
	size_t i;
	int argc;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		snprintf(text, sizeof text, "%s", row[i].line);
		argc = words(text, argv);
		commandline_parse(&c, argc, argv,
		    (struct commandline_release){ 9, row[i].minor });
		tell(&c, told, sizeof told);
		ok(strcmp(told, row[i].told) == 0, row[i].line, NULL);
		if (strcmp(told, row[i].told) != 0)
			printf("# %s\n", told);
		commandline_free(&c);
	}
}

/* A word such as people and machines write. */
static const char *
word(void)
{
	static const char *const some[] = {
		"h", "u@h", "-p", "99", "-p99", "--", "-N", "-fN", "-l", "-o",
		"Port=1", "-oPort=1", "-vT", "-L", "1:a:2", "-", "", "-L1:a:2",
		"ls", "-la", "-V", "-Q", "-NTfp", "-P", "-4p", "-x", "-W", "-Z",
		"ssh://h", "-i", "-ttJ", "--x", "-O", "-E--", "-z",
	};

	return some[(size_t)rand() % (sizeof some / sizeof *some)];
}

/* True if what the parsed line emits parses to the same. */
static bool
inverse(const struct commandline *c, struct commandline_release release)
{
	char before[2048], after[2048], **argv = commandline_emit(c, "ssh");
	struct commandline again;
	int argc;

	for (argc = 0; argv[argc] != NULL; argc++)
		;
	commandline_parse(&again, argc, argv, release);
	tell(c, before, sizeof before);
	tell(&again, after, sizeof after);
	commandline_free(&again);
	free(argv);
	if (strcmp(before, after) == 0)
		return true;
	printf("# %s\n# %s\n", before, after);
	return false;
}

static void
property(void)
{
	struct commandline c;
	char *argv[WORDS + 2] = { (char[]){ "ssh" } };
	struct commandline_release release = { 9, 2 };
	int i, n, argc, sessions = 0, wrong = 0;

	srand(1);
	for (i = 0; i < LINES && wrong < 5; i++) {
		argc = 1 + rand() % WORDS;
		for (n = 1; n < argc; n++)
			argv[n] = (char *)(size_t)word();
		release.minor = rand() % 2 ? 2 : 9;
		commandline_parse(&c, argc, argv, release);
		if (c.mode == COMMANDLINE_SESSION) {
			/* -E-- becomes two words, and then all go first. */
			if (c.before > 0 && c.option[c.before - 1].value &&
			    strcmp(c.option[c.before - 1].value, "--") == 0)
				c.before = c.options;
			sessions++;
			wrong += !inverse(&c, release);
		}
		commandline_free(&c);
	}
	printf("# %d of %d random lines were sessions\n", sessions, LINES);
	ok(wrong == 0 && sessions > LINES / 10,
	    "a line that sshp emits is parsed as the line that it was made "
	    "from", NULL);
}

static int
emit(int argc, char **argv)
{
	struct commandline_release release;
	struct commandline c;
	char **line;
	int i;

	release.major = atoi(argv[1]);
	release.minor = atoi(strchr(argv[1], '.') + 1);
	commandline_parse(&c, argc - 1, argv + 1, release);
	if (c.mode != COMMANDLINE_SESSION) {
		commandline_free(&c);
		return 1;
	}
	line = commandline_emit(&c, "ssh");
	for (i = 1; line[i] != NULL; i++)
		printf("%s\n", line[i]);
	free(line);
	commandline_free(&c);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc > 2 && strchr(argv[1], '.') != NULL)
		return emit(argc, argv);
	table();
	property();
	return tap_end();
}
