/* SPDX-License-Identifier: ISC */
#include "compat/compat.h"

#if !HAVE_STRTONUM
#include <errno.h>

long long
strtonum(const char *text, long long least, long long most, const char **why)
{
	long long n;
	char *end;

	*why = NULL;
	errno = 0;
	n = strtoll(text, &end, 10);
	if (end == text || *end != '\0')
		*why = "invalid";
	else if (n < least || (errno == ERANGE && n < 0))
		*why = "too small";
	else if (n > most || errno == ERANGE)
		*why = "too large";
	return *why == NULL ? n : 0;
}
#else
typedef int strtonum_is_in_libc;
#endif
