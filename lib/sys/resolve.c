/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "compat/compat.h"
#include "sys/child.h"
#include "sys/descriptors.h"
#include "sys/resolve.h"
#include "sys/sandbox.h"

char *
address_text(const struct address *a, char out[ADDRESS_TEXT])
{
	if (getnameinfo(&a->sa, a->len, out, ADDRESS_TEXT,
	    NULL, 0, NI_NUMERICHOST) != 0)
		snprintf(out, ADDRESS_TEXT, "?");
	return out;
}

static void
resolve_ask(const char *host, const char *port, int family, int flags,
    struct resolved *out)
{
	struct addrinfo hints = {
		.ai_family = family,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = flags,
	}, *list = NULL, *ai;
	struct address *a;

	memset(out, 0, sizeof *out);
	out->gai = getaddrinfo(host, port, &hints, &list);
	out->error = errno;
	if (out->gai != 0)
		return;
	for (ai = list; ai != NULL && out->n < RESOLVE_MAX; ai = ai->ai_next) {
		if (ai->ai_addrlen > ADDRESS_MOST)
			continue;
		a = &out->addr[out->n++];
		memcpy(a, ai->ai_addr, ai->ai_addrlen);
		a->len = ai->ai_addrlen;
	}
	freeaddrinfo(list);
}

/* The child: it has only its end of the pipe, and standard error. */
static void
resolve_child(int fd, const char *host, const char *port, int family)
{
	struct resolved answer;

	child_dies_with_parent();
	signal(SIGHUP, SIG_DFL);
	if (dup2(fd, 3) == -1 || descriptors_null(0) == -1 ||
	    descriptors_null(1) == -1)
		_exit(1);
	closefrom(4);
	(void)sandbox_dial();
	resolve_ask(host, port, family, 0, &answer);
	_exit(descriptors_write(3, &answer, sizeof answer) !=
	    (ssize_t)sizeof answer);
}

int
resolve_open(struct resolve *r, const char *host, const char *port, int family,
    struct resolved *out)
{
	int fd[2], saved;

	*r = (struct resolve){ .fd = -1 };
	resolve_ask(host, port, family, AI_NUMERICHOST, out);
	if (out->gai != EAI_NONAME)
		return 1;
	if (descriptors_pipe(fd) == -1)
		return -1;
	switch (r->child = fork()) {
	case -1:
		saved = errno;
		close(fd[0]);
		close(fd[1]);
		r->child = 0;
		errno = saved;
		return -1;
	case 0:
		resolve_child(fd[1], host, port, family);
	}
	close(fd[1]);
	r->fd = fd[0];
	return 0;
}

/* Waits for the child, which has finished or was killed. */
static void
resolve_reap(struct resolve *r)
{
	while (waitpid(r->child, NULL, 0) == -1 && errno == EINTR)
		;
	close(r->fd);
	*r = (struct resolve){ .fd = -1 };
}

int
resolve_take(struct resolve *r, struct resolved *out)
{
	char *to = (char *)out;
	size_t have = 0;
	ssize_t n = 0;

	while (have < sizeof *out &&
	    (n = descriptors_read(r->fd, to + have, sizeof *out - have)) > 0)
		have += (size_t)n;
	if (have != sizeof *out) {
		errno = n == -1 ? errno : EIO;
		return -1;
	}
	resolve_reap(r);
	return 0;
}

void
resolve_close(struct resolve *r)
{
	if (r->child <= 0)
		return;
	kill(r->child, SIGKILL);
	resolve_reap(r);
}
