/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/span.h"
#include "sshp/checker.h"

void
checker_open(struct checker *c, const char *command, int64_t interval,
    const char *name, bool quiet)
{
	*c = (struct checker){
		.command = command, .name = name, .quiet = quiet,
	};
	check_start(&c->machine, command == NULL ? 0 : interval);
}

void
checker_change(struct checker *c, const char *command, int64_t interval)
{
	user_command_kill(&c->job);
	c->command = command;
	check_start(&c->machine, command == NULL ? 0 : interval);
}

static void
checker_says(struct checker *c, const char *what)
{
	snprintf(c->why, sizeof c->why, "PersistCheck failed %d times: %s",
	    CHECK_FAILURES, what);
}

static unsigned
checker_run(struct checker *c)
{
	char name[140];
	const char *const env[] = { name, NULL };

	snprintf(name, sizeof name, "SSHP_NAME=%s", c->name);
	if (user_command_start(&c->job, c->command, env, c->quiet) == 0)
		return 0;
	checker_says(c, strerror(errno));
	return check_ended(&c->machine, false);
}

static unsigned
checker_reap(struct checker *c)
{
	char text[USER_COMMAND_TEXT];
	int status;

	if (!user_command_ended(&c->job, &status))
		return 0;
	if (status != 0)
		checker_says(c, user_command_text(status, text));
	return check_ended(&c->machine, status == 0);
}

bool
checker_turn(struct checker *c, int64_t now, bool up)
{
	char text[SPAN_TEXT + 24], span[SPAN_TEXT];
	unsigned orders = checker_reap(c);

	orders |= check_look(&c->machine, now, up);
	if (orders & CHECK_KILL) {
		user_command_kill(&c->job);
		snprintf(text, sizeof text, "still running after %s",
		    span_text(c->machine.interval, span));
		checker_says(c, text);
	}
	if (orders & CHECK_RUN)
		orders |= checker_run(c);
	return up && (orders & CHECK_DEAD);
}

void
checker_close(struct checker *c)
{
	user_command_kill(&c->job);
}
