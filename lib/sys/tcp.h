/* SPDX-License-Identifier: ISC */
/* Reads the state of a TCP socket, and sets its timers. */
#ifndef SYS_TCP_H
#define SYS_TCP_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The kernel's state of a TCP connection (tcp(7), TCP_INFO; on macOS
 * TCP_CONNECTION_INFO).  Zero before the first tcp_look(); the caller keeps it
 * between calls.
 */
struct tcp_state {
	int64_t pending;	/* bytes unsent or unacknowledged */
	bool in_flight;		/* some were sent: TCP repeats, not probes */
	int64_t heard;		/* ms since the last sign of the peer */
	int unanswered;		/* consecutive retransmits or window probes */
	int64_t resent;		/* all retransmits and probes so far */
	int64_t rtt;		/* round trip plus 4 times its variation, ms */
	int64_t before;		/* resent at the last sign (BSD) */
	uint64_t signs;		/* changes with every sign of the peer */
	int64_t sign;		/* time of the last sign, ms */
	uint32_t data;		/* segments with data received so far, in any
				   order; 0: not known (Linux < 4.6, BSD) */
};

/*
 * Updates s at the time now, ms; 0, or -1 and errno.
 *
 * A sign shows that the peer receives our segments.  It is a segment without
 * data, a new acknowledgement, or new data.  Repeated data is not a sign: the
 * peer repeats data if our acknowledgements are lost.  Before Linux 4.6 every
 * segment is a sign, because the kernel does not tell them apart.
 */
int	tcp_look(int fd, struct tcp_state *s, int64_t now);

/* Bytes received but not read; 0 if not known. */
int64_t	tcp_unread(int fd);

/*
 * True if data arrived but earlier data is missing: the peer's kernel must
 * repeat that data, but may wait long (SO_MEMINFO, Linux 4.12).
 */
bool	tcp_gap(int fd);

/* A text about what this kernel's TCP cannot tell; NULL: nothing is missing. */
const char	*tcp_lacks(int fd);

/* Sends small writes at once, because each is a packet of ssh (TCP_NODELAY). */
void	tcp_nodelay(int fd);

/*
 * Sends a keepalive probe after idle s, then every interval s; the kernel ends
 * the connection after count unanswered probes.
 */
void	tcp_keepalive(int fd, int idle, int interval, int count);

/*
 * Sends one keepalive probe now, if none of our bytes are unacknowledged.  The
 * kernel does not end the connection if the answer is missing, until
 * tcp_keepalive() sets a limit.
 */
void	tcp_probe(int fd);

/* Switches keepalive off, until tcp_keepalive() or tcp_probe(). */
void	tcp_unasked(int fd);

/*
 * Limits the retransmit timeout to ms (TCP_RTO_MAX_MS, Linux 6.15); true if the
 * kernel can do this.
 */
bool	tcp_rto_cap(int fd, int ms);

/*
 * Sets how long the kernel repeats unacknowledged data before it ends the
 * connection, ms (TCP_USER_TIMEOUT).  0: the kernel's default, a number of
 * retransmits (tcp_retries2), which tcp_rto_cap() makes far too short.  Do not
 * use it with a closed window, where it ends a live connection, nor on an idle
 * connection, where it spares a dead one.
 */
void	tcp_give_up(int fd, int ms);

/* The kernel's counters of a TCP connection (TCP_INFO). */
struct tcp_counters {
	int64_t rtt, rttvar;	/* round trip and its variation, us */
	int64_t segments;	/* segments with data sent so far, retransmits
				   included; 0: not known */
	int64_t resent;		/* retransmits so far */
	int unanswered;		/* consecutive retransmits */
	bool counted;		/* the bytes are known: Linux 4.6 */
	uint64_t acked;		/* bytes that the peer has acknowledged */
	uint64_t received;	/* bytes received in order */
	int64_t sent_ago;	/* ms since data was last sent or repeated */
	int64_t received_ago;	/* ms since data was last received */
	bool open;		/* neither side has closed */
};

/* Fills v; 0, or -1 and errno. */
int	tcp_counters_look(int fd, struct tcp_counters *v);

#endif
