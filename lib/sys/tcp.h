/* SPDX-License-Identifier: ISC */
/* Reads the state of a TCP socket, and sets its timers. */
#ifndef SYS_TCP_H
#define SYS_TCP_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What the kernel's TCP knows of a connection (tcp(7), TCP_INFO; on macOS
 * TCP_CONNECTION_INFO).  Zero before the first look; kept from look to look.
 */
struct tcp_state {
	int64_t pending;	/* bytes unsent or unacknowledged */
	bool in_flight;		/* some are sent: repeated, not probed for */
	int64_t heard;		/* ms since the peer gave a sign */
	int unanswered;		/* consecutive retransmits or window probes */
	int64_t resent;		/* retransmits and probes sent, since ever */
	int64_t rtt;		/* round trip and four times its variation, ms */
	int64_t before;		/* of them before the last sign (BSD) */
	uint64_t signs;		/* changes with every sign the peer gives */
	int64_t sign;		/* when the last was seen to come, ms */
	uint32_t data;		/* segments with data that came, since ever, in
				   whatever order; 0: not told (Linux before
				   4.6, BSD) */
};

/*
 * Looks at now; 0, or -1 and errno.
 *
 * A sign is a bare acknowledgement, or one that is news, or data that is news:
 * what a peer sends to whom it hears.  Data repeated again and again is none:
 * that is a peer whose acknowledgements from here are lost.  Before Linux 4.6
 * any segment counts, for the kernel does not tell.
 */
int	tcp_look(int fd, struct tcp_state *s, int64_t now);

/* Bytes that came and were not read; 0 if that can't be told. */
int64_t	tcp_unread(int fd);

/*
 * True if data has come, but behind some that is missing: the peer's kernel
 * has it to repeat, however long it waits with that (SO_MEMINFO, Linux 4.12).
 */
bool	tcp_gap(int fd);

/* What this kernel's TCP does not tell or do, in words; NULL: nothing. */
const char	*tcp_lacks(int fd);

/* No delay for small writes: ssh's own packets are the unit (TCP_NODELAY). */
void	tcp_nodelay(int fd);

/* Keepalive after idle s, every interval s, dead after count unanswered. */
void	tcp_keepalive(int fd, int idle, int interval, int count);

/*
 * Sends a keepalive probe now, if no bytes of ours are out; to be called again
 * for each that is wanted.  The kernel does not end the connection for want of
 * an answer until tcp_keepalive() says when.
 */
void	tcp_probe(int fd);

/* No keepalive at all, until tcp_keepalive() or tcp_probe(). */
void	tcp_unasked(int fd);

/*
 * No retransmit timeout above ms (TCP_RTO_MAX_MS, Linux 6.15); true if the
 * kernel can do that.
 */
bool	tcp_rto_cap(int fd, int ms);

/*
 * How long the kernel itself repeats what is not acknowledged before it gives
 * the connection up, ms (TCP_USER_TIMEOUT); 0 is its own way, a number of
 * steps (tcp_retries2), which a capped timeout makes far too short.  Not for
 * a closed window, nor an idle connection: it would end the one alive and
 * spare the other dead.
 */
void	tcp_give_up(int fd, int ms);

#endif
