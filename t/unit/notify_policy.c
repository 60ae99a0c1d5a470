/* SPDX-License-Identifier: ISC */
/* When PersistNotify is run. */
#include <string.h>

#include "../lib/tap.h"
#include "supervise/notify_policy.h"

/*
 * A letter a step, a second each: what happens (U D W N G), (e)nd of the
 * command, (l)ook, (!) the limit has come, (z) all is over, (x) it
 * could not be run yet.  What is run comes out, by its
 * letter, (k) for a kill, (.) for nothing.
 */
static void
steps_are(const char *name, const char *steps, const char *wanted)
{
	static const char letters[NOTIFY_POLICY_EVENTS + 1] = "-UDWNGS";
	struct notify_policy n;
	char out[40] = "";
	size_t i, at = 0;
	int64_t now = 0;
	unsigned orders;

	notify_policy_start(&n);
	for (i = 0; steps[i] != '\0'; i++, now += 1000) {
		if (steps[i] == 'e')
			notify_policy_ended(&n);
		else if (steps[i] == '!')
			now = n.timer;
		else if (steps[i] == 'x')
			notify_policy_later(&n);
		else if (steps[i] == 'z')
			notify_policy_last(&n, now, 5000);
		else if (steps[i] != 'l')
			(void)notify_policy_happened(&n,
			    (enum notify_policy_event) (strchr(letters,
			    steps[i]) - letters));
		orders = notify_policy_look(&n, now);
		if (orders & NOTIFY_POLICY_KILL)
			out[at++] = 'k';
		if (orders & NOTIFY_POLICY_RUN)
			out[at++] = letters[n.latest];
		if (orders == 0)
			out[at++] = '.';
	}
	ok(strcmp(out, wanted) == 0, name, NULL);
	if (strcmp(out, wanted) != 0)
		printf("# %s: %s, not %s\n", steps, out, wanted);
}

static void
test_notify(void)
{
	steps_are("each change is told at once", "UeDeWeUeS", "U.D.W.U.S");
	steps_are("never two at once", "UDe", "U.D");
	steps_are("of what waits the last counts", "UDWUDe", "U....D");
	steps_are("and it is told once", "UDele", "U.D..");
	steps_are("waiting is told once until it is up", "DeWeWWeWUeWe",
	    "D.W.....U.W.");
	steps_are("needing its person, too", "NeNNUeNe", "N...U.N.");
	steps_are("one loss after the other is told", "DeDeD", "D.D.D");
	steps_are("a command that hangs is ended at the limit", "Ul!", "U.k");
	steps_are("and makes room for the next", "UD!", "U.kD");
	steps_are("at the end a command that hangs makes room at once", "USzl!l",
	    "U..kSk.");
	steps_are("a command that cannot be run yet is run later", "UDxxl",
	    "U.DD.");
	steps_are("nothing happened, nothing is run", "lele", "....");
}

static void
test_event(void)
{
	static const struct {
		const char *name;
		unsigned orders;
		int status;
		enum notify_policy_event e;
		const char *reason;
	} row[] = {
		{ "up is reported without a reason", ORDER_TELL_UP, 0,
		    NOTIFY_POLICY_UP, "" },
		{ "a loss is reported as down", ORDER_TELL_LOST, 0,
		    NOTIFY_POLICY_DOWN, "why" },
		{ "a restart by the user is down, with that reason",
		    ORDER_TELL_LOST | ORDER_SPAWN, 0, NOTIFY_POLICY_DOWN,
		    "restart" },
		{ "a failed attempt is reported as waiting",
		    ORDER_TELL_WAIT, 0, NOTIFY_POLICY_WAITING, "why" },
		{ "an attempt that needs the user is reported as needs-you",
		    ORDER_TELL_NEED, 0, NOTIFY_POLICY_NEEDS_YOU, "why" },
		{ "an end with a failure is reported as gave-up",
		    ORDER_QUIT | ORDER_TELL_END, 255, NOTIFY_POLICY_GAVE_UP,
		    "why" },
		{ "an end as asked is reported as stopped",
		    ORDER_QUIT | ORDER_TELL_END, 0, NOTIFY_POLICY_STOPPED,
		    "" },
		{ "an end by a signal is reported as stopped", ORDER_QUIT,
		    255, NOTIFY_POLICY_STOPPED, "" },
		{ "an order that changes no state is not reported",
		    ORDER_TERM | ORDER_CONT, 0, NOTIFY_POLICY_NOTHING,
		    "why" },
	};
	struct session s = { .status = 0 };
	enum notify_policy_event e;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		s.status = row[i].status;
		e = notify_policy_event(&s, row[i].orders);
		ok(e == row[i].e && strcmp(notify_policy_reason(e,
		    row[i].orders, "why"), row[i].reason) == 0, row[i].name,
		    NULL);
	}
}

int
main(void)
{
	test_event();
	test_notify();
	return tap_end();
}
