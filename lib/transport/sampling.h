/* SPDX-License-Identifier: ISC */
/* Decides when to look at a socket that ssh itself reads and writes. */
#ifndef TRANSPORT_SAMPLING_H
#define TRANSPORT_SAMPLING_H

#include <stdbool.h>
#include <stdint.h>

#include "transport/frozen.h"
#include "transport/handshake.h"

/*
 * With ProxyUseFdpass, ssh reads and writes the socket.  The guard sees no
 * bytes, only the kernel's counters, and the kernel sends no event when bytes
 * are unacknowledged.  So the guard looks at the counters:
 *
 * If the interval of ssh's keepalive questions (ServerAliveInterval) is known,
 * the guard looks 2.5 s after each question.  A question is due one interval
 * after the server last sent data, and again after each further interval.
 *
 * Otherwise the guard looks every half of the limit of silence, but every 2 to
 * 30 s.  If no data flowed since the last look, the time to the next look
 * doubles, up to ten minutes.
 *
 * While bytes are unacknowledged, the stall machine (stall.h) looks instead.
 *
 * Before that, the guard looks for the begin of SSH: after the server's first
 * bytes it looks every 40 ms, then doubles this up to about half a minute.  The
 * guard reads the first bytes if ssh has not read them yet (MSG_PEEK).  ssh's
 * own first line has at most 255 bytes (RFC 4253, 4.2), and ssh sends more only
 * after it has read the server's line.
 */
struct sampling {
	int64_t period;		/* between two looks during traffic, ms */
	int64_t timer;		/* the next look, ms; SPAN_NEVER: the kernel
				 * has no counters */
	uint64_t acked;		/* bytes, at the last look */
	uint64_t received;
	bool came;		/* the server has sent something */
	bool begun;		/* the server speaks SSH */
	int64_t pause;		/* between two looks for SSH, ms */
};

/* The kernel's counters of the socket at one time (sys/tcp.h). */
struct sampling_counters {
	bool counted;		/* acked and received are known */
	uint64_t acked;		/* bytes that the peer has acknowledged */
	uint64_t received;	/* bytes that came, in order */
	int64_t sent_ago;	/* ms since data was last sent or repeated */
	int64_t received_ago;	/* ms since data last came */
	int64_t pending;	/* bytes unsent or unacknowledged */
};

/* Begins at now, ms; silence_limit: -t, ms. */
void	sampling_start(struct sampling *s, int64_t silence_limit, int64_t now);

/*
 * Time of the next turn, ms; or SPAN_NEVER.  watched: the stall machine looks
 * at unacknowledged bytes.
 */
int64_t	sampling_due(const struct sampling *s, int64_t now, bool watched);

/*
 * True, once, if the guard must read the server's first bytes now.  input: the
 * socket is readable.
 */
bool	sampling_first(struct sampling *s, const struct sampling_counters *,
	    bool input);

/*
 * Call this in every turn until it returns true, after sampling_first().  True
 * if the server speaks SSH, as far as the guard can see.  state: of the first
 * bytes.  Without counters (NULL) the guard must not end ssh for a missing
 * handshake: true at once.
 */
bool	sampling_begun(struct sampling *s, const struct sampling_counters *,
	    enum handshake_state state);

/* True if the guard must look at the counters now; watched as above. */
bool	sampling_wants(struct sampling *s, int64_t now, bool watched);

/*
 * The look: gives f the traffic since the last look, with its times, and sets
 * the time of the next look.  Bytes received after the last bytes sent count as
 * the answer to them.  NULL: the kernel has no counters, so there is no other
 * look.  True if bytes are unacknowledged: the stall machine must look.
 */
bool	sampling_look(struct sampling *s, int64_t now,
	    const struct sampling_counters *, struct frozen *f);

#endif
