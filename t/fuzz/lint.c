/* SPDX-License-Identifier: ISC */
/* A file is linted: the findings are in order, and each says something. */
#include <stdint.h>

#include "../lib/fake.h"
#include "conf/lint.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct lint_finding *i;
	struct lint l;
	struct fake f;
	const char *why;

	fake_open(&f, (const char *)data, size);
	f.most = 5;
	lint_open(&l, &f.source);
	(void)lint_read(&l, "/h/file", FROM_USER, false, &why);
	lint_judge(&l);
	for (i = l.finding; i != NULL; i = i->next)
		if (i->text[0] == '\0' || i->at.line < 1 ||
		    (i->next != NULL && strcmp(i->at.file,
		    i->next->at.file) == 0 && i->at.line > i->next->at.line))
			abort();
	lint_close(&l);
	return 0;
}
