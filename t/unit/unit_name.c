/* SPDX-License-Identifier: ISC */
/* The name of a host as the instance of a systemd unit. */
#include <string.h>

#include "../lib/tap.h"
#include "base/unit_name.h"

static void
test_unit_name_write(void)
{
	static const struct {
		const char *name, *unit;
		enum unit_name is;
	} row[] = {
		{ "vps", "sshp@vps.service", UNIT_NAME_PLAIN },
		{ "web-1.example.org", "sshp@web-1.example.org.service",
		    UNIT_NAME_PLAIN },
		{ "bob@vps:22_", "sshp@bob@vps:22_.service", UNIT_NAME_PLAIN },
		{ "a/b", "sshp@a\\x2fb.service", UNIT_NAME_ESCAPED },
		{ "a-b+c", "sshp@a\\x2db\\x2bc.service", UNIT_NAME_ESCAPED },
		{ ".a+", "sshp@\\x2ea\\x2b.service", UNIT_NAME_ESCAPED },
		{ "a\\x2d", "sshp@a\\x5cx2d.service", UNIT_NAME_ESCAPED },
		{ "\xc3\xa4", "sshp@\\xc3\\xa4.service", UNIT_NAME_ESCAPED },
		{ "a b%i", "sshp@a\\x20b\\x25i.service", UNIT_NAME_ESCAPED },
	};
	char unit[UNIT_NAME], name[UNIT_NAME];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		ok(unit_name_write(unit, row[i].name) == row[i].is,
		    "a name is plain or escaped", row[i].name);
		ok(strcmp(unit, row[i].unit) == 0,
		    "a name becomes the name of a unit", unit);
		ok(unit_name_read(name, unit) != NULL &&
		    strcmp(name, row[i].name) == 0,
		    "the name of a unit becomes the name again", name);
	}
}

static void
test_unit_name_wrong(void)
{
	static const char *const row[] = { "", "-v", "a\nb", "a\x7f" };
	char unit[UNIT_NAME], name[300];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(unit_name_write(unit, row[i]) == UNIT_NAME_WRONG,
		    "a unit cannot have this name", NULL);
	memset(name, 'a', sizeof name);
	name[UNIT_NAME - sizeof "sshp@.service" - 3] = '\0';
	ok(unit_name_write(unit, name) == UNIT_NAME_PLAIN,
	    "a long name fits", NULL);
	memset(name, 'a', sizeof name);
	name[UNIT_NAME - sizeof "sshp@.service" + 1] = '\0';
	ok(unit_name_write(unit, name) == UNIT_NAME_WRONG,
	    "a name that is too long is refused", NULL);
	memset(name, '+', sizeof name);
	name[61] = '\0';
	ok(unit_name_write(unit, name) == UNIT_NAME_WRONG,
	    "a name that is too long when escaped is refused", NULL);
}

static void
test_unit_name_read(void)
{
	static const char *const row[] = { "", "sshp@.service", "sshp.service",
	    "sshp@vps.socket", "ssh@vps.service", "vps" };
	char name[UNIT_NAME];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(unit_name_read(name, row[i]) == NULL,
		    "another unit is no tunnel's", row[i]);
	ok(unit_name_read(name, "sshp@a\\x2.service") != NULL &&
	    strcmp(name, "a\\x2") == 0, "a broken escape stays", name);
}

int
main(void)
{
	test_unit_name_write();
	test_unit_name_wrong();
	test_unit_name_read();
	return tap_end();
}
