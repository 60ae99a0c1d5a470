/* SPDX-License-Identifier: ISC */
/* Whether ssh may ask the user: each row is a situation, and what follows. */
#include "../lib/tap.h"
#include "supervise/ask_policy.h"

static void
test_args(void)
{
	static const struct {
		const char *name;
		struct ask_policy a;
		enum ask_policy_args args;
	} row[] = {
		{ "an attempt that the user waits for may ask",
		    { .quiet = false }, ASK_POLICY_ASK },
		{ "an attempt that no user waits for must not ask",
		    { .quiet = true, .terminal = true }, ASK_POLICY_NEVER },
		{ "with -f, ssh may ask until sshp leaves the terminal",
		    { .quiet = true, .foreground = true }, ASK_POLICY_ASK },
		{ "after -f left the terminal, a retry must not ask",
		    { .quiet = true, .background = true }, ASK_POLICY_NEVER },
		{ "ssh may ask what sshp can answer from memory",
		    { .quiet = true, .password = true, .remembered = true },
		    ASK_POLICY_ASK },
		{ "the user's SSH_ASKPASS may answer once",
		    { .quiet = true, .user_askpass = true }, ASK_POLICY_ONCE },
		{ "SSH_ASKPASS is not used again after its answer was refused",
		    { .quiet = true, .user_askpass = true, .refused = true },
		    ASK_POLICY_NEVER },
		{ "with PersistPassword, the user's SSH_ASKPASS does not "
		    "answer", { .quiet = true, .user_askpass = true,
		    .password = true }, ASK_POLICY_NEVER },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(ask_policy_args(&row[i].a) == row[i].args, row[i].name,
		    NULL);
}

static void
test_attended(void)
{
	ok(ask_policy_attended(&(struct ask_policy){ .terminal = true }),
	    "a login at a terminal may wait for the user", NULL);
	ok(ask_policy_attended(&(struct ask_policy){ .askpass = true }),
	    "a login with SSH_ASKPASS may wait for the user", NULL);
	ok(!ask_policy_attended(&(struct ask_policy){ .quiet = false }),
	    "a login without both does not wait for a user", NULL);
	ok(!ask_policy_attended(&(struct ask_policy){ .terminal = true,
	    .quiet = true }), "a retry does not wait for a user", NULL);
}

static void
test_terminal(void)
{
	ok(ask_policy_terminal(&(struct ask_policy){ .quiet = false }),
	    "sshp-askpass asks at the terminal of the first attempt", NULL);
	ok(!ask_policy_terminal(&(struct ask_policy){ .quiet = true }),
	    "sshp-askpass does not ask at a retry", NULL);
	ok(ask_policy_terminal(&(struct ask_policy){ .quiet = true,
	    .foreground = true }),
	    "with -f, sshp-askpass asks while the user's shell waits", NULL);
	ok(!ask_policy_terminal(&(struct ask_policy){ .background = true }),
	    "sshp-askpass does not ask after -f left the terminal", NULL);
}

static void
test_user(void)
{
	ok(ask_policy_user("/x", "force", NULL),
	    "SSH_ASKPASS_REQUIRE=force uses SSH_ASKPASS", NULL);
	ok(ask_policy_user("/x", "prefer", ":0"),
	    "SSH_ASKPASS_REQUIRE=prefer uses SSH_ASKPASS with a DISPLAY",
	    NULL);
	ok(!ask_policy_user("/x", "prefer", NULL),
	    "SSH_ASKPASS_REQUIRE=prefer needs a DISPLAY", NULL);
	ok(!ask_policy_user("/x", "never", ":0") &&
	    !ask_policy_user("/x", NULL, ":0"),
	    "SSH_ASKPASS alone asks only without a terminal", NULL);
	ok(!ask_policy_user(NULL, "force", ":0") &&
	    !ask_policy_user("", "force", ":0"),
	    "an empty SSH_ASKPASS is no program", NULL);
}

int
main(void)
{
	test_args();
	test_attended();
	test_terminal();
	test_user();
	return tap_end();
}
