/* SPDX-License-Identifier: ISC */
/* Which guards may tell sshp something, and what. */
#include "../lib/tap.h"
#include "supervise/guard_trust.h"

enum { SSH = 100, GUARD = 200 };

static enum guard_trust
of(const pid_t *above, size_t n, pid_t ssh, bool met)
{
	static const pid_t guard[] = { GUARD };
	struct guard_trust_facts f = { above, n, ssh, met, guard, met };

	return guard_trust(&f);
}

static void
test_guards(void)
{
	static const pid_t child[] = { SSH, 50, 1 },
	    /* the guard of a jump host: sh, ssh -W and our guard above it */
	    below[] = { 301, 300, GUARD, SSH, 50, 1 },
	    command[] = { 401, 400, SSH, 50, 1 }, orphan[] = { 1 },
	    unknown[] = { 0 };

	ok(of(child, 3, SSH, false) == GUARD_OURS,
	    "the child of our ssh is our guard", NULL);
	ok(of(child, 3, SSH, true) == GUARD_OURS,
	    "a second child of our ssh is our guard, too", NULL);
	ok(of(below, 6, SSH, true) == GUARD_BELOW,
	    "the guard of a jump host is below ours", NULL);
	ok(of(command, 5, SSH, true) == GUARD_STRANGER &&
	    of(command, 5, SSH, false) == GUARD_STRANGER,
	    "a guard in a LocalCommand is a stranger, also if it connects "
	    "first", NULL);
	ok(of(orphan, 1, SSH, false) == GUARD_OURS,
	    "an orphan is our guard if ours has not connected yet", NULL);
	ok(of(orphan, 1, SSH, true) == GUARD_STRANGER,
	    "an orphan is a stranger if our guard has connected", NULL);
	ok(of(NULL, 0, SSH, false) == GUARD_OURS,
	    "where no parent is known, the first guard is ours", NULL);
	ok(of(child, 3, 0, false) == GUARD_STRANGER &&
	    of(orphan, 1, 0, false) == GUARD_STRANGER &&
	    of(unknown, 1, 0, false) == GUARD_STRANGER,
	    "no guard is ours while no ssh runs", NULL);
}

static void
test_events(void)
{
	struct event verdict = { .kind = EVENT_VERDICT, .host = "jump",
	    .text = "no answer" }, ours = verdict,
	    failed = { .kind = EVENT_FAILED },
	    banner = { .kind = EVENT_BANNER };

	ok(guard_trust_event(GUARD_BELOW, &verdict) &&
	    strcmp(verdict.text, "jump: no answer") == 0,
	    "the verdict of a guard below ours names its host", verdict.text);
	ok(guard_trust_event(GUARD_OURS, &ours) &&
	    strcmp(ours.text, "no answer") == 0,
	    "the verdict of our guard does not name the host", ours.text);
	ok(guard_trust_event(GUARD_BELOW, &failed) &&
	    !guard_trust_event(GUARD_BELOW, &banner) &&
	    guard_trust_event(GUARD_OURS, &banner),
	    "of a guard below ours only the reason of its end counts", NULL);
	ok(!guard_trust_event(GUARD_STRANGER, &verdict),
	    "an event of a stranger does not count", NULL);
}

int
main(void)
{
	test_guards();
	test_events();
	return tap_end();
}
