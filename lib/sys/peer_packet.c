/* SPDX-License-Identifier: ISC */
/* Sends packets on AF_UNIX sockets, also without SOCK_SEQPACKET. */
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <errno.h>
#include <stdint.h>

#include "sys/descriptors.h"
#include "sys/peer.h"

#if defined(__linux__) || defined(__FreeBSD__) || defined(__NetBSD__) || \
    defined(__OpenBSD__) || defined(__DragonFly__)
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
#else
/*
 * macOS has only streams.  So each packet begins with its length, two bytes in
 * this machine's byte order.
 */
int
peer_socket(void)
{
	return descriptors_socket(AF_UNIX, SOCK_STREAM);
}

/* A packet that was sent in part would corrupt all later packets. */
int
peer_post(int fd, const void *packet, size_t n)
{
	uint16_t length = (uint16_t)n;
	struct iovec io[2] = {
		{ .iov_base = &length, .iov_len = sizeof length },
		{ .iov_base = (void *)(size_t)packet, .iov_len = n },
	};
	struct msghdr m = { .msg_iov = io, .msg_iovlen = 2 };
	ssize_t sent;

	if (n > UINT16_MAX) {
		errno = EMSGSIZE;
		return -1;
	}
	sent = sendmsg(fd, &m, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (sent == -1 || (size_t)sent == n + sizeof length)
		return sent == -1 ? -1 : 0;
	(void)shutdown(fd, SHUT_RDWR);
	errno = EPIPE;
	return -1;
}

ssize_t
peer_take(int fd, void *packet, size_t size)
{
	uint16_t length;
	ssize_t n = recv(fd, &length, sizeof length, MSG_PEEK | MSG_DONTWAIT);
	int there = 0;

	if (n <= 0)
		return n;
	if (n == sizeof length && length > size) {
		errno = EMSGSIZE;
		return -1;
	}
	if (n < (ssize_t)sizeof length || ioctl(fd, FIONREAD, &there) == -1 ||
	    (size_t)there < sizeof length + length) {
		errno = EAGAIN;
		return -1;
	}
	(void)descriptors_read(fd, &length, sizeof length);
	return length == 0 ? 0 : descriptors_read(fd, packet, length);
}
#endif
