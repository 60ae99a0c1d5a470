/* SPDX-License-Identifier: ISC */
/* Parses what ssh's log says about forwards. */
#ifndef SUPERVISE_SSHLOG_FORWARD_H
#define SUPERVISE_SSHLOG_FORWARD_H

#include <stddef.h>

/*
 * What a line of ssh's log says of its forwards (OpenSSH 8.0 to 10.5: ssh.c,
 * channels.c, misc.c).
 */
enum sshlog_forward_about {
	SSHLOG_FORWARD_OTHER,		/* it is not about forwards */
	SSHLOG_FORWARD_GRANTED,		/* the next remote one */
	SSHLOG_FORWARD_REFUSED,		/* the next remote one */
	SSHLOG_FORWARD_PORT,	/* port was given to the one granted last */
	SSHLOG_FORWARD_ADDRESS,		/* a local one: not at where, port */
	SSHLOG_FORWARD_LOCAL,	/* a local one, at port or where: not at all */
	SSHLOG_FORWARD_NAMED,	/* a remote one, at port or where, is refused */
	SSHLOG_FORWARD_KNOWN		/* told by another line already */
};

struct sshlog_forward {
	enum sshlog_forward_about about;
	int port;		/* 0: it is a path */
	const char *where;	/* in the line: an address, or a path */
	size_t len;		/* its length */
	const char *why;	/* in the line, up to its end; NULL */
};

/* Reads a line, without its end and what LogVerbose writes before it. */
struct sshlog_forward	sshlog_forward_read(const char *line);

#endif
