/* SPDX-License-Identifier: ISC */
/* The records and frames of a resumable session, as bytes. */
#ifndef PROTO_RESUME_PROTO_H
#define PROTO_RESUME_PROTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The client end and the holder on the server speak this inside an ssh
 * connection, the transport.  sshp-internals(7) has the layout and the rules.
 * Numbers are big-endian.  Bytes called zero are sent as 0 and must be 0.
 *
 *	holder to client	GREETING
 *	client to holder	HELLO
 *	holder to client	JOINED
 *	both			frames, until the transport ends
 */
enum {
	RESUME_VERSION = 1,	/* the version that these sources speak */
	RESUME_ID = 16,		/* bytes of each identifier */
	RESUME_MAGIC = 8,	/* bytes that begin GREETING and HELLO */
	RESUME_GREETING = 44,	/* bytes of a GREETING */
	RESUME_HELLO = 88,	/* bytes of a HELLO */
	RESUME_JOINED = 20,	/* bytes of a JOINED */
	RESUME_HEADER = 4,	/* bytes before the payload of a frame */
	RESUME_PAYLOAD = 65536,	/* most bytes of a DATA frame */
	RESUME_CONTROL = 12	/* most bytes of any other frame, whole */
};

/* Begins a GREETING; text of the server's shell may come before it. */
#define RESUME_GREETING_MAGIC "tg-hold\n"
#define RESUME_HELLO_MAGIC "tg-join\n"

struct resume_greeting {
	uint8_t min, max;	/* versions that the holder speaks */
	uint8_t machine[RESUME_ID]; /* of the server, from machine-id(5) */
	uint8_t boot[RESUME_ID]; /* of the server's kernel since its start */
};

enum resume_kind { RESUME_NEW = 1, RESUME_AGAIN = 2 };

struct resume_hello {
	uint8_t version;
	enum resume_kind kind;
	uint8_t name[RESUME_ID]; /* of the session, random; may be seen */
	uint8_t secret[RESUME_ID]; /* proves the right to it, random */
	uint8_t tag[RESUME_ID];	/* of client machine and tunnel */
	uint64_t epoch;		/* number of this HELLO, from 1 */
	uint64_t received;	/* bytes that the client has taken so far */
	uint32_t ring;		/* of the client, bytes; the same each time */
	uint32_t limit;		/* longest time without a transport, s */
};

enum resume_status {
	RESUME_OK,
	RESUME_UNKNOWN,		/* there is no such session */
	RESUME_SUPERSEDED,	/* another client has a higher epoch */
	RESUME_GAP,		/* the counts do not fit: bytes are missing */
	RESUME_NO_SSHD,		/* the holder cannot connect to sshd */
	RESUME_TOO_MANY,	/* the account is over its limit of holders */
	RESUME_BAD_VERSION,	/* the holder does not speak this version */
	RESUME_STATUSES
};

struct resume_joined {
	enum resume_status status; /* the rest is 0 unless RESUME_OK */
	uint64_t received;	/* bytes that the holder has taken so far */
	uint32_t ring;		/* of the holder, bytes; the same each time */
};

enum resume_type {
	RESUME_DATA = 1,	/* bytes of the session, in order */
	RESUME_ACK = 2,		/* number of bytes given to the local side */
	RESUME_EOF = 3,		/* no more DATA will come */
	RESUME_BYE = 4		/* the session is over */
};

/* Why a BYE was sent. */
enum resume_bye {
	RESUME_BYE_DONE = 0,	/* both directions are at their end */
	RESUME_BYE_STOPPED = 1,	/* the user ended the session */
	RESUME_BYE_FAULT = 2,	/* the peer broke the protocol */
	RESUME_BYE_MEMORY = 3,	/* memory ran out */
	RESUME_BYES
};

struct resume_frame {
	enum resume_type type;
	uint32_t length;	/* of the payload, bytes */
	uint64_t count;		/* of an ACK, bytes since the session began */
	enum resume_bye reason;	/* of a BYE */
};

/* These write a whole record to out. */
void	resume_greeting_encode(const struct resume_greeting *g,
	    uint8_t out[RESUME_GREETING]);
void	resume_hello_encode(const struct resume_hello *h,
	    uint8_t out[RESUME_HELLO]);
void	resume_joined_encode(const struct resume_joined *j,
	    uint8_t out[RESUME_JOINED]);

/*
 * These read a whole record.  Return 0; or -1 if the record is malformed: it
 * has another beginning, a byte other than zero where zero must be, or an
 * unknown kind or status.  A HELLO of another version is only read as far as
 * its version, and is not malformed.
 */
int	resume_greeting_decode(struct resume_greeting *g,
	    const uint8_t in[RESUME_GREETING]);
int	resume_hello_decode(struct resume_hello *h,
	    const uint8_t in[RESUME_HELLO]);
int	resume_joined_decode(struct resume_joined *j,
	    const uint8_t in[RESUME_JOINED]);

/*
 * Finds the magic of a GREETING in text that arrives piece by piece: matched,
 * 0 at first, counts the bytes of the magic that c and the bytes before it
 * are.  Returns true if c completes the magic.
 */
bool	resume_greeting_begins(unsigned *matched, uint8_t c);

/*
 * Writes a frame that is not DATA, or only the header of a DATA frame, to out.
 * f->length counts only for DATA.  Returns the number of bytes.
 */
size_t	resume_frame_encode(const struct resume_frame *f,
	    uint8_t out[RESUME_CONTROL]);

/*
 * Reads the header of a frame: type and length.  Returns 0; or -1 if the type
 * is unknown, or has another length.
 */
int	resume_header_decode(struct resume_frame *f,
	    const uint8_t in[RESUME_HEADER]);

/*
 * Reads the payload, f->length bytes, of a frame that is not DATA.  Returns 0;
 * or -1 if a BYE has an unknown reason.
 */
int	resume_payload_decode(struct resume_frame *f, const uint8_t *in);

#endif
