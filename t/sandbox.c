/* SPDX-License-Identifier: ISC */
/*
 * sandbox dial|relay: enters that step, the second through the first, and
 * prints what each call is answered then: its name, and ok or errno's.
 */
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <netinet/in.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sys/sandbox.h"

static int bound;		/* a TCP socket with an address, of before */

static int
call_execve(void)
{
	char *argv[] = { (char[]){ "true" }, NULL }, *none[] = { NULL };

	return execve("/nonexistent", argv, none);
}

static int
call_write_file(void)
{
	return open("/dev/null", O_WRONLY);
}

static int
call_create(void)
{
	return open("/nonexistent/x", O_RDONLY | O_CREAT, 0600);
}

static int
call_unlink(void)
{
	return unlink("/nonexistent/x");
}

static int
call_read_file(void)
{
	return open("/proc/self/stat", O_RDONLY);
}

static int
call_ptrace(void)
{
	return (int)ptrace(PTRACE_CONT, getppid(), 0, 0);
}

static int
call_listen(void)
{
	return listen(bound, 1);
}

static int
call_accept(void)
{
	return accept(bound, NULL, NULL);
}

static int
call_mount(void)
{
	return mount("none", "/nonexistent", "tmpfs", 0, NULL);
}

static int
call_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return pid == -1 ? -1 : 0;
}

static int
call_tcp_socket(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int
call_udp_socket(void)
{
	return socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static int
call_syslog_socket(void)
{
	return socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static int
call_netlink_socket(void)
{
	return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0);
}

static int
call_kill(void)
{
	return kill(getpid(), 0);
}

static int
call_pidfd_open(void)
{
	return (int)syscall(434, getpid(), 0);
}

static int
call_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

static int
call_memory(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

static int
call_unshare(void)
{
	return (int)syscall(SYS_unshare, 0);
}

static int
call_io_uring(void)
{
	return (int)syscall(425, 1, NULL);
}

static const struct {
	const char *name;
	int (*call)(void);
} calls[] = {
	{ "execve", call_execve }, { "write-file", call_write_file },
	{ "create", call_create }, { "unlink", call_unlink },
	{ "read-file", call_read_file }, { "ptrace", call_ptrace },
	{ "listen", call_listen }, { "accept", call_accept },
	{ "mount", call_mount }, { "fork", call_fork },
	{ "tcp-socket", call_tcp_socket }, { "udp-socket", call_udp_socket },
	{ "syslog-socket", call_syslog_socket },
	{ "netlink-socket", call_netlink_socket }, { "kill", call_kill },
	{ "pidfd-open", call_pidfd_open }, { "code", call_code },
	{ "memory", call_memory }, { "unshare", call_unshare },
	{ "io-uring", call_io_uring },
};

int
main(int argc, char **argv)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	size_t i;

	bound = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	(void)bind(bound, (struct sockaddr *)&any, sizeof any);
	if (argc == 2 && (sandbox_dial() == -1 ||
	    (strcmp(argv[1], "relay") == 0 && sandbox_relay() == -1))) {
		printf("none %s\n", strerror(errno));
		return 1;
	}
	for (i = 0; i < sizeof calls / sizeof *calls; i++)
		printf("%s %s\n", calls[i].name, calls[i].call() != -1 ?
		    "ok" : errno == EPERM ? "EPERM" : strerror(errno));
	return 0;
}
