/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/listener.h"
#include "sys/peer.h"

enum { BACKLOG = 4096 };	/* the system's limit may be lower */

/* --- addresses --- */

static bool
listener_everywhere(const struct listener_where *w)
{
	return w->host == NULL ? w->gateway : *w->host == '\0' ||
	    strcmp(w->host, "*") == 0;
}

static bool
listener_loopback(const char *host)
{
	return host == NULL || strcmp(host, "localhost") == 0;
}

/* The numeric address for family, AF_INET or AF_INET6. */
static const char *
listener_address(const struct listener_where *w, int family)
{
	bool six = family == AF_INET6;

	if (listener_everywhere(w))
		return six ? "::" : "0.0.0.0";
	return !listener_loopback(w->host) ? w->host : six ? "::1" :
	    "127.0.0.1";
}

static struct addrinfo *
listener_numeric(const char *host, int port, int family)
{
	struct addrinfo hints = { .ai_family = family,
	    .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST }, *list;
	char text[16];

	snprintf(text, sizeof text, "%d", port);
	return getaddrinfo(host, text, &hints, &list) == 0 ? list : NULL;
}

bool
listener_knows(const char *host)
{
	struct listener_where w = { .host = host };
	struct addrinfo *ai;

	if (listener_loopback(host) || listener_everywhere(&w))
		return true;
	if ((ai = listener_numeric(host, 1, AF_UNSPEC)) == NULL)
		return false;
	freeaddrinfo(ai);
	return true;
}

/* --- sockets --- */

/* Binds and listens; fd, or -1 with errno, and fd is closed. */
static int
listener_bind(int fd, const struct sockaddr *sa, socklen_t len)
{
	int error;

	if (fd == -1 || (bind(fd, sa, len) == 0 && listen(fd, BACKLOG) == 0))
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

static int
listener_tcp(const struct addrinfo *ai)
{
	int fd = descriptors_socket(ai->ai_family, SOCK_STREAM), on = 1;

	if (fd == -1)
		return -1;
	/* As ssh: TIME_WAIT does not matter, and IPv6 excludes IPv4. */
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (ai->ai_family == AF_INET6)
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on,
		    sizeof on);
	return listener_bind(fd, ai->ai_addr, ai->ai_addrlen);
}

/* An address that the machine lacks does not matter if it has another. */
static void
listener_failed(struct listener *l, int i, const char *address, int error)
{
	l->lacks[i] = error != EADDRNOTAVAIL && error != EAFNOSUPPORT;
	if (l->error != 0 && !l->lacks[i])
		return;
	l->error = error;
	snprintf(l->failed, sizeof l->failed, "%s", address);
}

static void
listener_one(struct listener *l, const struct listener_where *w, int i)
{
	static const int families[LISTENER_MOST] = { AF_INET, AF_INET6 };
	const char *address = listener_address(w, families[i]);
	struct addrinfo *ai;

	l->lacks[i] = false;
	if (l->fd[i] != -1 || (w->family != AF_UNSPEC &&
	    w->family != families[i]) ||
	    (ai = listener_numeric(address, w->port, families[i])) == NULL)
		return;
	l->fd[i] = listener_tcp(ai);
	if (l->fd[i] == -1)
		listener_failed(l, i, address, errno);
	freeaddrinfo(ai);
}

static int
listener_path(struct listener *l, const struct listener_where *w)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	mode_t mask;
	struct stat st;

	if (l->fd[0] != -1)
		return 1;
	if (snprintf(un.sun_path, sizeof un.sun_path, "%s", w->path) >=
	    (int)sizeof un.sun_path) {
		l->error = ENAMETOOLONG;
		return 0;
	}
	if (w->unlinks)
		(void)unlink(w->path);
	else if (w->stale)
		peer_remove_stale(w->path);
	mask = umask(w->mask);
	l->fd[0] = listener_bind(descriptors_socket(AF_UNIX, SOCK_STREAM),
	    (struct sockaddr *)&un, sizeof un);
	l->error = errno;
	(void)umask(mask);
	if (l->fd[0] == -1)
		return 0;
	if (lstat(w->path, &st) == 0) {
		l->device = st.st_dev;
		l->inode = st.st_ino;
	}
	return 1;
}

int
listener_open(struct listener *l, const struct listener_where *w)
{
	int i, n = 0;

	l->failed[0] = '\0';
	l->error = 0;
	if (w->path != NULL)
		return listener_path(l, w);
	for (i = 0; i < LISTENER_MOST; i++) {
		listener_one(l, w, i);
		n += l->fd[i] != -1;
	}
	if (n == 0 && l->error == 0)
		l->error = EADDRNOTAVAIL;
	return n;
}

int
listener_accept(int fd, bool tcp)
{
	int client = accept(fd, NULL, NULL), on = 1;

	if (client == -1)
		return -1;
	(void)fcntl(client, F_SETFD, FD_CLOEXEC);
	(void)fcntl(client, F_SETFL, O_NONBLOCK);
	if (tcp)
		(void)setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on,
		    sizeof on);
	return client;
}

void
listener_reset(int client)
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };

	(void)setsockopt(client, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	close(client);
}

void
listener_close(struct listener *l, const struct listener_where *w)
{
	struct stat st;
	int i;

	for (i = 0; i < LISTENER_MOST; i++)
		if (l->fd[i] != -1)
			close(l->fd[i]);
	if (w->path != NULL && l->fd[0] != -1 && lstat(w->path, &st) == 0 &&
	    st.st_dev == l->device && st.st_ino == l->inode)
		(void)unlink(w->path);
	l->fd[0] = l->fd[1] = -1;
}
