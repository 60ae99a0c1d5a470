/* SPDX-License-Identifier: ISC */
/*
 * stub: a stand-in for ssh, and for its guard, that has no server and is lost
 * at once: for many reconnects in short time.  Of every four, one has its
 * connection refused; one is up, and is closed; one is up, and is killed; one
 * is up, and asks its sshp for another, by SIGUSR1.  In the environment:
 *	STUB_STARTS	a file that gets a byte for each start
 *	STUB_MARKS	numbers of starts at which it stays up until told to end
 */
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

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
	char text[200];
	int fd = open(place("log"), O_WRONLY);
	int n = snprintf(text, sizeof text,
	    "debug1: ssh.c:ssh_confirm_remote_forward():1 (pid=%ld): remote "
	    "forward success for: listen 8080, connect localhost:80\n",
	    (long)getpid());

	if (fd == -1 || write(fd, text, (size_t)n) == -1)
		_exit(3);
	close(fd);
}

/*
 * The guard's part, in a child as ssh has it: tells events up to the last, and
 * then through the pipe that it has.  After a banner it stays until ssh ends.
 */
static void
guard(enum event_kind last, int pipe)
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
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close(pipe);
	if (last == EVENT_BANNER)
		(void)pause();
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
	int i, control, told[2];
	char byte;
	long n;

	for (i = 1; i < argc; i++)
		if (strncmp(argv[i], "-vG", 3) == 0) {
			fputs("OpenSSH_9.2p1\n", stderr);
			return 0;
		}
	n = started();
	stays = marked(n);
	refused = n % 4 == 0 && !stays;
	if (pipe(told) == -1)
		return 3;
	if (fork() == 0) {
		close(told[0]);
		guard(refused ? EVENT_FAILED : EVENT_BANNER, told[1]);
	}
	close(told[1]);
	(void)read(told[0], &byte, 1);
	if (refused)
		return 255;
	(void)unlink(place("control"));
	if ((control = local("control", SOCK_STREAM, bind)) == -1 ||
	    listen(control, 5) == -1)
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
