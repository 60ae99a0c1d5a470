/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/signals.h"

#define SIGNALS 65

static int signals_pipe[2] = { -1, -1 };
static bool caught[SIGNALS];

/* A failed write returns EPIPE or EFBIG, instead of ending the process. */
static const int ignored[] = { SIGPIPE, SIGXFSZ };
enum { IGNORED = sizeof ignored / sizeof *ignored };
static bool was_ignored[IGNORED];

static void
signals_caught(int sig)
{
	int saved = errno;
	unsigned char byte = (unsigned char)sig;

	(void)!write(signals_pipe[1], &byte, 1);
	errno = saved;
}

static void
signals_catch(int sig)
{
	struct sigaction old, act = { .sa_handler = signals_caught };
	sigset_t one;

	sigaction(sig, NULL, &old);
	if (old.sa_handler == SIG_IGN && sig != SIGCHLD)
		return;
	act.sa_flags = SA_RESTART;
	sigaction(sig, &act, NULL);
	caught[sig] = true;
	sigemptyset(&one);
	sigaddset(&one, sig);
	sigprocmask(SIG_UNBLOCK, &one, NULL);
}

int
signals_open(const int *sig, size_t n)
{
	struct sigaction old, ignore = { .sa_handler = SIG_IGN };
	size_t i;

	if (descriptors_pipe(signals_pipe) == -1)
		return -1;
	descriptors_nonblock(signals_pipe[0]);
	descriptors_nonblock(signals_pipe[1]);
	for (i = 0; i < IGNORED; i++) {
		sigaction(ignored[i], &ignore, &old);
		was_ignored[i] = old.sa_handler == SIG_IGN;
	}
	for (i = 0; i < n; i++)
		signals_catch(sig[i]);
	return signals_pipe[0];
}

int
signals_take(int fd)
{
	unsigned char byte;

	return descriptors_read(fd, &byte, 1) == 1 ? byte : 0;
}

void
signals_reset(void)
{
	int i;

	for (i = 1; i < SIGNALS; i++)
		if (caught[i])
			signal(i, SIG_DFL);
	for (i = 0; i < IGNORED; i++)
		if (!was_ignored[i])
			signal(ignored[i], SIG_DFL);
}

void
signals_die(int sig)
{
	struct sigaction as = { .sa_handler = SIG_DFL }, was;
	sigset_t one;

	sigaction(sig, &as, &was);
	sigemptyset(&one);
	sigaddset(&one, sig);
	sigprocmask(SIG_UNBLOCK, &one, NULL);
	kill(getpid(), sig);
	/* Here sig was SIGTSTP, and a SIGCONT continued the process. */
	sigaction(sig, &was, NULL);
}
