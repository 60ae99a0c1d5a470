/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "sshp/attempt.h"
#include "sys/filewatch.h"
#include "sys/peer.h"

enum {
	SIGNLESS = 10000,	/* an ssh before 8.5 without a socket counts as
				   logged in if it runs this long after the
				   banner, ms */
	LOOK = 200		/* without filewatch: interval of looks for the
				   socket, ms */
};

void
attempt_open(struct attempt *a, const struct plan *shared,
    const struct plan *apart, const char *directory)
{
	*a = (struct attempt){
		.shared = shared, .apart = apart, .plan = shared,
		.directory = directory, .appear = -1, .connected = SPAN_NEVER,
		.banner = SPAN_NEVER, .login = SPAN_NEVER,
	};
}

/* A master of the user may have taken ControlPath since the last attempt. */
static void
attempt_choose(struct attempt *a)
{
	a->plan = a->apart->way == PLAN_KEPT && a->shared->control != NULL &&
	    peer_listener(a->shared->control) != -1 ? a->apart : a->shared;
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
	if ((path = a->plan->control) == NULL)
		return;
	if (strncmp(path, a->directory, strlen(a->directory)) == 0)
		(void)unlink(path);
	else
		a->foreign = filewatch_socket(path);
	a->appear = filewatch_open(path);
}

/*
 * True if the control socket exists and ssh, the process pid, listens on it:
 * ssh has logged in.  Another ssh may have created the socket during the
 * attempt.
 */
static bool
attempt_socket(struct attempt *a, pid_t pid)
{
	const char *path = a->plan->control;
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
attempt_shows(const struct attempt *a)
{
	return a->plan->control != NULL && a->foreign == 0;
}

/* True if nothing will show that ssh has logged in: no socket, no log line. */
static bool
attempt_signless(const struct attempt *a)
{
	return a->banner != SPAN_NEVER && !attempt_shows(a) &&
	    !a->plan->words;
}

bool
attempt_look(struct attempt *a, pid_t pid, int64_t now)
{
	if (a->login != SPAN_NEVER)
		return true;
	a->proven = attempt_socket(a, pid) || (a->said && !attempt_shows(a));
	if (a->proven ||
	    (attempt_signless(a) && now >= a->banner + SIGNLESS))
		a->login = now;
	return a->login != SPAN_NEVER;
}

const char *
attempt_control(const struct attempt *a)
{
	return a->plan->calls ? a->plan->control : NULL;
}

void
attempt_lower(const struct attempt *a, struct loop *l)
{
	if (a->login != SPAN_NEVER)
		return;
	if (a->plan->control != NULL && a->appear == -1)
		loop_lower(l, l->now + LOOK);
	if (attempt_signless(a))
		loop_lower(l, a->banner + SIGNLESS);
}

void
attempt_close(struct attempt *a)
{
	if (a->appear != -1)
		close(a->appear);
	a->appear = -1;
}
