/* SPDX-License-Identifier: ISC */
#ifndef SYS_TCP_H
#define SYS_TCP_H

#include <stdbool.h>
#include <stdint.h>

/* What the kernel's TCP knows of a connection (tcp(7), TCP_INFO). */
struct tcp_state {
	int64_t pending;	/* bytes unsent or unacknowledged */
	bool in_flight;		/* some are sent: repeated, not probed for */
	int64_t heard;		/* ms since a segment came from the peer */
	int unanswered;		/* consecutive retransmits or window probes */
	int64_t resent;		/* retransmits and probes sent, since ever */
	int64_t rtt;		/* round trip and four times its variation, ms */
};

/* Fills s; 0, or -1 and errno. */
int	tcp_look(int fd, struct tcp_state *s);

/* No delay for small writes: ssh's own packets are the unit (TCP_NODELAY). */
void	tcp_nodelay(int fd);

/* Keepalive after idle s, every interval s, dead after count unanswered. */
void	tcp_keepalive(int fd, int idle, int interval, int count);

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
