/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>

#include "base/oops.h"

int
oops(struct oops *o, const char *fmt, ...)
{
	va_list ap;

	if (o->text[0] != '\0')
		return -1;
	va_start(ap, fmt);
	vsnprintf(o->text, sizeof o->text, fmt, ap);
	va_end(ap);
	return -1;
}
