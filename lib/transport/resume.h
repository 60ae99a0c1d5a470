/* SPDX-License-Identifier: ISC */
/* A session that goes on over another transport after one is lost. */
#ifndef TRANSPORT_RESUME_H
#define TRANSPORT_RESUME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/resume_proto.h"
#include "transport/ring.h"

/*
 * One end of a resumable session: the client end or the holder on the server.
 * Each end stands between its local side (ssh, or a connection to sshd) and a
 * transport (the pipes of another ssh).  Transports are lost and replaced; the
 * local sides see one stream in each direction.
 *
 * An end keeps what it has read from its local side until the peer has
 * acknowledged it, that is, has written it to the peer's local side.  At a new
 * transport each end says how many bytes it has received, and the other
 * retransmits from there.  sshp-internals(7) has the protocol and its rules.
 *
 * The caller reads and writes the descriptors, and tells the time.  After each
 * call below that is not const it asks resume_over(), waits for what
 * resume_room(), resume_bytes(), resume_output() and resume_timer() want, and
 * gives the end a transport if resume_wants_transport().
 */

enum {
	RESUME_RING = 4194304,	/* usual size of a ring, bytes */
	RESUME_RING_LEAST = 65536, /* smallest ring of a peer, bytes */
	RESUME_TEXT = 65536,	/* most bytes before a GREETING */
	RESUME_FIRST = 30000,	/* longest time to the first JOINED, and of a
				   holder that waits for a BYE; ms */
	RESUME_DRAINED = 65536	/* a drained ring acknowledges so many, bytes */
};

enum resume_side { RESUME_CLIENT, RESUME_HOLDER };

/* Why a session is over, or is being closed. */
enum resume_end {
	RESUME_GOES_ON,		/* it is not */
	RESUME_DONE,		/* both directions came to their end */
	RESUME_STOPPED,		/* this end or the peer was told to stop */
	RESUME_AWAY,		/* no transport for longer than the limit */
	RESUME_NOT_JOINED,	/* the first transport was not joined in time */
	RESUME_NO_SESSION,	/* the server does not have the session */
	RESUME_REBOOTED,	/* the server was started anew */
	RESUME_REPLACED,	/* another client took the session over */
	RESUME_MISSING,		/* bytes are missing: the peer was restarted */
	RESUME_SSHD_FAILED,	/* the holder cannot connect to sshd */
	RESUME_FULL,		/* the account is over its limit of holders */
	RESUME_OLD,		/* the server speaks no version of ours */
	RESUME_FAULT,		/* the peer broke the protocol */
	RESUME_NO_MEMORY,	/* here, or at the peer */
	RESUME_ENDS
};

struct resume_identity {
	uint8_t name[RESUME_ID], secret[RESUME_ID], tag[RESUME_ID];
};

/* What the transport is doing. */
enum resume_phase {
	RESUME_DOWN,		/* there is none */
	RESUME_SKIPPING,	/* client: text before the GREETING */
	RESUME_GREETED,		/* client: in the GREETING */
	RESUME_JOINING,		/* client: HELLO is sent; in the JOINED */
	RESUME_UP		/* frames pass */
};

struct resume {
	enum resume_side side;
	struct resume_identity id;
	uint64_t epoch;		/* of the latest HELLO; 0: none yet */
	uint32_t limit;		/* longest time without a transport, s */
	struct resume_greeting server; /* client: of the latest GREETING that
					  led to a JOINED */
	bool joined;		/* there was a JOINED */
	bool heard;		/* a frame has come */

	/* From the local side to the peer. */
	struct ring out;	/* read, and not acknowledged */
	uint64_t sent;		/* next byte for this transport */
	uint64_t most_sent;	/* the same, the highest of all transports */
	uint32_t peer_ring;	/* of the peer, bytes; 0: not yet known */
	bool eof;		/* the local side's end of file was read */

	/* From the peer to the local side. */
	struct ring in;		/* received, and not delivered */
	uint64_t acked;		/* the latest ACK that was composed */
	bool peer_eof;		/* an EOF has come */
	bool eof_passed;	/* and was passed on to the local side */
	bool gone;		/* the local side takes nothing any more */

	/* This transport. */
	enum resume_phase phase;
	struct resume_greeting greeting; /* client: its GREETING */
	uint8_t record[RESUME_GREETING]; /* what has come of a record */
	size_t got;		/* bytes in record; of skipped text */
	unsigned matched;	/* bytes of the magic of a GREETING */
	struct resume_frame frame; /* in which the input is */
	size_t payload;		/* bytes of DATA still to come */
	uint8_t head[RESUME_HELLO]; /* records and headers to be written */
	size_t head_at, head_n;	/* offset and number of unwritten bytes */
	size_t data;		/* bytes of out that follow the head */
	bool opened;		/* its first frame, an ACK, has come */
	bool ack_due, eof_sent, bye_sent; /* bye_sent: composed */

	/* The end of the session. */
	enum resume_end end;	/* not RESUME_GOES_ON: a BYE is due */
	bool abrupt;		/* the BYE does not wait for DATA */
	bool bye_came;
	bool over;
	unsigned faults;	/* of the peer so far, a bit for each kind */
	int64_t since;		/* the transport was lost, or the session
				   began, ms */
	int64_t closing;	/* end was set, ms */

	/* For the user. */
	int64_t resumes;	/* transports after the first */
	int64_t retransmitted;	/* bytes */
};

/*
 * Begins a session at now, ms.  ring: bytes for each direction.  limit: longest
 * time without a transport, s; a holder takes a shorter one from the client.
 * Returns 0; or -1 without memory.
 */
int	resume_start(struct resume *r, enum resume_side side,
	    const struct resume_identity *id, uint32_t ring, uint32_t limit,
	    int64_t now);

void	resume_free(struct resume *r);

/* --- the local side --- */

/* How many bytes may be read from the local side; 0 behind its end of file. */
size_t	resume_room(const struct resume *r);

/*
 * Memory to read into, at most *n bytes; call this only with resume_room().
 * NULL without memory, which closes the session.
 */
uint8_t	*resume_space(struct resume *r, size_t *n, int64_t now);

/* n bytes were read into resume_space(); 0: the end of file. */
void	resume_read(struct resume *r, size_t n, int64_t now);

/* The next bytes for the local side, *n of them; NULL if there are none. */
const uint8_t	*resume_bytes(const struct resume *r, size_t *n);

/* n of these bytes were written to the local side. */
void	resume_delivered(struct resume *r, size_t n);

/* True if the peer's end of file must be passed on to the local side. */
bool	resume_wants_eof(const struct resume *r);

/* The end of file was passed on. */
void	resume_passed_eof(struct resume *r, int64_t now);

/* Writing failed, or the local process ended: nothing can be delivered. */
void	resume_gone(struct resume *r, int64_t now);

/* --- the transport --- */

/* True if a client needs a transport. */
bool	resume_wants_transport(const struct resume *r);

/* Client: there is a transport.  Its first word is the holder's. */
void	resume_connected(struct resume *r);

/*
 * Holder: a HELLO came on a new transport.  If the answer is RESUME_OK, the
 * caller closes the old transport before it writes any output to the new one.
 * Otherwise nothing has changed, and the caller sends the answer as a JOINED
 * and closes the new transport.
 */
enum resume_status	resume_accept(struct resume *r,
	    const struct resume_hello *h, int64_t now);

/*
 * n bytes came from the transport.  Returns 0; or -1 if the caller must close
 * it and call resume_lost().
 */
int	resume_input(struct resume *r, const uint8_t *in, size_t n,
	    int64_t now);

struct resume_piece {
	const uint8_t *at;
	size_t n;		/* bytes */
};

/* The next bytes for the transport.  Returns the number of pieces, 0 to 2. */
size_t	resume_output(struct resume *r, struct resume_piece piece[2]);

/* n of these bytes were written to the transport. */
void	resume_wrote(struct resume *r, size_t n);

/* The transport is lost at now, ms. */
void	resume_lost(struct resume *r, int64_t now);

/* --- the end --- */

/* The user ends the session: a BYE is sent, and unsent bytes are not. */
void	resume_stop(struct resume *r, int64_t now);

/* When to call resume_look(), ms; or SPAN_NEVER. */
int64_t	resume_timer(const struct resume *r);

/* Ends the session if a time is over. */
void	resume_look(struct resume *r, int64_t now);

/* True if the session is over: the caller closes all; r->end says why. */
bool	resume_over(const struct resume *r);

/* Why the session ended, in words: "the server was restarted". */
const char	*resume_end_text(enum resume_end end);

#endif
