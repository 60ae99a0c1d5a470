/* SPDX-License-Identifier: ISC */
/*
 * A cable in user space, for kernels without netem: "cable A B" passes frames
 * between two interfaces of its network namespace.  A line on standard input
 * changes it: "DELAY LOSS UP DOWN": ms each way, per cent, and bytes a second
 * from A to B and back (0: no limit).  "cable plain NAME" has NAME send whole
 * frames only, with their checksums, as they would be on a real cable.
 */
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/socket.h>

#include <linux/ethtool.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>

#include <arpa/inet.h>
#include <net/if.h>

#include <err.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	FRAME = 1514,
	FRAMES = 1024,			/* on their way, at most, each way */
	QUEUE = 12000,		/* bytes that wait for a slow line, at most */
};

struct frame {
	int64_t due;		/* us */
	ssize_t n;
	char data[FRAME];
};

static struct way {
	int in, out;
	int rate;		/* bytes a second, 0: no limit */
	int64_t free;		/* us: when the line has sent what it has */
	unsigned first, count;
	struct frame ring[FRAMES];
} ways[2];

static int delay;		/* ms */
static int loss;		/* per cent */

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int
plug(const char *name)
{
	struct sockaddr_ll a = { .sll_family = AF_PACKET,
	    .sll_protocol = htons(ETH_P_ALL),
	    .sll_ifindex = (int)if_nametoindex(name) };
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0);

	if (fd == -1 || bind(fd, (struct sockaddr *)&a, sizeof a) == -1)
		err(1, "%s", name);
	return fd;
}

static void
plain(const char *name)
{
	static const unsigned off[] = { ETHTOOL_STXCSUM, ETHTOOL_SSG,
	    ETHTOOL_STSO, ETHTOOL_SGSO };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	for (size_t i = 0; i < sizeof off / sizeof *off; i++) {
		struct ethtool_value v = { .cmd = off[i] };
		struct ifreq r = { .ifr_data = (void *)&v };

		strncpy(r.ifr_name, name, sizeof r.ifr_name - 1);
		if (ioctl(fd, SIOCETHTOOL, &r) == -1)
			err(1, "%s", name);
	}
}

static int
unlucky(void)
{
	unsigned r = 0;

	return loss != 0 && getrandom(&r, sizeof r, 0) == sizeof r &&
	    (int)(r % 100) < loss;
}

static void
take(struct way *w, int64_t at)
{
	struct frame *p = &w->ring[(w->first + w->count) % FRAMES];
	struct sockaddr_ll from = { 0 };
	socklen_t len = sizeof from;

	p->n = recvfrom(w->in, p->data, sizeof p->data, 0,
	    (struct sockaddr *)&from, &len);
	if (p->n <= 0 || from.sll_pkttype == PACKET_OUTGOING || unlucky() ||
	    w->count == FRAMES - 1)
		return;
	if (w->free < at)
		w->free = at;
	if (w->rate != 0) {
		if ((w->free - at) * w->rate / 1000000 + p->n > QUEUE)
			return;
		w->free += (int64_t)p->n * 1000000 / w->rate;
	}
	p->due = w->free + (int64_t)delay * 1000;
	w->count++;
}

/* Sends what is due; returns when the next is, or 0. */
static int64_t
give(struct way *w, int64_t at)
{
	while (w->count > 0) {
		struct frame *p = &w->ring[w->first];

		if (p->due > at)
			return p->due;
		(void)!write(w->out, p->data, (size_t)p->n);
		w->first = (w->first + 1) % FRAMES;
		w->count--;
	}
	return 0;
}

/* A new setting; what is on its way arrives. */
static void
setting(int64_t at)
{
	char line[100] = "";

	if (read(0, line, sizeof line - 1) <= 0)
		exit(0);
	if (sscanf(line, "%d %d %d %d", &delay, &loss, &ways[0].rate,
	    &ways[1].rate) != 4)
		errx(1, "not DELAY LOSS UP DOWN: %s", line);
	for (int i = 0; i < 2; i++) {
		struct way *w = &ways[i];

		w->free = 0;
		for (unsigned k = 0; k < w->count; k++)
			w->ring[(w->first + k) % FRAMES].due = at;
	}
}

int
main(int argc, char **argv)
{
	if (argc != 3)
		errx(1, "usage: cable a b | plain name");
	if (strcmp(argv[1], "plain") == 0) {
		plain(argv[2]);
		return 0;
	}
	ways[0].in = ways[1].out = plug(argv[1]);
	ways[0].out = ways[1].in = plug(argv[2]);
	for (;;) {
		struct pollfd p[3] = { { 0, POLLIN, 0 },
		    { ways[0].in, POLLIN, 0 }, { ways[1].in, POLLIN, 0 } };
		int64_t at = now(), a = give(&ways[0], at),
		    b = give(&ways[1], at);
		int64_t next = a != 0 && (b == 0 || a < b) ? a : b;

		if (poll(p, 3, next == 0 ? -1 :
		    (int)((next - at) / 1000 + 1)) == -1)
			err(1, "poll");
		at = now();
		for (int i = 0; i < 2; i++)
			if (p[i + 1].revents != 0)
				take(&ways[i], at);
		if (p[0].revents != 0)
			setting(at);
	}
}
