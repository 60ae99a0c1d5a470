/* SPDX-License-Identifier: ISC */
/*
 * seccomp(2): a filter is a list of rules, the first that fits decides.
 * Calls whose answer does not depend on their arguments cost nothing, the
 * kernel remembers them.
 */
#include "sys/sandbox.h"

#if defined(__linux__) && !defined(NO_SANDBOX) && \
    (defined(__x86_64__) || defined(__aarch64__))
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>

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

/* Calls of another architecture are refused: i386 and x32 on x86-64. */
#define BEGIN LOAD(arch), IS(ARCH, 1, 0), ANSWER(REFUSE), LOAD(nr), \
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), ANSWER(REFUSE)
/* A rule: with the number of the call loaded, before and after. */
#define RULE(call, what) IS(__NR_##call, 0, 1), ANSWER(what)
#define YES(call) RULE(call, SECCOMP_RET_ALLOW)
#define NO(call) RULE(call, REFUSE)
/* Where argument n masked is value; its low half comes first on both. */
#define IF(call, n, mask, value, what) IS(__NR_##call, 0, 5), \
    LOAD(args[n]), BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask), \
    IS(value, 0, 1), ANSWER(what), LOAD(nr)
#define YES_IF(call, n, mask, value) \
    IF(call, n, mask, value, SECCOMP_RET_ALLOW)

#define ALL 0xffffffff
#define EXECUTABLE 4			/* PROT_EXEC */
#define WRITING (3 | O_CREAT | O_TRUNC)	/* musl widens O_ACCMODE */
#define TYPE 017			/* of a socket, without its flags */

/* As pledge("stdio rpath inet unix dns proc"). */
static const struct sock_filter dial[] = {
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
#endif
	YES_IF(openat, 2, WRITING, 0),
	NO(openat),
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
	NO(personality),
	ANSWER(SECCOMP_RET_ALLOW),
};

/* As pledge("stdio rpath inet proc"), without fork(2) and new TCP sockets. */
static const struct sock_filter relay[] = {
	BEGIN,
	/* What is open. */
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
	YES(splice),
	YES(readv),
	YES(writev),
	YES(pread64),
	YES(lseek),
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
	/* The connection, syslog, whence the kernel would send. */
	YES(getsockopt),
	YES(setsockopt),
	YES(getsockname),
	YES(getpeername),
	YES(shutdown),
	YES(sendto),
	YES(sendmsg),
	YES(recvfrom),
	YES(recvmsg),
	YES_IF(socket, 0, ALL, AF_NETLINK),
	YES_IF(socket, 1, TYPE, SOCK_DGRAM),
	YES(bind),
	YES(connect),
	/* Files, to read: /proc, the time zone. */
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
	YES(kill),
	YES(tgkill),
	YES(pidfd_open),
	YES(pidfd_send_signal),
	YES(wait4),
	YES(waitid),
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
	/* What a libc does by itself. */
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

static int
enter(const struct sock_filter *filter, size_t n)
{
	const struct sock_fprog program = {
		.filter = (struct sock_filter *)filter,
		.len = (unsigned short)n,
	};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int
sandbox_dial(void)
{
	return enter(dial, sizeof dial / sizeof *dial);
}

int
sandbox_relay(void)
{
	return enter(relay, sizeof relay / sizeof *relay);
}
#endif
