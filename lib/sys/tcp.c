/* SPDX-License-Identifier: ISC */
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "sys/tcp.h"

/* Linux 6.15; older headers lack the name. */
#ifndef TCP_RTO_MAX_MS
#define TCP_RTO_MAX_MS 44
#endif

int
tcp_look(int fd, struct tcp_state *s)
{
	struct tcp_info info;
	socklen_t len = sizeof info;
	int queued = 0;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) == -1)
		return -1;
	/* TIOCOUTQ is SIOCOUTQ: unsent and unacknowledged alike. */
	if (ioctl(fd, TIOCOUTQ, &queued) == -1)
		return -1;
	s->pending = queued;
	s->in_flight = info.tcpi_unacked > 0;
	/*
	 * Data whose acknowledgement number is no news does not count as an
	 * ACK in the kernel's fast path, yet the peer lives.
	 */
	s->heard = info.tcpi_last_ack_recv < info.tcpi_last_data_recv ?
	    info.tcpi_last_ack_recv : info.tcpi_last_data_recv;
	/*
	 * Both are also counted, every half second, when this machine's own
	 * queue refuses the segment; but then the timeout does not back off.
	 */
	s->unanswered = info.tcpi_retransmits > info.tcpi_probes ?
	    info.tcpi_retransmits : info.tcpi_probes;
	if (s->unanswered > info.tcpi_backoff)
		s->unanswered = info.tcpi_backoff;
	/*
	 * tcpi_retransmits counts timeouts, also such as found the segment
	 * still in this machine's queue; this counts what was sent.  Probes
	 * have no sum; their count begins anew with every answer.
	 */
	s->resent = (int64_t)info.tcpi_total_retrans + info.tcpi_probes;
	s->rtt = ((int64_t)info.tcpi_rtt + 4 * (int64_t)info.tcpi_rttvar) /
	    1000;
	return 0;
}

static bool
tcp_set(int fd, int option, int value)
{
	return setsockopt(fd, IPPROTO_TCP, option, &value,
	    sizeof value) == 0;
}

void
tcp_nodelay(int fd)
{
	(void)tcp_set(fd, TCP_NODELAY, 1);
}

void
tcp_keepalive(int fd, int idle, int interval, int count)
{
	int on = 1;

	(void)tcp_set(fd, TCP_KEEPIDLE, idle);
	(void)tcp_set(fd, TCP_KEEPINTVL, interval);
	(void)tcp_set(fd, TCP_KEEPCNT, count);
	(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

bool
tcp_rto_cap(int fd, int ms)
{
	return tcp_set(fd, TCP_RTO_MAX_MS, ms);
}

void
tcp_give_up(int fd, int ms)
{
#ifdef TCP_USER_TIMEOUT
	(void)tcp_set(fd, TCP_USER_TIMEOUT, ms);
#else
	(void)fd;
	(void)ms;
#endif
}
