/* SPDX-License-Identifier: ISC */
/* For LD_PRELOAD: a system without TCP_INFO. */
#include <sys/socket.h>
#include <sys/syscall.h>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <errno.h>
#include <unistd.h>

int
getsockopt(int fd, int level, int name, void *restrict value,
    socklen_t *restrict len)
{
	if (level == IPPROTO_TCP && name == TCP_INFO) {
		errno = ENOPROTOOPT;
		return -1;
	}
	return (int)syscall(SYS_getsockopt, fd, level, name, value, len);
}
