/* SPDX-License-Identifier: ISC */
/*
 * sandbox dial|relay: enters that step, the second through the first, and
 * prints what each call is answered then: its name, and ok or errno's.
 */
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <linux/netlink.h>
#include <netinet/in.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sys/sandbox.h"

static int bound;		/* a TCP socket with an address, of before */
static pid_t other;		/* a child, begun before, with our memory */
static char secret = 's';

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

/* Sockets that no guard has a use for. */
static int
call_packet_socket(void)
{
	return socket(AF_PACKET, SOCK_RAW, 0);
}

static int
call_raw_socket(void)
{
	return socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
}

static int
call_audit_socket(void)
{
	return socket(AF_NETLINK, SOCK_RAW, NETLINK_AUDIT);
}

static int
call_crypto_socket(void)
{
	return socket(AF_ALG, SOCK_SEQPACKET, 0);
}

static int
call_kill_init(void)
{
	return kill(1, 0);
}

static int
call_kill_group(void)
{
	return kill(0, 0);
}

static int
call_kill_all(void)
{
	return kill(-1, 0);
}

static int
call_pidfd_init(void)
{
	return (int)syscall(434, 1, 0);
}

static int
call_tgkill(void)
{
	return (int)syscall(SYS_tgkill, other, other, 0);
}

static int
call_abort(void)
{
	return (int)syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), 0);
}

static int
call_namespace(void)
{
	pid_t pid = (pid_t)syscall(SYS_clone, 0x10000000 | SIGCHLD, 0, 0, 0,
	    0);

	if (pid == 0)
		_exit(0);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return pid == -1 ? -1 : 0;
}

static int
call_touch(void)
{
	return utimensat(AT_FDCWD, "/nonexistent/x", NULL, 0);
}

/* The memory of another process of ours, read by one of these ways. */
static int
other_memory(int way)
{
	char path[40], byte = 0;
	loff_t at = (loff_t)(size_t)&secret;
	int fd, to[2], got = -1;

	snprintf(path, sizeof path, "/proc/%ld/mem", (long)other);
	if ((fd = open(path, O_RDONLY)) == -1 || pipe(to) == -1)
		return -1;
	errno = 0;
	if (way == 0)
		got = (int)pread(fd, &byte, 1, at);
	else if (way == 1)
		got = lseek(fd, at, SEEK_SET) == at ?
		    (int)read(fd, &byte, 1) : -1;
	else if (way == 2)
		/* In steps, each of them small. */
		got = lseek(fd, 4096, SEEK_SET) == 4096 &&
		    lseek(fd, 4096, SEEK_CUR) == 8192 ? 0 : -1;
	else
		got = (int)syscall(SYS_splice, fd, &at, to[1], NULL, 1, 0);
	close(fd);
	close(to[0]);
	close(to[1]);
	return got;
}

static int
call_memory_pread(void)
{
	return other_memory(0);
}

static int
call_memory_lseek(void)
{
	return other_memory(1);
}

static int
call_memory_steps(void)
{
	return other_memory(2);
}

static int
call_memory_splice(void)
{
	return other_memory(3);
}

/* What a libc does with a file from its beginning. */
static int
call_rewind(void)
{
	int fd = open("/proc/self/stat", O_RDONLY), got;

	got = fd == -1 || lseek(fd, 0, SEEK_CUR) == -1 ||
	    lseek(fd, 100, SEEK_SET) == -1 ? -1 : 0;
	close(fd);
	return got;
}

static int
call_splice(void)
{
	int from[2], to[2], got = -1;

	if (pipe(from) == 0 && pipe(to) == 0 && write(from[1], "x", 1) == 1)
		got = (int)syscall(SYS_splice, from[0], NULL, to[1], NULL, 1,
		    0);
	return got;
}

static const struct {
	const char *name;
	int (*call)(void);
} calls[] = {
	{ "packet-socket", call_packet_socket },
	{ "raw-socket", call_raw_socket },
	{ "audit-socket", call_audit_socket },
	{ "crypto-socket", call_crypto_socket },
	{ "kill-init", call_kill_init }, { "kill-group", call_kill_group },
	{ "kill-all", call_kill_all }, { "pidfd-init", call_pidfd_init },
	{ "tgkill", call_tgkill }, { "abort", call_abort },
	{ "namespace", call_namespace }, { "touch", call_touch },
	{ "memory-pread", call_memory_pread },
	{ "memory-lseek", call_memory_lseek },
	{ "memory-steps", call_memory_steps },
	{ "memory-splice", call_memory_splice }, { "rewind", call_rewind },
	{ "splice", call_splice },
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
	if ((other = fork()) == 0)
		for (;;)
			pause();
	if (argc == 2 && (sandbox_dial() == -1 ||
	    (strcmp(argv[1], "relay") == 0 && sandbox_relay() == -1))) {
		printf("none %s\n", strerror(errno));
		(void)kill(other, SIGKILL);
		return 1;
	}
	for (i = 0; i < sizeof calls / sizeof *calls; i++)
		printf("%s %s\n", calls[i].name, calls[i].call() != -1 ?
		    "ok" : errno == EPERM ? "EPERM" : strerror(errno));
	(void)kill(other, SIGKILL);
	return 0;
}
