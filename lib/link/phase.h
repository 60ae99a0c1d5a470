/* SPDX-License-Identifier: ISC */
#ifndef LINK_PHASE_H
#define LINK_PHASE_H

#include <stddef.h>

/*
 * What the peer said before SSH began (RFC 4253, 4.2): an SSH server sends
 * its identification, "SSH-2.0-...", perhaps after lines of other text.  Until
 * that line has come the connection is not known to lead to SSH at all.
 */
enum phase_state {
	PHASE_SILENT,		/* nothing came yet */
	PHASE_OTHER,		/* text, but no identification yet */
	PHASE_NOT_SSH,		/* what no SSH server says: HTTP, or TLS */
	PHASE_SSH		/* the identification has come */
};

#define PHASE_LINE 72		/* bytes kept of the first line */

struct phase {
	enum phase_state state;
	char first[PHASE_LINE];	/* the first line's beginning, raw */
	size_t len;		/* bytes in first */
	size_t column;		/* bytes of the present line so far */
	size_t match;		/* of them, how many spell "SSH-" */
	int lines;		/* lines that ended */
};

/* Takes n bytes the peer sent; returns the state they lead to. */
enum phase_state	phase_feed(struct phase *p, const void *from, size_t n);

#endif
