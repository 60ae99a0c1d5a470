/* SPDX-License-Identifier: ISC */
/*
 * A preload: the kernel of Linux 3.10, with a short TCP_INFO, no
 * TCP_RTO_MAX_MS (44) and no pidfd.
 */
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <errno.h>
#include <unistd.h>

enum { SHORT = 104 };		/* up to tcpi_total_retrans, bytes */

int	pidfd_open(pid_t pid, unsigned flags);

int
pidfd_open(pid_t pid, unsigned flags)
{
	(void)pid;
	(void)flags;
	errno = ENOSYS;
	return -1;
}

int
setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
	if (level == IPPROTO_TCP && name == 44) {
		errno = ENOPROTOOPT;
		return -1;
	}
	return (int)syscall(SYS_setsockopt, fd, level, name, value, len);
}

int
getsockopt(int fd, int level, int name, void *value, socklen_t *len)
{
	if (level == IPPROTO_TCP && name == TCP_INFO && *len > SHORT)
		*len = SHORT;
	return (int)syscall(SYS_getsockopt, fd, level, name, value, len);
}
