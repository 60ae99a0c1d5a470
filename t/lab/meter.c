/* SPDX-License-Identifier: ISC */
/*
 * Measures a tunnel from both its ends: meter PID, that of a process in the
 * server's network namespace.  It serves port 7 on both sides, and four times
 * a second knocks at the -L port here and the -R port there, which should
 * lead to that service on the other side.  It is asked on standard input and
 * answers each line with one:
 *	up SECONDS	waits until both ways answer: ms it took, or "never"
 *	load WHAT	idle, up, down: no knocks, but nothing, or a stream that
 *			way through the -L; both: knocks; answers "ok"
 *	break		from now on, times are ms since this; "ok" and the ssh
 *	heal		knocks again, if it did not; "ok"
 *	settled SECONDS	waits until both ways answer and keep answering:
 *			"L=ms R=ms ended=ms healed=ms", since when, and when
 *			the ssh of the break ended; "-" is never
 */
#include <sys/pidfd.h>
#include <sys/socket.h>

#include <netinet/in.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	SERVICE = 7, LOCAL = 9090, REMOTE = 8080,	/* ports */
	TICK = 125,		/* ms; one way knocks at each, in turn */
	TIMEOUT = 3000,		/* ms for an answer */
	SETTLE = 4000,		/* ms without a failure: it has come back */
	CONNS = 200,
};

static int here, there;		/* the two sides' network namespaces */
static const char *server;	/* the pid that we were given */

enum kind { FREE, LISTENER, SERVED, SINK, SOURCE, KNOCK, ASKED, UP, DOWN };

static struct conn {
	enum kind kind;
	int fd, way;		/* 0: -L, 1: -R */
	int64_t begun;
} conns[CONNS];

static int64_t since[2];	/* it answers since; 0: it does not */

static int64_t now, broken, healed, ended, waits;
static bool knocking = true;
static const char *asked;	/* the question that waits */
static int session = -1;	/* pidfd of the ssh of the break */
static unsigned long held;	/* the socket that listened for -R then */

static int64_t
clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int
socket_in(int ns)
{
	int fd;

	if (setns(ns, CLONE_NEWNET) == -1)
		err(1, "setns");
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (setns(here, CLONE_NEWNET) == -1)
		err(1, "setns");
	return fd;
}

static struct sockaddr_in
port(int number)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)number),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static struct conn *
add(enum kind kind, int fd, int way)
{
	for (struct conn *c = conns; c < conns + CONNS; c++)
		if (c->kind == FREE) {
			*c = (struct conn){ kind, fd, way, now };
			return c;
		}
	close(fd);
	return NULL;
}

static void
drop(struct conn *c)
{
	close(c->fd);
	c->kind = FREE;
}

static void
serve(int ns)
{
	struct sockaddr_in a = port(SERVICE);
	int fd = socket_in(ns), one = 1;

	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(fd, (struct sockaddr *)&a, sizeof a) == -1 ||
	    listen(fd, 100) == -1)
		err(1, "port 7");
	add(LISTENER, fd, 0);
}

static void
answered(struct conn *c, bool well)
{
	drop(c);
	if (!well)
		since[c->way] = 0;
	else if (since[c->way] == 0 && c->begun >= broken)
		since[c->way] = now;
}

/* The inode of what listens for -R on the server; 0: nothing. */
static unsigned long
listener(void)
{
	char path[64], line[300];
	unsigned long inode = 0;
	unsigned at, state;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%s/net/tcp", server);
	if ((f = fopen(path, "re")) == NULL)
		return 0;
	while (inode == 0 && fgets(line, sizeof line, f) != NULL)
		if (sscanf(line, "%*d: %*x:%x %*s %x %*s %*s %*s %*s %*s %lu",
		    &at, &state, &inode) != 3 || at != REMOTE || state != 10)
			inode = 0;
	fclose(f);
	return inode;
}

/* Begins a connection through the -L or -R; NULL if that failed at once. */
static struct conn *
begin(enum kind kind, int way)
{
	struct sockaddr_in a = port(way == 0 ? LOCAL : REMOTE);
	struct conn *c = add(kind, socket_in(way == 0 ? here : there), way);

	if (c == NULL || connect(c->fd, (struct sockaddr *)&a,
	    sizeof a) == 0 || errno == EINPROGRESS)
		return c;
	drop(c);
	return NULL;
}

/*
 * Nobody knocks at a port that a dead session holds: sshd 9.2 asks after its
 * client only when nothing else happens, and would keep it for ever.
 */
static void
knock(int way)
{
	bool stale = way == 1 && ended != 0 && held != 0 && listener() == held;

	if (stale || begin(KNOCK, way) == NULL)
		since[way] = 0;
}

/* What a connection that can be read or written does; see the kinds. */
static void
turn(struct conn *c)
{
	static char bytes[4096];
	char first;
	ssize_t n;
	int fd;

	switch (c->kind) {
	case LISTENER:
		if ((fd = accept4(c->fd, NULL, NULL,
		    SOCK_CLOEXEC | SOCK_NONBLOCK)) != -1)
			add(SERVED, fd, 0);
		break;
	case SERVED:
		if (read(c->fd, &first, 1) != 1) {
			drop(c);
		} else if (first == 'e') {
			(void)!write(c->fd, &first, 1);
			drop(c);
		} else {
			c->kind = first == 'u' ? SINK : SOURCE;
		}
		break;
	case KNOCK:
		if (write(c->fd, "e", 1) == 1)
			c->kind = ASKED;
		else
			answered(c, false);
		break;
	case ASKED:
		answered(c, read(c->fd, &first, 1) == 1);
		break;
	default:
		n = read(c->fd, bytes, sizeof bytes);
		if (n == 0 || (n == -1 && errno != EAGAIN))
			drop(c);
	}
}

/* At each tick: what is late has failed, streams flow, one way knocks. */
static void
tick(void)
{
	static const char bytes[16384];
	static int way;

	for (struct conn *c = conns; c < conns + CONNS; c++) {
		bool knocks = c->kind == KNOCK || c->kind == ASKED;

		if (c->kind == UP || c->kind == SOURCE)
			(void)!write(c->fd, bytes, sizeof bytes);
		else if (knocks && now - c->begun >= TIMEOUT)
			answered(c, false);
	}
	way = !way;
	if (knocking)
		knock(way);
}

/* The pid of the ssh that is the tunnel, by its -N; 0: none runs. */
static pid_t
tunnel(void)
{
	char path[64], text[4096];
	pid_t found = 0;
	glob_t g;

	(void)glob("/proc/[0-9]*/comm", 0, NULL, &g);
	for (size_t i = 0; i < g.gl_pathc; i++) {
		FILE *f = fopen(g.gl_pathv[i], "re");
		int pid = atoi(g.gl_pathv[i] + 6);
		size_t n = 0;

		if (f != NULL) {
			n = fread(text, 1, sizeof text, f);
			fclose(f);
		}
		if (n != 4 || memcmp(text, "ssh\n", 4) != 0)
			continue;
		snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
		if ((f = fopen(path, "re")) == NULL)
			continue;
		n = fread(text, 1, sizeof text, f);
		fclose(f);
		if (memmem(text, n, "\0-N", 4) != NULL &&
		    memmem(text, n, "\0-O", 4) == NULL &&
		    (found == 0 || pid < found))
			found = pid;
	}
	globfree(&g);
	return found;
}

static void
load(const char *what)
{
	bool up = strcmp(what, "up") == 0, down = strcmp(what, "down") == 0;
	struct conn *c;

	knocking = strcmp(what, "both") == 0;
	for (c = conns; c < conns + CONNS; c++)
		if (c->kind == UP || c->kind == DOWN)
			drop(c);
	if (!up && !down)
		return;
	c = begin(up ? UP : DOWN, 0);
	if (c == NULL || write(c->fd, what, 1) != 1)
		warnx("no stream");
}

static void
say_time(const char *name, int64_t at)
{
	if (at == 0)
		printf("%s=-", name);
	else
		printf("%s=%lld", name, (long long)(at - broken));
}

/* Answers the question that waits, if it can be or its time is over. */
static void
answer(void)
{
	int64_t a = since[0], b = since[1], last = a > b ? a : b;
	bool both = a != 0 && b != 0, late = now >= waits;

	if (asked == NULL)
		return;
	if (strcmp(asked, "up") == 0 && (both || late)) {
		if (both)
			printf("%lld\n", (long long)(last - broken));
		else
			puts("never");
		asked = NULL;
	} else if (strcmp(asked, "settled") == 0 &&
	    ((both && now - last >= SETTLE && now - healed >= SETTLE) ||
	    late)) {
		say_time("L", a);
		say_time(" R", b);
		say_time(" ended", ended);
		say_time(" healed", healed);
		putchar('\n');
		asked = NULL;
	}
}

static void
broke(void)
{
	pid_t pid = tunnel();

	broken = now;
	since[0] = since[1] = 0;
	held = listener();
	if (pid != 0)
		session = pidfd_open(pid, 0);
	printf("ok %d\n", (int)pid);
}

static void
command(void)
{
	char line[100] = "", word[20] = "", rest[20] = "";

	if (read(0, line, sizeof line - 1) <= 0)
		exit(0);
	(void)sscanf(line, "%19s %19s", word, rest);
	waits = now + atoll(rest) * 1000;
	if (strcmp(word, "up") == 0) {
		asked = "up";
	} else if (strcmp(word, "settled") == 0) {
		asked = "settled";
	} else if (strcmp(word, "break") == 0) {
		broke();
	} else {
		if (strcmp(word, "heal") == 0) {
			healed = now;
			load("both");
		} else {
			load(rest);
		}
		puts("ok");
	}
}

static void
once(void)
{
	struct pollfd p[CONNS + 2] = { { 0, POLLIN, 0 },
	    { session, POLLIN, 0 } };
	static int64_t next;

	for (int i = 0; i < CONNS; i++)
		p[i + 2] = (struct pollfd){
		    conns[i].kind == FREE ? -1 : conns[i].fd,
		    conns[i].kind == KNOCK ? POLLOUT : POLLIN, 0 };
	(void)poll(p, CONNS + 2, next > now ? (int)(next - now) : 0);
	now = clock_ms();
	if (p[1].revents != 0) {
		ended = now;
		close(session);
		session = -1;
	}
	for (int i = 0; i < CONNS; i++)
		if (p[i + 2].revents != 0)
			turn(&conns[i]);
	if (now >= next) {
		tick();
		next = now + TICK;
	}
	if (p[0].revents != 0)
		command();
	answer();
}

int
main(int argc, char **argv)
{
	char path[64];

	if (argc != 2)
		errx(1, "usage: meter pid");
	server = argv[1];
	snprintf(path, sizeof path, "/proc/%s/ns/net", server);
	if ((here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)) == -1 ||
	    (there = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		err(1, "%s", path);
	signal(SIGPIPE, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	now = broken = clock_ms();
	serve(here);
	serve(there);
	for (;;)
		once();
}
