/* SPDX-License-Identifier: ISC */
/*
 * without NAME[,NAME]... command...: runs it as on a kernel, or in a
 * container, that lacks so much.  A filter of system calls answers what such
 * a kernel does; for little-endian machines.  "all" is every one of them.
 */
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sys/sandbox_calls.h"

enum { ANY = -1, MOST = 32, TCP = 6, SOCKET = 1 };

/*
 * A call fails so where its second and third arguments are level and option;
 * where option is ANY, its first is level; where level is, too, always.
 */
static const struct lack {
	const char *name;
	long call;
	int level, option, error;
} lacks[] = {
	{ "pidfd", __NR_pidfd_open, ANY, ANY, ENOSYS },
	{ "pidfd", __NR_pidfd_send_signal, ANY, ANY, ENOSYS },
	{ "getrandom", __NR_getrandom, ANY, ANY, ENOSYS },
	{ "close_range", __NR_close_range, ANY, ANY, ENOSYS },
	{ "statx", __NR_statx, ANY, ANY, ENOSYS },
	{ "splice", __NR_splice, ANY, ANY, ENOSYS },
	{ "timerfd", __NR_timerfd_create, ANY, ANY, ENOSYS },
	{ "memfd", __NR_memfd_create, ANY, ANY, ENOSYS },
	{ "info", __NR_getsockopt, TCP, 11, ENOPROTOOPT },
	{ "meminfo", __NR_getsockopt, SOCKET, 55, ENOPROTOOPT },
	{ "rtomax", __NR_setsockopt, TCP, 44, ENOPROTOOPT },
	{ "giveup", __NR_setsockopt, TCP, 18, ENOPROTOOPT },
	{ "seccomp", __NR_seccomp, ANY, ANY, ENOSYS },
	{ "seccomp", __NR_prctl, PR_SET_SECCOMP, ANY, EINVAL },
};

#define LOAD(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, \
    offsetof(struct seccomp_data, what))
#define UNLESS(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, \
    (unsigned)(value), 0, skip)

static struct sock_filter filter[8 * MOST];
static unsigned short n;

static void
add(const struct sock_filter *from, size_t count)
{
	memcpy(filter + n, from, count * sizeof *from);
	n += (unsigned short)count;
}

static void
deny(const struct lack *l)
{
	const struct sock_filter call[] = { LOAD(nr), UNLESS(l->call, 1) };
	const struct sock_filter option[] = { LOAD(nr), UNLESS(l->call, 5),
	    LOAD(args[1]), UNLESS(l->level, 3),
	    LOAD(args[2]), UNLESS(l->option, 1) };
	const struct sock_filter first[] = { LOAD(nr), UNLESS(l->call, 3),
	    LOAD(args[0]), UNLESS(l->level, 1) };
	const struct sock_filter fails = BPF_STMT(BPF_RET | BPF_K,
	    SECCOMP_RET_ERRNO | (unsigned)l->error);

	if (l->level == ANY)
		add(call, sizeof call / sizeof *call);
	else if (l->option == ANY)
		add(first, sizeof first / sizeof *first);
	else
		add(option, sizeof option / sizeof *option);
	add(&fails, 1);
}

/* Denies what the list names; how many names are not known. */
static int
deny_all(char *list)
{
	const char *name;
	int unknown = 0, known;
	size_t i;

	for (name = strtok(list, ","); name != NULL;
	    name = strtok(NULL, ",")) {
		for (known = 0, i = 0; i < sizeof lacks / sizeof *lacks; i++)
			if (strcmp(lacks[i].name, name) == 0 ||
			    strcmp(name, "all") == 0) {
				deny(&lacks[i]);
				known = 1;
			}
		unknown += !known;
	}
	return unknown;
}

int
main(int argc, char **argv)
{
	const struct sock_filter rest =
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { .filter = filter };

	if (argc < 3 || deny_all(argv[1]) != 0) {
		fprintf(stderr, "usage: without NAME[,NAME]... command\n");
		return 2;
	}
	add(&rest, 1);
	program.len = n;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1) {
		perror("without");
		return 2;
	}
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 2;
}
