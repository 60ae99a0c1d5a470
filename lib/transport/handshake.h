/* SPDX-License-Identifier: ISC */
/* Follows the SSH handshake of both sides. */
#ifndef TRANSPORT_HANDSHAKE_H
#define TRANSPORT_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * This module reads the part of the handshake that both sides send in plain
 * text, and tells how far the handshake is.
 *
 * An SSH server sends its identification (RFC 4253, 4.2), "SSH-2.0-...",
 * perhaps after lines of other text.  Until that line comes, the other end may
 * be no SSH server.
 *
 * Then packets follow (RFC 4253, 6).  This module reads only the first six
 * bytes of each packet: length, padding and message number.  It reads nothing
 * of a side after that side's NEWKEYS.  The message numbers tell which side
 * must send next (RFC 4253, 7):
 * - the server, until its KEXINIT has come;
 * - then the side that did not send the last message of the key exchange;
 * - the server, if the client has sent NEWKEYS and the server has not;
 * - the server, if it has sent only a part of a packet.
 * If the client asks the user about the host key, the server's NEWKEYS has come
 * already, so the client does not wait for the server.
 */
enum handshake_state {
	HANDSHAKE_SILENT,		/* nothing came yet */
	HANDSHAKE_OTHER,		/* text, but no identification yet */
	HANDSHAKE_NOT_SSH,	/* no SSH server sends this: HTTP, or TLS */
	HANDSHAKE_SSH,		/* the identification has come */
	HANDSHAKE_KEYED		/* and NEWKEYS of the server: the end */
};

#define HANDSHAKE_LINE 72		/* bytes kept of the first line */

/* One side's packets. */
struct handshake_side {
	int stage;
	unsigned char head[6];	/* first bytes of the present packet */
	size_t have;		/* bytes in head */
	size_t left;		/* bytes of the packet to come after head */
	int last;		/* last message number; 0: none yet */
};

struct handshake {
	enum handshake_state state;
	char first[HANDSHAKE_LINE];	/* the first line's beginning, raw */
	size_t len;		/* bytes in first */
	size_t column;		/* bytes of the present line so far */
	size_t match;		/* how many of them match "SSH-" */
	int lines;		/* whole lines so far */
	struct handshake_side server, client;
	bool kexinit;		/* the server's KEXINIT has begun to come */
	bool asked;		/* the client's key exchange message has no
				   answer yet */
	bool blind;		/* the bytes are no packets: nothing is known */
};

/* Takes n bytes that the server sent.  Returns the new state. */
enum handshake_state	handshake_feed(struct handshake *p, const void *from,
	    size_t n);

/* Takes n bytes that the client sent. */
void	handshake_told(struct handshake *p, const void *from, size_t n);

/* True if a handshake has begun and the server must send next. */
bool	handshake_owes(const struct handshake *p);

#endif
