/* SPDX-License-Identifier: ISC */
/*
 * A user's file that also includes itself: evaluated twice, it means the
 * same, and so it does where someone hears of each line, so that none is
 * passed over; scanned, it says whether it is extended.
 */
#include <stdint.h>

#include "../lib/fake.h"
#include "conf/config.h"
#include "conf/show.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
hear(void *arg, const struct heard *h)
{
	(void)arg;
	(void)h;
}

static enum config_result
evaluate(struct words *shown, int *complaints, const uint8_t *data,
    size_t size, const struct commandline *line, bool heard)
{
	struct config c;
	struct fake f;
	enum config_result result;

	fake_open(&f, (const char *)data, size);
	/* Its Includes would be as many as its lines to the sixteenth. */
	f.most = 40;
	if (heard)
		f.source.heard = hear;
	result = config_evaluate(&c, line, &f.source);
	if ((result == CONFIG_WRONG) != (f.oopses > 0))
		abort();
	if (result == CONFIG_GOOD)
		show_lines(shown, &c, &f.source, "ciphers aes128-ctr\n"
		    "rekeylimit 0 0\nidentityfile x\nforwardagent no\n");
	*complaints = f.complaints;
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
	int complaints[2];
	size_t i;

	if (commandline_parse(&line, 2, argv,
	    (struct commandline_release){ 9, 2 }) == -1)
		return 0;
	if (evaluate(&once, &complaints[0], data, size, &line, false) !=
	    evaluate(&twice, &complaints[1], data, size, &line, true) ||
	    complaints[0] != complaints[1] || once.n != twice.n)
		abort();
	for (i = 0; i < once.n; i++)
		if (strcmp(once.word[i], twice.word[i]) != 0)
			abort();
	words_free(&once);
	words_free(&twice);
	commandline_free(&line);
	return 0;
}
