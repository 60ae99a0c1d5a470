/* SPDX-License-Identifier: ISC */
/* For systems whose local sockets keep packets apart. */
#include "sys/peer.h"

#if defined(__linux__) || defined(__FreeBSD__) || defined(__NetBSD__) || \
    defined(__OpenBSD__) || defined(__DragonFly__)
#include <sys/socket.h>

#include "sys/descriptors.h"

int
peer_socket(void)
{
	return descriptors_socket(AF_UNIX, SOCK_SEQPACKET);
}

int
peer_post(int fd, const void *packet, size_t n)
{
	return send(fd, packet, n, MSG_NOSIGNAL | MSG_DONTWAIT) == -1 ? -1 : 0;
}

ssize_t
peer_take(int fd, void *packet, size_t size)
{
	return descriptors_read(fd, packet, size);
}
#endif
