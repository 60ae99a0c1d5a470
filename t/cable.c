/* SPDX-License-Identifier: ISC */
/*
 * A cable between two network namespaces, in user space, for kernels without
 * netem: cable PID NAME PID NAME makes an interface NAME in the namespace of
 * each process and passes packets between them.  A line on standard input
 * changes it: "DELAY LOSS UP DOWN": ms each way, per cent, and bytes a second
 * from the first to the second and back (0: no limit).
 */
#include <sys/ioctl.h>
#include <sys/random.h>

#include <linux/if.h>
#include <linux/if_tun.h>

#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	PACKET = 1500,
	PACKETS = 1024,		/* on their way, at most, each way */
	QUEUE = 12000,		/* bytes that wait for a slow line, at most */
};

struct packet {
	int64_t due;		/* us */
	ssize_t n;
	char data[PACKET];
};

static struct way {
	int in, out;
	int rate;		/* bytes a second, 0: no limit */
	int64_t free;		/* us: when the line has sent what it has */
	unsigned first, count;
	struct packet ring[PACKETS];
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

/* An interface of that name, where that process lives. */
static int
plug(const char *pid, const char *name)
{
	struct ifreq want = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	char path[64];
	int ns, fd;

	snprintf(path, sizeof path, "/proc/%s/ns/net", pid);
	if ((ns = open(path, O_RDONLY | O_CLOEXEC)) == -1 ||
	    setns(ns, CLONE_NEWNET) == -1)
		err(1, "%s", path);
	close(ns);
	snprintf(want.ifr_name, sizeof want.ifr_name, "%s", name);
	if ((fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK)) == -1 ||
	    ioctl(fd, TUNSETIFF, &want) == -1)
		err(1, "/dev/net/tun");
	return fd;
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
	struct packet *p = &w->ring[(w->first + w->count) % PACKETS];

	p->n = read(w->in, p->data, sizeof p->data);
	if (p->n <= 0 || unlucky() || w->count == PACKETS - 1)
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
		struct packet *p = &w->ring[w->first];

		if (p->due > at)
			return p->due;
		(void)!write(w->out, p->data, (size_t)p->n);
		w->first = (w->first + 1) % PACKETS;
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
			w->ring[(w->first + k) % PACKETS].due = at;
	}
}

int
main(int argc, char **argv)
{
	if (argc != 5)
		errx(1, "usage: cable pid name pid name");
	ways[0].in = ways[1].out = plug(argv[1], argv[2]);
	ways[0].out = ways[1].in = plug(argv[3], argv[4]);
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
