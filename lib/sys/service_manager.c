/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/service_manager.h"

int
service_manager_descriptor(void)
{
	const char *text = getenv("SSHP_NOTIFY_FD");
	char *end;
	long fd;

	if (text == NULL || *text == '\0')
		return -1;
	errno = 0;
	fd = strtol(text, &end, 10);
	if (errno != 0 || *end != '\0' || fd <= STDERR_FILENO ||
	    fd > 1 << 20 || fcntl((int)fd, F_GETFD) == -1)
		return -2;
	return (int)fd;
}

/* at is a path, or "@" and a name in Linux' abstract namespace. */
static void
service_manager_reach(struct service_manager *m, const char *at)
{
	size_t n = at == NULL ? 0 : strlen(at);

	if (n < 2 || n >= sizeof m->to.sun_path || strchr("/@", *at) == NULL)
		return;
	m->to.sun_family = AF_UNIX;
	memcpy(m->to.sun_path, at, n);
	if (*at == '@')
		m->to.sun_path[0] = '\0';
	m->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n +
	    (*at == '/'));
	m->socket = socket(AF_UNIX, SOCK_DGRAM, 0);
	if (m->socket != -1)
		(void)fcntl(m->socket, F_SETFD, FD_CLOEXEC);
}

/* Half of the watchdog's limit, ms; 0: no watchdog, or not for our process. */
static int64_t
service_manager_pace(void)
{
	const char *usec = getenv("WATCHDOG_USEC");
	const char *pid = getenv("WATCHDOG_PID");
	long long us = usec == NULL ? 0 : strtoll(usec, NULL, 10);

	if (us <= 0 || (pid != NULL && atol(pid) != (long)getpid()))
		return 0;
	return us < 20000 ? 10 : us / 2000;
}

void
service_manager_open(struct service_manager *m, int ready, int64_t now)
{
	static const char *const ours[] = { "NOTIFY_SOCKET", "WATCHDOG_USEC",
	    "WATCHDOG_PID", "SSHP_NOTIFY_FD" };
	size_t i;

	*m = (struct service_manager){
		.socket = -1, .ready = ready, .beat = service_manager_pace(),
		.due = INT64_MAX,
	};
	service_manager_reach(m, getenv("NOTIFY_SOCKET"));
	if (m->beat != 0 && m->socket != -1)
		m->due = now;
	for (i = 0; i < sizeof ours / sizeof *ours; i++)
		(void)unsetenv(ours[i]);
}

static void	service_manager_say(const struct service_manager *,
	    const char *,
		    const char *);

/* Sends one packet: what, and then text as one line. */
static void
service_manager_say(const struct service_manager *m, const char *what,
    const char *text)
{
	char packet[600], *c;
	size_t n = strlen(what);

	if (m->socket == -1)
		return;
	snprintf(packet, sizeof packet, "%s%s", what, text);
	for (c = packet + n; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	(void)sendto(m->socket, packet, strlen(packet),
	    MSG_DONTWAIT | MSG_NOSIGNAL, (const struct sockaddr *)&m->to,
	    m->len);
}

void
service_manager_ready(struct service_manager *m, const char *text)
{
	service_manager_say(m, "READY=1\nSTATUS=", text);
	if (m->ready == -1)
		return;
	(void)descriptors_write(m->ready, "\n", 1);
	close(m->ready);
	m->ready = -1;
}

void
service_manager_status(const struct service_manager *m, const char *text)
{
	service_manager_say(m, "STATUS=", text);
}

void
service_manager_stopping(const struct service_manager *m)
{
	service_manager_say(m, "STOPPING=1", "");
}

void
service_manager_beat(struct service_manager *m, int64_t now)
{
	if (now < m->due)
		return;
	service_manager_say(m, "WATCHDOG=1", "");
	m->due = now + m->beat;
}

void
service_manager_close(struct service_manager *m)
{
	if (m->socket != -1)
		close(m->socket);
	if (m->ready != -1)
		close(m->ready);
	m->socket = m->ready = -1;
}
