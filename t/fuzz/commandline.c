/* SPDX-License-Identifier: ISC */
/* Words between newlines as ssh's command line: emitted, it parses the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "conf/commandline.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WORDS = 64 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct commandline_release r = { 10, size % 7 };
	char *copy = malloc(size + 1), *at, *argv[WORDS + 1] = { NULL }, **back;
	struct commandline c, d;
	int argc = 0, n;

	if (copy == NULL)
		return 0;
	memcpy(copy, data, size);
	copy[size] = '\0';
	for (at = copy; argc < WORDS && (argv[argc] = strsep(&at, "\n")) !=
	    NULL; argc++)
		;
	argv[argc] = NULL;
	if (commandline_parse(&c, argc, argv, r) == 0 &&
	    c.mode == COMMANDLINE_SESSION &&
	    (back = commandline_emit(&c, "ssh")) != NULL) {
		for (n = 0; back[n] != NULL; n++)
			;
		if (commandline_parse(&d, n, back, r) == -1 ||
		    d.mode != c.mode || d.options != c.options ||
		    d.words != c.words ||
		    (d.before != c.before && d.before != d.options) ||
		    strcmp(d.destination, c.destination) != 0)
			abort();
		commandline_free(&d);
		free(back);
	}
	commandline_free(&c);
	free(copy);
	return 0;
}
