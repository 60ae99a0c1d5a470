/* SPDX-License-Identifier: ISC */
/* Reads TCP state, and sets timers, on Linux. */
#include "sys/tcp.h"

#ifdef __linux__
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <stddef.h>
#include <string.h>

/* Linux 6.15; older headers do not define it. */
#ifndef TCP_RTO_MAX_MS
#define TCP_RTO_MAX_MS 44
#endif

/* Linux 4.12. */
#ifndef SO_MEMINFO
#define SO_MEMINFO 55
#endif

/*
 * The fields of Linux 4.6 and later, after those that every libc declares.
 * They begin at offset MORE_AT.
 */
struct more {
	uint64_t acked, received; /* all bytes so far */
	uint32_t segs_out, segs_in, notsent, min_rtt, data_segs_in;
	uint32_t data_segs_out;
};

enum { MORE_AT = 120 };

/* Fills info and more; 1, 0 if there is no more, or -1 and errno. */
static int
tcp_read(int fd, struct tcp_info *info, struct more *more)
{
	char all[256];
	socklen_t len = sizeof all;

	memset(all, 0, sizeof all);
	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, all, &len) == -1)
		return -1;
	memcpy(info, all, sizeof *info < sizeof all ?
	    sizeof *info : sizeof all);
	if (len < MORE_AT + offsetof(struct more, data_segs_out) +
	    sizeof more->data_segs_out)
		return 0;
	memcpy(more, all + MORE_AT, sizeof *more);
	return 1;
}

/* Updates the time of the peer's last sign; heard: ms since any segment. */
static void
tcp_sign(struct tcp_state *s, const struct more *m, int64_t heard,
    int64_t now)
{
	uint64_t signs = m->acked + m->received +
	    (uint32_t)(m->segs_in - m->data_segs_in);

	if (signs != s->signs) {
		s->signs = signs;
		s->sign = now - heard;
	}
	s->heard = now - s->sign;
}

int
tcp_look(int fd, struct tcp_state *s, int64_t now)
{
	struct tcp_info info;
	struct more more;
	int queued = 0, told = tcp_read(fd, &info, &more);

	/* TIOCOUTQ is SIOCOUTQ: unsent and unacknowledged bytes. */
	if (told == -1 || ioctl(fd, TIOCOUTQ, &queued) == -1)
		return -1;
	s->pending = queued;
	s->in_flight = info.tcpi_unacked > 0;
	/*
	 * In its fast path the kernel does not count data as an ACK if the
	 * acknowledgement number is old; but the peer lives.
	 */
	s->heard = info.tcpi_last_ack_recv < info.tcpi_last_data_recv ?
	    info.tcpi_last_ack_recv : info.tcpi_last_data_recv;
	s->data = told ? more.data_segs_in : 0;
	if (told)
		tcp_sign(s, &more, s->heard, now);
	/*
	 * The kernel also counts both, every half second, if this machine's
	 * own queue refuses the segment; but then it does not back off.
	 */
	s->unanswered = info.tcpi_retransmits > info.tcpi_probes ?
	    info.tcpi_retransmits : info.tcpi_probes;
	if (s->unanswered > info.tcpi_backoff)
		s->unanswered = info.tcpi_backoff;
	/*
	 * tcpi_retransmits counts timeouts, even if the segment is still in
	 * this machine's queue; tcpi_total_retrans counts sent segments.  The
	 * count of probes starts again at every answer: there is no total.
	 */
	s->resent = (int64_t)info.tcpi_total_retrans + info.tcpi_probes;
	s->rtt = ((int64_t)info.tcpi_rtt + 4 * (int64_t)info.tcpi_rttvar) /
	    1000;
	return 0;
}

/* Memory of received data, bytes; -1 and errno if not known. */
static int64_t
tcp_taken(int fd)
{
	uint32_t memory[16] = { 0 };
	socklen_t len = sizeof memory;

	return getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory, &len) == -1 ?
	    -1 : (int64_t)memory[0];
}

bool
tcp_gap(int fd)
{
	return tcp_taken(fd) > 0 && tcp_unread(fd) == 0;
}

const char *
tcp_lacks(int fd)
{
	struct tcp_info info;
	struct more more;
	socklen_t len = sizeof info;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) == -1)
		return "unacknowledged data (TCP_INFO): a dead path is "
		    "detected only when the kernel gives up";
	if (len < offsetof(struct tcp_info, tcpi_total_retrans) +
	    sizeof info.tcpi_total_retrans)
		return "retransmits: detecting a dead path may take longer";
	if (tcp_read(fd, &info, &more) != 1)
		return "new data in a segment (Linux 4.6): detecting a path "
		    "that is dead in one direction may take longer";
	return tcp_taken(fd) != -1 ? NULL : "data behind a lost segment "
	    "(Linux 4.12): a server on a lossy path may seem frozen";
}

bool
tcp_rto_cap(int fd, int ms)
{
	return setsockopt(fd, IPPROTO_TCP, TCP_RTO_MAX_MS, &ms,
	    sizeof ms) == 0;
}

void
tcp_give_up(int fd, int ms)
{
	(void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof ms);
}

int
tcp_counters_look(int fd, struct tcp_counters *v)
{
	struct tcp_info t;
	struct more more = { 0 };
	int counted = tcp_read(fd, &t, &more);

	if (counted == -1)
		return -1;
	*v = (struct tcp_counters){
		.rtt = t.tcpi_rtt, .rttvar = t.tcpi_rttvar,
		.segments = more.data_segs_out, .resent = t.tcpi_total_retrans,
		.unanswered = t.tcpi_retransmits,
		.counted = counted > 0,
		.acked = more.acked, .received = more.received,
		.sent_ago = t.tcpi_last_data_sent,
		.received_ago = t.tcpi_last_data_recv,
		.open = t.tcpi_state == TCP_ESTABLISHED,
	};
	/* The SYN is counted as a byte. */
	if (v->acked > 0)
		v->acked--;
	return 0;
}
#endif
