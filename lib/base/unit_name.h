/* SPDX-License-Identifier: ISC */
/* Turns the name of a host into the instance of a systemd unit, and back. */
#ifndef BASE_UNIT_NAME_H
#define BASE_UNIT_NAME_H

#include <stddef.h>

/* Room for "sshp@INSTANCE.service"; systemd allows no more. */
#define UNIT_NAME 256

enum unit_name {
	UNIT_NAME_PLAIN,	/* the instance is the name: %i in a unit */
	UNIT_NAME_ESCAPED,	/* the instance has a backslash: %I in a unit */
	UNIT_NAME_WRONG		/* systemd or ssh cannot have such a name */
};

/*
 * Writes "sshp@INSTANCE.service" to out.  A name of letters, digits and
 * ":-_.@" is the instance.  Others are escaped as by systemd-escape(1), but a
 * slash becomes \x2f, so that "a/b" and "a-b" are two units.
 */
enum unit_name	unit_name_write(char out[UNIT_NAME], const char *name);

/*
 * Writes the name of such a unit to out.  Returns out, or NULL if the unit is
 * no sshp@INSTANCE.service.
 */
char	*unit_name_read(char out[UNIT_NAME], const char *unit);

#endif
