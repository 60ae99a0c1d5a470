/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/readpass.h"

static const int caught[] = { SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM,
    SIGTSTP, SIGTTIN, SIGTTOU };
enum { CAUGHT = sizeof caught / sizeof *caught };

static volatile sig_atomic_t came;

static void
readpass_signal(int sig)
{
	came = sig;
}

/* Without SA_RESTART, so that a signal interrupts read(2). */
static void
readpass_catch(struct sigaction old[CAUGHT])
{
	struct sigaction act = { .sa_handler = readpass_signal };
	size_t i;

	came = 0;
	sigemptyset(&act.sa_mask);
	for (i = 0; i < CAUGHT; i++)
		sigaction(caught[i], &act, &old[i]);
}

static void
readpass_release(const struct sigaction old[CAUGHT])
{
	size_t i;

	for (i = 0; i < CAUGHT; i++)
		sigaction(caught[i], &old[i], NULL);
}

/* Reads a line, and cuts a long one; -1: read(2) ended before the newline. */
static ssize_t
readpass_line(int fd, char *answer, size_t size)
{
	size_t n = 0;
	char c = 0;

	while (came == 0 && read(fd, &c, 1) == 1) {
		if (c == '\n' || c == '\r') {
			answer[n] = '\0';
			return (ssize_t)n;
		}
		if (n + 1 < size)
			answer[n++] = c;
	}
	return -1;
}

static ssize_t
readpass_once(int fd, const char *prompt, bool echo, char *answer,
    size_t size)
{
	struct termios old, modes;
	ssize_t n = -1;

	if (tcgetattr(fd, &old) == -1)
		return -1;
	modes = old;
	if (!echo)
		modes.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	/* In the background this stops us, before the prompt is written. */
	if (tcsetattr(fd, TCSAFLUSH, &modes) == 0 &&
	    write(fd, prompt, strlen(prompt)) != -1) {
		n = readpass_line(fd, answer, size);
		if (!echo)
			(void)!write(fd, "\n", 1);
	}
	(void)signal(SIGTTOU, SIG_IGN);
	if (!echo)
		(void)tcsetattr(fd, TCSAFLUSH, &old);
	return n;
}

ssize_t
readpass_ask(const char *prompt, bool echo, char *answer, size_t size)
{
	int fd = open(_PATH_TTY, O_RDWR | O_CLOEXEC), sig;
	struct sigaction old[CAUGHT];
	ssize_t n = -1;

	if (fd == -1)
		return -1;
	do {
		readpass_catch(old);
		n = readpass_once(fd, prompt, echo, answer, size);
		readpass_release(old);
		if ((sig = came) != 0)
			(void)raise(sig);
	} while (n == -1 && (sig == SIGTSTP || sig == SIGTTIN ||
	    sig == SIGTTOU));
	close(fd);
	return n;
}

void
readpass_notice(const char *text)
{
	int fd = open(_PATH_TTY, O_WRONLY | O_CLOEXEC);

	if (fd == -1)
		return;
	(void)descriptors_write(fd, text, strlen(text));
	(void)descriptors_write(fd, "\n", 1);
	close(fd);
}
