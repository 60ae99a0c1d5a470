/* SPDX-License-Identifier: ISC */
/* Reads TCP state on FreeBSD, NetBSD, DragonFly BSD and macOS. */
/*
 * The BSDs' TCP_INFO has fewer facts than Linux's, and macOS's
 * TCP_CONNECTION_INFO has others.  struct look has the facts that all of them
 * have.  OpenBSD tells almost nothing to users other than root: tcp_none.c.
 */
#include "sys/tcp.h"

#if defined(__FreeBSD__) || defined(__NetBSD__) || defined(__DragonFly__) || \
    defined(__APPLE__)
#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <netinet/in.h>
#include <netinet/tcp.h>


enum { ESTABLISHED = 4 };	/* TCPS_ESTABLISHED, a kernel header's name */

/* The state of a socket at one time. */
struct look {
	int64_t pending;	/* bytes unsent or unacknowledged */
	uint64_t came, went;	/* change with data received; first sent */
	int64_t resent;		/* all segments sent again so far */
	int64_t rtt, rttvar;	/* us */
	int64_t heard;		/* ms since the last segment; -1: not known */
	bool closed;		/* the peer has no room for a segment */
	int state;
};

#ifdef __APPLE__
static int
look(int fd, struct look *l)
{
	struct tcp_connection_info t;
	socklen_t len = sizeof t;

	if (getsockopt(fd, IPPROTO_TCP, TCP_CONNECTION_INFO, &t, &len) == -1)
		return -1;
	*l = (struct look){
		.pending = t.tcpi_snd_sbbytes, .came = t.tcpi_rxpackets,
		.went = t.tcpi_txbytes - t.tcpi_txretransmitbytes,
		.resent = (int64_t)t.tcpi_txretransmitpackets,
		.rtt = 1000LL * t.tcpi_srtt, .rttvar = 1000LL * t.tcpi_rttvar,
		.heard = -1, .closed = t.tcpi_snd_wnd < t.tcpi_maxseg,
		.state = t.tcpi_state,
	};
	return 0;
}
#else
static int
look(int fd, struct look *l)
{
	struct tcp_info t;
	socklen_t len = sizeof t;
	int queued;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &t, &len) == -1 ||
	    ioctl(fd, FIONWRITE, &queued) == -1)
		return -1;
	*l = (struct look){
		.pending = queued,
		.came = (uint64_t)t.tcpi_rcv_nxt + t.tcpi_rcv_ooopack,
		.went = t.tcpi_snd_nxt, .resent = t.tcpi_snd_rexmitpack,
		.rtt = t.tcpi_rtt, .rttvar = t.tcpi_rttvar, .heard = -1,
		.closed = t.tcpi_snd_wnd < t.tcpi_snd_mss,
		.state = t.tcpi_state,
	};
#ifdef __FreeBSD__
	/* The time of any segment, despite the name. */
	l->heard = t.tcpi_last_data_recv / 1000;
	l->went = t.tcpi_snd_max;
#endif
	return 0;
}
#endif

/*
 * BSD does not count acknowledged bytes, so this infers them: bytes left the
 * queue, or new bytes were sent.  All segments sent again since the last sign
 * are unanswered.  Probes of a closed window look the same, so a closed window
 * counts as a sign.
 */
int
tcp_look(int fd, struct tcp_state *s, int64_t now)
{
	struct look l;

	if (look(fd, &l) == -1)
		return -1;
	if (l.came + l.went != s->signs || l.pending < s->pending ||
	    l.closed || s->sign == 0) {
		s->sign = now;
		s->before = l.resent;
	}
	if (l.heard >= 0 && now - l.heard > s->sign) {
		s->sign = now - l.heard;
		s->before = l.resent;
	}
	s->signs = l.came + l.went;
	s->pending = l.pending;
	s->in_flight = l.pending > 0;
	s->heard = now - s->sign;
	s->unanswered = (int)(l.resent - s->before);
	s->resent = l.resent;
	s->rtt = (l.rtt + 4 * l.rttvar) / 1000;
	return 0;
}

int
tcp_counters_look(int fd, struct tcp_counters *v)
{
	struct look l;

	if (look(fd, &l) == -1)
		return -1;
	*v = (struct tcp_counters){
		.rtt = l.rtt, .rttvar = l.rttvar, .resent = l.resent,
		.open = l.state == ESTABLISHED,
	};
	return 0;
}

bool
tcp_gap(int fd)
{
	(void)fd;
	return false;
}

const char *
tcp_lacks(int fd)
{
	struct look l;

	return look(fd, &l) == -1 ? "unacknowledged data: a dead path is "
	    "detected only when the kernel gives up" : "new data in a "
	    "segment: detecting a path that is dead in one direction may "
	    "take longer";
}

bool
tcp_rto_cap(int fd, int ms)
{
	(void)fd;
	(void)ms;
	return false;
}

/* Without a cap the kernel's own limit is long enough. */
void
tcp_give_up(int fd, int ms)
{
	(void)fd;
	(void)ms;
}
#endif
