/* SPDX-License-Identifier: ISC */
/* Enters the sandbox with seccomp(2). */
/*
 * A filter is a list of rules; the first rule that matches decides.  A call
 * costs nothing if its answer does not depend on its arguments, because the
 * kernel remembers the answer.
 */
#include "sys/sandbox.h"

#if defined(__linux__) && !defined(NO_SANDBOX) && \
    (defined(__x86_64__) || defined(__aarch64__))
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "sys/sandbox_calls.h"

#ifdef __x86_64__
#define ARCH AUDIT_ARCH_X86_64
#else
#define ARCH AUDIT_ARCH_AARCH64
#endif

#define REFUSE (SECCOMP_RET_ERRNO | EPERM)
#define LOAD(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, \
    offsetof(struct seccomp_data, what))
#define IS(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, what)

/* Refuses calls of another architecture: i386 and x32 on x86-64. */
#define BEGIN LOAD(arch), IS(ARCH, 1, 0), ANSWER(REFUSE), LOAD(nr), \
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), ANSWER(REFUSE)
/* A rule; the number of the call is loaded before and after it. */
#define RULE(call, what) IS(__NR_##call, 0, 1), ANSWER(what)
#define YES(call) RULE(call, SECCOMP_RET_ALLOW)
#define NO(call) RULE(call, REFUSE)
/*
 * Applies if argument n, masked, is value.  The low half of an argument comes
 * first on both architectures.
 */
#define IF(call, n, mask, value, what) IS(__NR_##call, 0, 5), \
    LOAD(args[n]), BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask), \
    IS(value, 0, 1), ANSWER(what), LOAD(nr)
#define YES_IF(call, n, mask, value) \
    IF(call, n, mask, value, SECCOMP_RET_ALLOW)
/* The same for two arguments at once. */
#define YES_IF2(call, n, mask, value, n2, mask2, value2) \
    IS(__NR_##call, 0, 8), LOAD(args[n]), \
    BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask), IS(value, 0, 4), \
    LOAD(args[n2]), BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask2), \
    IS(value2, 0, 1), ANSWER(SECCOMP_RET_ALLOW), LOAD(nr)
/* Refused for process 1, for process groups, and for all processes. */
#define NO_MANY(call) IS(__NR_##call, 0, 5), LOAD(args[0]), \
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x80000000, 1, 0), \
    BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 1, 1, 0), ANSWER(REFUSE), LOAD(nr)
/* The high half of argument n. */
#define LOAD_HIGH(n) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, \
    offsetof(struct seccomp_data, args[n]) + 4)
/* Refused unless argument n is NULL. */
#define NO_POINTER(call, n) IS(__NR_##call, 0, 6), LOAD(args[n]), \
    IS(0, 0, 2), LOAD_HIGH(n), IS(0, 1, 0), ANSWER(REFUSE), LOAD(nr)
/*
 * Allows a seek only near the beginning of a file.  So /proc/PID/mem cannot be
 * read, because its first pages are not mapped.
 */
#define YES_LOW(lseek) IS(__NR_##lseek, 0, 9), LOAD_HIGH(1), IS(0, 0, 6), \
    LOAD(args[1]), IS(0, 3, 0), \
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, LOWEST, 3, 0), LOAD(args[2]), \
    IS(SEEK_SET, 0, 1), ANSWER(SECCOMP_RET_ALLOW), LOAD(nr)

#define ALL 0xffffffff
#define LOWEST 65536			/* usual vm.mmap_min_addr */
#define SELF 0x7ffffffe			/* enter() puts our pid here */
#define NAMESPACES 0x7e020000		/* of clone(2): CLONE_NEW* */
#define EXECUTABLE 4			/* PROT_EXEC */
#define WRITING (3 | O_CREAT | O_TRUNC)	/* musl widens O_ACCMODE */
#define TYPE 017			/* of a socket, without its flags */

/* As pledge("stdio rpath inet unix dns proc"). */
static struct sock_filter dial[] = {
	BEGIN,
#ifdef __NR_open
	YES_IF(open, 1, WRITING, 0),
	NO(open),
	NO(creat),
	NO(mkdir),
	NO(mknod),
	NO(unlink),
	NO(rmdir),
	NO(rename),
	NO(link),
	NO(symlink),
	NO(chmod),
	NO(chown),
	NO(lchown),
	NO(utime),
	NO(utimes),
	NO(futimesat),
	NO(iopl),
	NO(ioperm),
#endif
	YES_IF(openat, 2, WRITING, 0),
	NO(openat),
	/* TCP, UDP, local sockets, and the routes and addresses. */
	YES_IF2(socket, 0, ALL, AF_INET, 1, TYPE, SOCK_STREAM),
	YES_IF2(socket, 0, ALL, AF_INET, 1, TYPE, SOCK_DGRAM),
	YES_IF2(socket, 0, ALL, AF_INET6, 1, TYPE, SOCK_STREAM),
	YES_IF2(socket, 0, ALL, AF_INET6, 1, TYPE, SOCK_DGRAM),
	YES_IF(socket, 0, ALL, AF_UNIX),
	YES_IF2(socket, 0, ALL, AF_NETLINK, 2, ALL, NETLINK_ROUTE),
	NO(socket),
	NO_MANY(kill),
	NO_MANY(pidfd_open),
	YES_IF(clone, 0, NAMESPACES, 0),
	NO(clone),
	/* A filter cannot read its flags; a libc falls back to clone(2). */
	RULE(clone3, SECCOMP_RET_ERRNO | ENOSYS),
	NO(openat2),
	NO(mkdirat),
	NO(mknodat),
	NO(unlinkat),
	NO(renameat),
	NO(renameat2),
	NO(linkat),
	NO(symlinkat),
	NO(truncate),
	NO(fchmod),
	NO(fchmodat),
	NO(fchmodat2),
	NO(fchown),
	NO(fchownat),
	NO(setxattr),
	NO(lsetxattr),
	NO(fsetxattr),
	NO(removexattr),
	NO(lremovexattr),
	NO(fremovexattr),
	NO(utimensat),
	NO(mq_open),
	NO(mq_unlink),
	NO(execve),
	NO(execveat),
	NO(ptrace),
	NO(process_vm_readv),
	NO(process_vm_writev),
	NO(pidfd_getfd),
	NO(listen),
	NO(accept),
	NO(accept4),
	IF(ioctl, 1, ALL, TIOCSTI, REFUSE),
	NO(io_uring_setup),
	NO(io_uring_enter),
	NO(io_uring_register),
	NO(mount),
	NO(umount2),
	NO(move_mount),
	NO(open_tree),
	NO(fsopen),
	NO(fsconfig),
	NO(fsmount),
	NO(fspick),
	NO(mount_setattr),
	NO(pivot_root),
	NO(chroot),
	NO(unshare),
	NO(setns),
	NO(open_by_handle_at),
	NO(bpf),
	NO(perf_event_open),
	NO(userfaultfd),
	NO(add_key),
	NO(request_key),
	NO(keyctl),
	NO(init_module),
	NO(finit_module),
	NO(delete_module),
	NO(kexec_load),
	NO(kexec_file_load),
	NO(sethostname),
	NO(setdomainname),
	NO(settimeofday),
	NO(clock_settime),
	NO(clock_adjtime),
	NO(adjtimex),
	NO(syslog),
	NO(quotactl),
	NO(fanotify_init),
	NO(reboot),
	NO(swapon),
	NO(swapoff),
	NO(acct),
	NO(setuid),
	NO(setgid),
	NO(setreuid),
	NO(setregid),
	NO(setresuid),
	NO(setresgid),
	NO(setgroups),
	NO(setfsuid),
	NO(setfsgid),
	NO(personality),
	ANSWER(SECCOMP_RET_ALLOW),
};

/* As pledge("stdio rpath inet proc"), without fork(2) and new TCP sockets. */
static struct sock_filter relay[] = {
	BEGIN,
	/* Open descriptors. */
#ifdef __NR_poll
	YES(poll),
	YES(epoll_wait),
	YES(dup2),
	YES(pipe),
#endif
	YES(ppoll),
	YES(epoll_create1),
	YES(epoll_ctl),
	YES(epoll_pwait),
	YES(read),
	YES(write),
	NO_POINTER(splice, 1),	/* no offset in a file */
	NO_POINTER(splice, 3),
	YES(splice),
	YES(readv),
	YES(writev),
	YES_LOW(lseek),
	YES(close),
	YES(close_range),
	YES(fcntl),
	YES(dup),
	YES(dup3),
	YES(pipe2),
	YES_IF(ioctl, 1, ALL, TCGETS),	/* isatty(3) */
	YES_IF(ioctl, 1, ALL, TCGETS2_IOCTL),
	YES_IF(ioctl, 1, ALL, TIOCGWINSZ),
	YES_IF(ioctl, 1, ALL, TIOCOUTQ),
	YES_IF(ioctl, 1, ALL, FIONREAD),
	/* The connection, syslog, and the kernel's source address. */
	YES(getsockopt),
	YES(setsockopt),
	YES(getsockname),
	YES(getpeername),
	YES(shutdown),
	YES(sendto),
	YES(sendmsg),
	YES(recvfrom),
	YES(recvmsg),
	YES_IF2(socket, 0, ALL, AF_NETLINK, 2, ALL, NETLINK_ROUTE),
	YES_IF2(socket, 0, ALL, AF_INET, 1, TYPE, SOCK_DGRAM),
	YES_IF2(socket, 0, ALL, AF_INET6, 1, TYPE, SOCK_DGRAM),
	YES_IF2(socket, 0, ALL, AF_UNIX, 1, TYPE, SOCK_DGRAM),
	YES(bind),
	YES(connect),
	/* Reading files: /proc, the time zone. */
#ifdef __NR_open
	YES_IF(open, 1, WRITING, 0),
	YES(stat),
	YES(lstat),
	YES(access),
	YES(readlink),
	YES(getdents),
#endif
	YES_IF(openat, 2, WRITING, 0),
	YES(fstat),
	YES(newfstatat),
	YES(statx),
	YES(faccessat),
	YES(readlinkat),
	YES(getdents64),
	/* Our ssh, or the command that we wrap. */
	NO_MANY(kill),
	YES(kill),
	YES_IF(tgkill, 0, ALL, SELF),	/* abort(3) */
	NO_MANY(pidfd_open),
	YES(pidfd_open),
	YES(pidfd_send_signal),
	YES(wait4),
	YES(waitid),
	YES(getpgid),
	/* Signals and time. */
#ifdef __NR_time
	YES(time),
#endif
	YES(rt_sigaction),
	YES(rt_sigprocmask),
	YES(rt_sigreturn),
	YES(rt_sigtimedwait),
	YES(restart_syscall),
	YES(signalfd4),
	YES(clock_gettime),
	YES(gettimeofday),
	YES(clock_nanosleep),
	YES(nanosleep),
	YES(timerfd_create),
	YES(timerfd_settime),
	/* Calls that a libc makes by itself. */
	YES(brk),
	YES_IF(mmap, 2, EXECUTABLE, 0),
	YES_IF(mprotect, 2, EXECUTABLE, 0),
	YES(munmap),
	YES(mremap),
	YES(madvise),
	YES(futex),
	YES(set_robust_list),
	YES(rseq),
	YES(getrandom),
	YES(sysinfo),
	YES(uname),
	YES(sched_yield),
	YES(getpid),
	YES(gettid),
	YES(getppid),
	YES(getuid),
	YES(geteuid),
	YES(getgid),
	YES(getegid),
	YES(exit),
	YES(exit_group),
	ANSWER(REFUSE),
};

/*
 * Keeps only the capabilities of root that the guard uses: to find our ssh in
 * /proc and signal it, to bind to a low port and to an interface, and to have
 * larger pipes than other users.
 */
static void
capabilities_drop(void)
{
	const uint32_t kept = 1U << CAP_KILL | 1U << CAP_SYS_PTRACE |
	    1U << CAP_DAC_READ_SEARCH | 1U << CAP_NET_BIND_SERVICE |
	    1U << CAP_NET_RAW | 1U << CAP_SYS_RESOURCE;
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct has[_LINUX_CAPABILITY_U32S_3] = { 0 };

	if (syscall(SYS_capget, &head, has) == -1)
		return;
	has[0].effective &= kept;
	has[0].permitted &= kept;
	has[0].inheritable = 0;
	has[1] = (struct __user_cap_data_struct){ 0 };
	(void)syscall(SYS_capset, &head, has);
}

/* Installs filter of n rules, with each SELF replaced by our pid. */
static int
enter(struct sock_filter *filter, size_t n)
{
	const struct sock_fprog program = {
		.filter = filter, .len = (unsigned short)n,
	};
	size_t i;

	for (i = 0; i < n; i++)
		if (filter[i].k == SELF)
			filter[i].k = (uint32_t)getpid();
	capabilities_drop();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int
sandbox_dial(void)
{
	return enter(dial, sizeof dial / sizeof *dial);
}

/* tzset(3) reads the zone for syslog(3), whose file cannot be read later. */
int
sandbox_relay(void)
{
	tzset();
	return enter(relay, sizeof relay / sizeof *relay);
}
#endif
