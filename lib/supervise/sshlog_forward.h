/* SPDX-License-Identifier: ISC */
#ifndef SUPERVISE_SSHLOG_FORWARD_H
#define SUPERVISE_SSHLOG_FORWARD_H

#include <stddef.h>

/*
 * What a line of ssh's log says of its forwards (OpenSSH 8.0 to 10.5: ssh.c,
 * channels.c, misc.c).
 */
enum answer_about {
	ANSWER_OTHER,		/* it is not about forwards */
	ANSWER_GRANTED,		/* the next remote one */
	ANSWER_REFUSED,		/* the next remote one */
	ANSWER_PORT,		/* port was given to the one granted last */
	ANSWER_ADDRESS,		/* a local one: not at where, port */
	ANSWER_LOCAL,		/* a local one, at port or where: not at all */
	ANSWER_NAMED,		/* a remote one, at port or where, is refused */
	ANSWER_KNOWN		/* told by another line already */
};

struct answer {
	enum answer_about about;
	int port;		/* 0: it is a path */
	const char *where;	/* in the line: an address, or a path */
	size_t len;		/* its length */
	const char *why;	/* in the line, up to its end; NULL */
};

/* Reads a line, without its end and what LogVerbose writes before it. */
struct answer	answer_read(const char *line);

#endif
