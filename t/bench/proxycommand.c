/* SPDX-License-Identifier: ISC */
/*
 * proxycommand COMMAND...: what a ProxyCommand costs.  Each COMMAND is run as
 * ssh would run it, with HOST and PORT behind it, between our pipes and a
 * server on loopback.  They take turns, so that a noisy machine is noisy for all.
 * Prints, for each: CPU seconds per GiB (user and system of the helper) up
 * and down, the round trip of a keystroke's 36 bytes, the time from fork to
 * the server's accept, voluntary wake-ups in a minute of idleness (-i), and
 * its memory then: in proportion to who shares it, and what is its own alone
 * (stack, heap, data).  Medians, with least and most.
 *
 * proxycommand -c HOST PORT: connects and does no more, the floor for a start of
 * what is linked as this is; measured with the others.
 */
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { COMMANDS = 8, ROUNDS = 7, TRIPS = 400, TRIP_ROUNDS = 20, STARTS = 60, MOST = 8192 };

struct helper {
	const char *command;
	pid_t pid;
	int in, out, sock;	/* its stdin, its stdout, the server's end */
	double value[MOST];	/* of the measurement at hand */
	int n;
};

static struct helper helpers[COMMANDS];
static int listener, port, count, mib = 1024;
static char block[65536];

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void
report(const char *what, const char *unit, double scale)
{
	struct helper *h;
	double base = 0, median;

	for (h = helpers; h < helpers + count; h++) {
		qsort(h->value, (size_t)h->n, sizeof *h->value, by_value);
		median = h->value[h->n / 2] * scale;
		if (h == helpers)
			base = median;
		printf("%-22s %9.3f %-5s (%.3f .. %.3f)  %5.2f  %s\n", what,
		    median, unit, h->value[0] * scale,
		    h->value[h->n - 1] * scale,
		    base > 0 ? median / base : 0, h->command);
		h->n = 0;
	}
	fflush(stdout);
}

static void
add(struct helper *h, double value)
{
	if (h->n < MOST)
		h->value[h->n++] = value;
}

/* In the child: becomes the command, without a shell's cost. */
static void
become(const char *command)
{
	char text[512], address[16], *word[16];
	int n = 0;

	snprintf(text, sizeof text, "%s", command);
	for (word[0] = strtok(text, " "); word[n] != NULL && n < 12;
	    word[++n] = strtok(NULL, " "))
		;
	snprintf(address, sizeof address, "%d", port);
	word[n++] = (char[]){ "127.0.0.1" };
	word[n++] = address;
	word[n] = NULL;
	execvp(word[0], word);
	_exit(127);
}

/* Starts the helper, and waits until it has connected. */
static void
start(struct helper *h)
{
	int in[2], out[2], one = 1;

	if (pipe2(in, O_CLOEXEC) == -1 || pipe2(out, O_CLOEXEC) == -1)
		err(1, "pipe");
	if ((h->pid = fork()) == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		become(h->command);
	}
	close(in[0]);
	close(out[1]);
	h->in = in[1];
	h->out = out[0];
	if (poll(&(struct pollfd){ .fd = listener, .events = POLLIN }, 1,
	    10000) != 1)
		errx(1, "%s: does not connect", h->command);
	if ((h->sock = accept(listener, NULL, NULL)) == -1)
		err(1, "accept");
	setsockopt(h->sock, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

/* Ends it; returns its CPU seconds. */
static double
stop(struct helper *h)
{
	struct rusage u;

	close(h->in);
	close(h->out);
	close(h->sock);
	wait4(h->pid, NULL, 0, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	    (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void
need(int fd, void *to, size_t n)
{
	char *p = to;
	ssize_t r;

	for (; n > 0; n -= (size_t)r, p += r)
		if ((r = read(fd, p, n)) <= 0)
			errx(1, "a helper closed early");
}

/*
 * The server says who it is and, for a helper that looks so far, that what
 * follows is encrypted (SSH_MSG_NEWKEYS in a packet of its own).
 */
static void
greet(struct helper *h)
{
	static const char hello[] = "SSH-2.0-bench\r\n"
	    "\0\0\0\14\12\25" "0123456789";
	char got[sizeof hello];

	if (write(h->sock, hello, sizeof hello - 1) == -1)
		err(1, "write");
	need(h->out, got, sizeof hello - 1);
}

static void
pour(int fd, long long bytes)
{
	ssize_t n;

	while (bytes > 0 && (n = write(fd, block, sizeof block)) > 0)
		bytes -= n;
}

static void
drain(int fd, long long bytes)
{
	static char sink[1 << 20];
	ssize_t n;

	while (bytes > 0 && (n = read(fd, sink, sizeof sink)) > 0)
		bytes -= n;
	if (bytes > 0)
		errx(1, "bytes were lost");
}

/* Moves mib from one end to the other; the helper's CPU seconds per GiB. */
static void
bulk(struct helper *h, bool up)
{
	long long bytes = (long long)mib << 20;
	pid_t writer;

	start(h);
	greet(h);
	if ((writer = fork()) == 0) {
		pour(up ? h->in : h->sock, bytes);
		_exit(0);
	}
	drain(up ? h->sock : h->out, bytes);
	waitpid(writer, NULL, 0);
	add(h, stop(h) * 1024 / mib);
}

static void
trips(struct helper *h)
{
	char key[36] = "x";
	double t;
	int i;

	start(h);
	greet(h);
	for (i = 0; i < TRIPS; i++) {
		t = seconds();
		if (write(h->in, key, sizeof key) == -1)
			err(1, "write");
		need(h->sock, key, sizeof key);
		if (write(h->sock, key, sizeof key) == -1)
			err(1, "write");
		need(h->out, key, sizeof key);
		add(h, seconds() - t);
	}
	stop(h);
}

static void
connects(struct helper *h)
{
	double t = seconds();

	start(h);
	add(h, seconds() - t);
	stop(h);
}

/* A number from a file of /proc/PID, behind label. */
static long
tell(pid_t pid, const char *file, const char *label)
{
	char path[64], line[256];
	long n = -1;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, file);
	if ((f = fopen(path, "r")) == NULL)
		return -1;
	while (n == -1 && fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, label, strlen(label)) == 0)
			n = atol(line + strlen(label));
	fclose(f);
	return n;
}

/* The anonymous memory of a process, kB: what another of it costs. */
static double
own(pid_t pid)
{
	return (double)tell(pid, "smaps_rollup", "Anonymous:");
}

static void
idle(void)
{
	static const char wakes[] = "voluntary_ctxt_switches:";
	long before[COMMANDS];
	int i;

	for (i = 0; i < count; i++) {
		start(&helpers[i]);
		greet(&helpers[i]);
	}
	sleep(2);
	for (i = 0; i < count; i++)
		before[i] = tell(helpers[i].pid, "status", wakes);
	sleep(60);
	for (i = 0; i < count; i++)
		add(&helpers[i], (double)(tell(helpers[i].pid, "status",
		    wakes) - before[i]));
	report("idle, wake-ups/minute", "", 1);
	for (i = 0; i < count; i++)
		add(&helpers[i], (double)tell(helpers[i].pid, "smaps_rollup",
		    "Pss:"));
	report("idle, PSS", "kB", 1);
	for (i = 0; i < count; i++)
		add(&helpers[i], own(helpers[i].pid));
	report("idle, its own", "kB", 1);
	for (i = 0; i < count; i++)
		stop(&helpers[i]);
}

static void
rounds(int n, void (*one)(struct helper *))
{
	int i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < count; k++)
			one(&helpers[k]);
}

static void
up(struct helper *h)
{
	bulk(h, true);
}

static void
down(struct helper *h)
{
	bulk(h, false);
}

/* The least a helper can do. */
static int
floor_of(const char *host, const char *to)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	char c;

	a.sin_port = htons((uint16_t)atoi(to));
	if (inet_pton(AF_INET, host, &a.sin_addr) != 1 ||
	    connect(fd, (struct sockaddr *)&a, sizeof a) == -1)
		return 1;
	return read(STDIN_FILENO, &c, 1) != 0;
}

int
main(int argc, char **argv)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof a;
	char least[200];
	bool lazy = false;
	int i;

	if (argc == 4 && strcmp(argv[1], "-c") == 0)
		return floor_of(argv[2], argv[3]);
	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "-i") == 0)
			lazy = true;
		else if (strcmp(argv[i], "-m") == 0 && i + 1 < argc)
			mib = atoi(argv[++i]);
		else
			errx(2, "usage: proxycommand [-i] [-m MiB] command...");
	}
	for (; i < argc && count < COMMANDS - 1; i++)
		helpers[count++].command = argv[i];
	signal(SIGPIPE, SIG_IGN);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if ((listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) == -1 ||
	    bind(listener, (struct sockaddr *)&a, sizeof a) == -1 ||
	    listen(listener, 5) == -1 ||
	    getsockname(listener, (struct sockaddr *)&a, &len) == -1)
		err(1, "listen");
	port = ntohs(a.sin_port);
	printf("%-22s %9s %-5s %s\n", "", "median", "", "(least .. most)  "
	    "to the first");
	snprintf(least, sizeof least, "%s -c", argv[0]);
	helpers[count++].command = least;
	rounds(STARTS, connects);
	report("fork to connected", "ms", 1e3);
	count--;
	rounds(TRIP_ROUNDS, trips);
	report("round trip, 36 bytes", "us", 1e6);
	rounds(ROUNDS, up);
	report("helper CPU, up", "s/GiB", 1);
	rounds(ROUNDS, down);
	report("helper CPU, down", "s/GiB", 1);
	if (lazy)
		idle();
	return 0;
}
