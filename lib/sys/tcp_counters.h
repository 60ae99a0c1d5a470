/* SPDX-License-Identifier: ISC */
/* Reads the counters of a TCP socket. */
#ifndef SYS_TCP_COUNTERS_H
#define SYS_TCP_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

/* The kernel's counters of a TCP connection (TCP_INFO). */
struct tcp_counters {
	int64_t rtt, rttvar;	/* round trip and its variation, us */
	bool counted;		/* the bytes are known: Linux 4.1 */
	uint64_t acked;		/* bytes that the peer has acknowledged */
	uint64_t received;	/* bytes received in order */
	int64_t sent_ago;	/* ms since data was last sent or repeated */
	int64_t received_ago;	/* ms since data was last received */
	bool open;		/* neither side has closed */
};

/* Fills v; 0, or -1 and errno. */
int	tcp_counters_look(int fd, struct tcp_counters *v);

#endif
