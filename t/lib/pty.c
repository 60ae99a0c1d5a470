/* SPDX-License-Identifier: ISC */
/*
 * pty [-z] command...: runs the command on a terminal of its own, as the
 * leader of its session; what is read goes to that terminal, what appears
 * there is written out.  Ends with the command, by its status.
 * -z: it stands in for a shell with job control: the command is a job in a
 * process group of its own; when that stops, "[stopped]" is written, and it
 * is continued in the foreground when SIGUSR1 comes; "-" follows if the
 * terminal was left without echo.
 */
#include <sys/ioctl.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static volatile sig_atomic_t go;

static void
went(int sig)
{
	(void)sig;
	go = 1;
}

static void
say(const char *text)
{
	(void)!write(STDOUT_FILENO, text, strlen(text));
}

/* Runs the command as a job, and continues it when told to. */
static int
shell(char **argv)
{
	struct sigaction act = { .sa_handler = went };
	struct termios mine, t;
	int status;
	pid_t job;

	tcgetattr(0, &mine);
	signal(SIGTTOU, SIG_IGN);
	sigaction(SIGUSR1, &act, NULL);
	if ((job = fork()) == 0) {
		setpgid(0, 0);
		tcsetpgrp(0, getpid());
		signal(SIGTTOU, SIG_DFL);
		signal(SIGUSR1, SIG_DFL);
		execvp(argv[0], argv);
		_exit(127);
	}
	setpgid(job, job);
	while (waitpid(job, &status, WUNTRACED) == -1 || WIFSTOPPED(status)) {
		if (!WIFSTOPPED(status))
			continue;
		tcsetpgrp(0, getpgrp());
		tcgetattr(0, &t);
		say(t.c_lflag & ECHO ? "[stopped]\n" : "[stopped-]\n");
		tcsetattr(0, TCSADRAIN, &mine);
		while (!go)
			pause();
		go = 0;
		tcsetattr(0, TCSADRAIN, &t);
		tcsetpgrp(0, job);
		kill(-job, SIGCONT);
	}
	tcgetattr(0, &t);
	say(t.c_lflag & ECHO && t.c_lflag & ICANON ? "[sane]\n" :
	    "[raw]\n");
	return WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status);
}

static void
child(const char *name, bool jobs, char **argv)
{
	int fd;

	setsid();
	if ((fd = open(name, O_RDWR)) == -1 ||
	    ioctl(fd, TIOCSCTTY, 0) == -1)
		_exit(126);
	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	for (fd = 3; fd < 64; fd++)
		close(fd);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	if (jobs)
		_exit(shell(argv));
	execvp(argv[0], argv);
	_exit(127);
}

/* Copies once; false at the end. */
static bool
copy(int from, int to)
{
	char text[4096];
	ssize_t n = read(from, text, sizeof text);

	return n > 0 && write(to, text, (size_t)n) == n;
}

int
main(int argc, char **argv)
{
	bool jobs = argc > 1 && strcmp(argv[1], "-z") == 0;
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), status;
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	struct pollfd set[2];
	pid_t pid;

	if (argc < 2 + jobs || master == -1 || grantpt(master) == -1 ||
	    unlockpt(master) == -1)
		return 126;
	ioctl(master, TIOCSWINSZ, &size);
	if ((pid = fork()) == 0)
		child(ptsname(master), jobs, argv + 1 + jobs);
	fprintf(stderr, "%ld\n", (long)pid);
	set[0] = (struct pollfd){ .fd = 0, .events = POLLIN };
	set[1] = (struct pollfd){ .fd = master, .events = POLLIN };
	for (;;) {
		if (poll(set, 2, -1) == -1)
			continue;
		if (set[0].revents != 0 && !copy(0, master))
			set[0].fd = -1;
		if (set[1].revents != 0 && !copy(master, 1))
			break;
	}
	while (waitpid(pid, &status, 0) == -1)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status);
}
