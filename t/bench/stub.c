/* SPDX-License-Identifier: ISC */
/*
 * stub: a stand-in for ssh, and for its guard, that has no server and is lost
 * at once: for many reconnects in short time.  Of every four, one has its
 * connection refused; one is up, and is closed; one is up, and is killed; one
 * is up, and asks its sshp for another, by SIGUSR1.  In the environment:
 *	STUB_STARTS	a file that gets a byte for each start
 *	STUB_MARKS	numbers of starts at which it stays up until told to end
 */
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "proto/event.h"

/* What is called so beside the socket for guards. */
static const char *
place(const char *name)
{
	static char path[100];
	const char *events = getenv("SSHP_EVENTS");

	if (events == NULL)
		_exit(3);
	snprintf(path, sizeof path, "%.*s/%s",
	    (int)(strrchr(events, '/') - events), events, name);
	return path;
}

static int
local(const char *name, int type, int (*how)(int, const struct sockaddr *,
    socklen_t))
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, type, 0);

	snprintf(a.sun_path, sizeof a.sun_path, "%s", place(name));
	return how(fd, (struct sockaddr *)&a, sizeof a) == -1 ? -1 : fd;
}

/* In its log: a remote forward was granted. */
static void
grant(void)
{
	static const char text[] = "remote forward success for: listen 8080, "
	    "connect localhost:80\n";
	int fd = open(place("log"), O_WRONLY);

	if (fd == -1 || write(fd, text, sizeof text - 1) == -1)
		_exit(3);
	close(fd);
}

/* The guard's part, in a child as ssh has it: tells events up to the last. */
static void
guard(enum event_kind last)
{
	struct event e = { .kind = EVENT_HELLO, .attempt = 1, .pid = getpid() };
	char text[EVENT_SIZE];
	int fd = local("events", SOCK_SEQPACKET, connect);

	for (; e.kind <= last; e.kind++) {
		if (last == EVENT_FAILED && e.kind != EVENT_HELLO)
			e.kind = EVENT_FAILED, e.cause = CAUSE_REFUSED;
		if (send(fd, text, event_encode(&e, text), MSG_NOSIGNAL) == -1)
			break;
	}
	_exit(0);
}

/* How many have been started, this one included. */
static long
started(void)
{
	struct stat st;
	int fd = open(getenv("STUB_STARTS"),
	    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

	if (fd == -1 || write(fd, "", 1) == -1 || fstat(fd, &st) == -1)
		_exit(3);
	close(fd);
	return (long)st.st_size;
}

static bool
marked(long n)
{
	const char *at = getenv("STUB_MARKS");

	for (; at != NULL; at = strchr(at, ' ')) {
		at += *at == ' ';
		if (atol(at) == n)
			return true;
	}
	return false;
}

/* Long enough to be seen up. */
static void
lasts(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&t, NULL);
}

int
main(int argc, char **argv)
{
	bool refused, stays;
	long n;
	int i;

	for (i = 1; i < argc; i++)
		if (strncmp(argv[i], "-vG", 3) == 0) {
			fputs("OpenSSH_9.2p1\n", stderr);
			return 0;
		}
	n = started();
	stays = marked(n);
	refused = n % 4 == 0 && !stays;
	if (fork() == 0)
		guard(refused ? EVENT_FAILED : EVENT_BANNER);
	(void)wait(NULL);
	if (refused)
		return 255;
	if (local("control", SOCK_STREAM, bind) == -1)
		return 3;
	grant();
	lasts(10);
	if (!stays && n % 4 == 1)
		(void)raise(SIGKILL);
	if (!stays && n % 4 == 2)
		(void)kill(getppid(), SIGUSR1);
	if (stays || n % 4 == 2)
		(void)pause();
	return 255;
}
