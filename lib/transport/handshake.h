/* SPDX-License-Identifier: ISC */
/* Follows the SSH handshake of both sides. */
#ifndef TRANSPORT_HANDSHAKE_H
#define TRANSPORT_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * How far SSH has come, by what both sides say in plain text.
 *
 * An SSH server sends its identification (RFC 4253, 4.2), "SSH-2.0-...",
 * perhaps after lines of other text.  Until that line has come the connection
 * is not known to lead to SSH at all.
 *
 * Then packets follow (RFC 4253, 6), of which the first six bytes are looked
 * at: length, padding and message number.  Nothing else is, and nothing at all
 * of a side behind its NEWKEYS.  They tell who is to speak next (RFC 4253, 7):
 * the server, until its KEXINIT has come; then, whoever did not send the last
 * message of the key exchange method; the server, if the client has sent
 * NEWKEYS and it has not, or if it has begun a packet that is not whole.  A client that asks its user whether the host key is
 * right has the server's NEWKEYS already: nobody waits for the server then.
 */
enum handshake_state {
	HANDSHAKE_SILENT,		/* nothing came yet */
	HANDSHAKE_OTHER,		/* text, but no identification yet */
	HANDSHAKE_NOT_SSH,	/* what no SSH server says: HTTP, or TLS */
	HANDSHAKE_SSH,		/* the identification has come */
	HANDSHAKE_KEYED		/* and the server's NEWKEYS: no more is seen */
};

#define HANDSHAKE_LINE 72		/* bytes kept of the first line */

/* One side's packets. */
struct handshake_side {
	int stage;
	unsigned char head[6];	/* of the present packet */
	size_t have;		/* bytes of it */
	size_t left;		/* bytes of the packet behind it */
	int last;		/* message number; 0: none yet */
};

struct handshake {
	enum handshake_state state;
	char first[HANDSHAKE_LINE];	/* the first line's beginning, raw */
	size_t len;		/* bytes in first */
	size_t column;		/* bytes of the present line so far */
	size_t match;		/* of them, how many spell "SSH-" */
	int lines;		/* lines that ended */
	struct handshake_side server, client;
	bool kexinit;		/* the server's has begun to come */
	bool asked;		/* a message of the method awaits its answer */
	bool blind;		/* what came are no packets: nothing is known */
};

/* Takes n bytes the server sent; returns the state they lead to. */
enum handshake_state	handshake_feed(struct handshake *p, const void *from,
	    size_t n);

/* Takes n bytes the client sent. */
void	handshake_told(struct handshake *p, const void *from, size_t n);

/* True if it is the server's turn, in a handshake that has begun. */
bool	handshake_owes(const struct handshake *p);

#endif
