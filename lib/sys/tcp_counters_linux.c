/* SPDX-License-Identifier: ISC */
/* Reads the counters of a TCP socket from Linux' TCP_INFO. */
#include "sys/tcp_counters.h"

#ifdef __linux__
#include <sys/socket.h>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <stddef.h>

/* The kernel's struct is longer than libc's; older kernels fill only a part. */
struct longer {
	struct tcp_info info;
	uint64_t pacing, pacing_most;
	uint64_t acked, received; /* Linux 4.1 */
};

int
tcp_counters_look(int fd, struct tcp_counters *v)
{
	struct longer t = { 0 };
	socklen_t len = sizeof t;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &t, &len) == -1)
		return -1;
	*v = (struct tcp_counters){
		.rtt = t.info.tcpi_rtt, .rttvar = t.info.tcpi_rttvar,
		.counted = len >= offsetof(struct longer, received) +
		    sizeof t.received,
		.acked = t.acked, .received = t.received,
		.sent_ago = t.info.tcpi_last_data_sent,
		.received_ago = t.info.tcpi_last_data_recv,
		.open = t.info.tcpi_state == TCP_ESTABLISHED,
	};
	/* The SYN is counted as a byte. */
	if (v->acked > 0)
		v->acked--;
	return 0;
}
#endif
