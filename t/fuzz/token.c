/* SPDX-License-Identifier: ISC */
/*
 * Tokens, ${ENV} and ~: what has none of them comes back as it is, and what is
 * expanded once has at least what stood outside them.
 */
#include <stdint.h>

#include "../lib/fake.h"
#include "conf/token.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tokens t = { .of['h'] = "host", .of['n'] = "", .of['p'] = "22" };
	struct pool p = { 0 };
	struct fake f;
	const char *text, *whole;

	fake_open(&f, "", 0);
	if ((text = pool_copy(&p, (const char *)data, size)) == NULL)
		return 0;
	whole = token_expand(&p, &f.source, &t, TOKEN_PERCENT | TOKEN_DOLLAR,
	    text);
	if ((whole == NULL) != (f.complaints > 0))
		abort();
	if (strpbrk(text, "%$") == NULL && strcmp(whole, text) != 0)
		abort();
	if (*text != '~' && token_tilde(&p, &f.source, text) != text)
		abort();
	(void)token_tilde(&p, &f.source, text);
	pool_free(&p);
	return 0;
}
