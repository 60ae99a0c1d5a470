/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/qos.h"

/* ssh's names; qos_name() gives the first name of a value. */
static const struct {
	const char *name;
	int value;
} classes[] = {
	{ "none", QOS_NONE },
	{ "af11", 0x28 }, { "af12", 0x30 }, { "af13", 0x38 },
	{ "af21", 0x48 }, { "af22", 0x50 }, { "af23", 0x58 },
	{ "af31", 0x68 }, { "af32", 0x70 }, { "af33", 0x78 },
	{ "af41", 0x88 }, { "af42", 0x90 }, { "af43", 0x98 },
	{ "cs0", 0x00 }, { "cs1", 0x20 }, { "cs2", 0x40 }, { "cs3", 0x60 },
	{ "cs4", 0x80 }, { "cs5", 0xa0 }, { "cs6", 0xc0 }, { "cs7", 0xe0 },
	{ "ef", 0xb8 }, { "le", 0x04 }, { "va", 0xb0 },
	{ "lowdelay", 0x10 }, { "throughput", 0x08 }, { "reliability", 0x04 },
};

static const size_t nclasses = sizeof classes / sizeof *classes;

int
qos_named(const char *text)
{
	size_t i;

	for (i = 0; i < nclasses; i++)
		if (strcasecmp(text, classes[i].name) == 0)
			return classes[i].value;
	return -1;
}

int
qos_parse(const char *text)
{
	char *end;
	long value = qos_named(text);

	if (value != -1)
		return (int)value;
	value = strtol(text, &end, 0);
	return *text == '\0' || *end != '\0' || value < 0 || value > 255 ?
	    -1 : (int)value;
}

const char *
qos_name(int value)
{
	size_t i;

	for (i = 0; i < nclasses; i++)
		if (classes[i].value == value)
			return classes[i].name;
	return NULL;
}

bool
qos_is_type(const char *name)
{
	return strcasecmp(name, "lowdelay") == 0 ||
	    strcasecmp(name, "throughput") == 0 ||
	    strcasecmp(name, "reliability") == 0;
}
