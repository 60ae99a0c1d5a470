/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "sshp/attempt.h"
#include "sys/filewatch.h"
#include "sys/peer.h"

enum {
	WITHOUT_SOCKET = 10000,	/* an ssh before 8.5 without a socket counts as
				   logged in if it runs this long after the
				   banner, ms */
	LOOK = 200		/* without filewatch: interval of looks for the
				   socket, ms */
};

void
attempt_open(struct attempt *a, const struct plan *shared_plan,
    const struct plan *private_plan, const char *directory)
{
	*a = (struct attempt){
		.shared_plan = shared_plan, .private_plan = private_plan,
		.plan = shared_plan, .directory = directory,
		.socket_watch = -1, .connected = SPAN_NEVER,
		.banner = SPAN_NEVER, .login = SPAN_NEVER,
	};
}

/* A master of the user may have taken ControlPath since the last attempt. */
static void
attempt_choose(struct attempt *a)
{
	const char *path = a->shared_plan->control;
	bool taken = a->private_plan->way == PLAN_KEPT && path != NULL &&
	    peer_listener(path) != -1;

	a->plan = taken ? a->private_plan : a->shared_plan;
}

void
attempt_begin(struct attempt *a)
{
	const char *path;

	a->connected = a->banner = a->login = SPAN_NEVER;
	a->foreign = 0;
	a->taken = 0;
	a->pid = 0;
	a->parted = a->said = false;
	attempt_close(a);
	attempt_choose(a);
	attempt_free(a);
	if (a->plan->control != NULL)
		a->control = strdup(a->plan->control);
	a->calls = a->plan->calls;
	if ((path = a->control) == NULL)
		return;
	if (strncmp(path, a->directory, strlen(a->directory)) == 0)
		(void)unlink(path);
	else
		a->foreign = filewatch_socket(path);
	a->socket_watch = filewatch_open(path);
}

/*
 * True if the control socket exists and ssh, the process pid, listens on it:
 * ssh has logged in.  Another ssh may have created the socket during the
 * attempt.
 */
static bool
attempt_socket(struct attempt *a, pid_t pid)
{
	const char *path = a->control;
	uint64_t id = path == NULL ? 0 : filewatch_socket(path);
	pid_t who;

	if (id == 0 || id == a->foreign || (who = peer_listener(path)) == -1)
		return false;
	if (peer_listens(who, pid))
		return true;
	a->foreign = id;
	a->taken = who;
	return false;
}

bool
attempt_has_socket(const struct attempt *a)
{
	return a->control != NULL && a->foreign == 0;
}

/* True if nothing will show that ssh has logged in: no socket, no log line. */
static bool
attempt_without_socket(const struct attempt *a)
{
	return a->banner != SPAN_NEVER && !attempt_has_socket(a) &&
	    !a->plan->words;
}

bool
attempt_look(struct attempt *a, pid_t pid, int64_t now)
{
	if (a->login != SPAN_NEVER)
		return true;
	a->proven = attempt_socket(a, pid) ||
	    (a->said && !attempt_has_socket(a));
	if (a->proven ||
	    (attempt_without_socket(a) && now >= a->banner + WITHOUT_SOCKET))
		a->login = now;
	return a->login != SPAN_NEVER;
}

const char *
attempt_control(const struct attempt *a)
{
	return a->calls ? a->control : NULL;
}

void
attempt_lower(const struct attempt *a, struct loop *l)
{
	if (a->login != SPAN_NEVER)
		return;
	if (a->control != NULL && a->socket_watch == -1)
		loop_lower(l, l->now + LOOK);
	if (attempt_without_socket(a))
		loop_lower(l, a->banner + WITHOUT_SOCKET);
}

void
attempt_close(struct attempt *a)
{
	if (a->socket_watch != -1)
		close(a->socket_watch);
	a->socket_watch = -1;
}

void
attempt_free(struct attempt *a)
{
	free(a->control);
	a->control = NULL;
}
