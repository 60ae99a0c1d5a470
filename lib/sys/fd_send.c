/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/fd_send.h"

static bool
fd_send_socket(int fd)
{
	struct sockaddr_storage name;
	socklen_t len = sizeof name;

	return getsockname(fd, (struct sockaddr *)&name, &len) == 0 &&
	    name.ss_family == AF_UNIX;
}

#ifdef __linux__
pid_t
fd_send_to(int fd)
{
	struct ucred cred;
	socklen_t len = sizeof cred;

	if (!fd_send_socket(fd) || getsockopt(fd, SOL_SOCKET, SO_PEERCRED,
	    &cred, &len) == -1 || cred.uid != geteuid())
		return 0;
	return cred.pid;
}

/* Other programs may talk to us through a socket, but ssh uses pipes. */
bool
fd_send_asked(int fd)
{
	char path[64], name[16];
	pid_t pid = fd_send_to(fd);
	ssize_t n;
	int comm;

	snprintf(path, sizeof path, "/proc/%ld/comm", (long)pid);
	if (pid <= 0 || (comm = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return false;
	n = descriptors_read(comm, name, sizeof name);
	close(comm);
	return n == 4 && memcmp(name, "ssh\n", 4) == 0;
}
#else
pid_t
fd_send_to(int fd)
{
	return fd_send_socket(fd) ? getppid() : 0;
}

/* The system does not name the process at the other end: -F must tell. */
bool
fd_send_asked(int fd)
{
	(void)fd;
	return false;
}
#endif

int
fd_send(int fd, int sock)
{
	char control[CMSG_SPACE(sizeof sock)] = { 0 }, byte = 0;
	struct iovec io = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr m = { .msg_iov = &io, .msg_iovlen = 1,
	    .msg_control = control, .msg_controllen = sizeof control };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	ssize_t n;

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof sock);
	memcpy(CMSG_DATA(c), &sock, sizeof sock);
	while ((n = sendmsg(fd, &m, 0)) == -1 && errno == EINTR)
		;
	return n == 1 ? 0 : -1;
}
