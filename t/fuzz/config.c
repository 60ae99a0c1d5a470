/* SPDX-License-Identifier: ISC */
/*
 * A user's file that also includes itself: evaluated twice, it means the
 * same; scanned, it says whether it is extended.
 */
#include <stdint.h>

#include "conf/config.h"
#include "conf/show.h"
#include "../fake.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum config_result
evaluate(struct words *shown, const uint8_t *data, size_t size,
    const struct commandline *line)
{
	struct config c;
	struct fake f;
	enum config_result result;

	fake_open(&f, (const char *)data, size);
	/* Its Includes would be as many as its lines to the sixteenth. */
	f.most = 40;
	result = config_evaluate(&c, line, &f.source);
	if ((result == CONFIG_WRONG) != (f.oopses > 0))
		abort();
	if (result == CONFIG_GOOD)
		show_lines(shown, &c, &f.source, "ciphers aes128-ctr\n"
		    "rekeylimit 0 0\nidentityfile x\nforwardagent no\n");
	if (c.persist.first < 1000 || c.persist.ceiling < c.persist.first ||
	    c.persist.max_tries < 0)
		abort();
	config_free(&c);
	return result;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char host[] = "host", *argv[] = { host, host, NULL };
	struct words once = { 0 }, twice = { 0 };
	struct commandline line;
	size_t i;

	if (commandline_parse(&line, 2, argv,
	    (struct commandline_release){ 9, 2 }) == -1)
		return 0;
	if (evaluate(&once, data, size, &line) !=
	    evaluate(&twice, data, size, &line) || once.n != twice.n)
		abort();
	for (i = 0; i < once.n; i++)
		if (strcmp(once.word[i], twice.word[i]) != 0)
			abort();
	words_free(&once);
	words_free(&twice);
	commandline_free(&line);
	return 0;
}
