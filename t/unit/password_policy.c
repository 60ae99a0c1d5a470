/* SPDX-License-Identifier: ISC */
/* Which question a remembered password answers. */
#include <string.h>

#include "../lib/tap.h"
#include "supervise/password_policy.h"

static void
test_kind(void)
{
	static const struct {
		const char *prompt;
		enum password_policy_hint hint;
		enum password_policy_kind kind;
	} row[] = {
		{ "u@h's password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_PASSWORD },
		{ "u@v@h's password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_PASSWORD },
		{ "u@h's password: ", PASSWORD_POLICY_CONFIRM,
		    PASSWORD_POLICY_YESNO },
		{ "u@h's password: ", PASSWORD_POLICY_NOTICE,
		    PASSWORD_POLICY_TOUCH },
		{ "u@h's password:", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "@h's password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "Password: ", PASSWORD_POLICY_ANSWER, PASSWORD_POLICY_OTHER },
		{ "(u@h) Password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "(u@h) u@h's password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "(u@h) Enter passphrase for key 'k': ",
		    PASSWORD_POLICY_ANSWER, PASSWORD_POLICY_OTHER },
		{ "x\nu@h's password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "Enter u@h's old password: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "Enter passphrase for key 'k': ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_PASSPHRASE },
		{ "Enter passphrase for key 'k'", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "Enter PIN for ED25519-SK key k: ", PASSWORD_POLICY_ANSWER,
		    PASSWORD_POLICY_OTHER },
		{ "The authenticity of x\nAre you sure you want to continue "
		    "connecting (yes/no/[fingerprint])? ",
		    PASSWORD_POLICY_ANSWER, PASSWORD_POLICY_YESNO },
		{ "Please type 'yes', 'no' or the fingerprint: ",
		    PASSWORD_POLICY_ANSWER, PASSWORD_POLICY_YESNO },
		{ "", PASSWORD_POLICY_ANSWER, PASSWORD_POLICY_OTHER },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(password_policy_kind(row[i].prompt, row[i].hint) ==
		    row[i].kind, "the kind of a question is recognised",
		    row[i].prompt[0] == 'x' ||
		    row[i].prompt[0] == 'T' ? "of several lines" :
		    row[i].prompt);
}

#define PASS "u@h's password: "
#define CODE "(u@h) Code: "

/* What is asked in its order; "run" begins another, "denied" ends it badly. */
static void
test_asked(void)
{
	static const struct {
		const char *prompt;
		long by;
		bool person;
		enum password_policy_order order;
		int forget;
		bool learnt;
	} row[] = {
		{ PASS, 7, true, PASSWORD_POLICY_LEARN, -1, true },
		{ CODE, 7, true, PASSWORD_POLICY_ASK, -1, false },
		{ "run", 0, false, 0, 0, false },
		{ PASS, 7, false, PASSWORD_POLICY_TELL, -1, false },
		{ CODE, 7, false, PASSWORD_POLICY_NEED, -1, false },
		{ "run", 0, false, 0, 0, false },
		{ "v@h's password: ", 7, false, PASSWORD_POLICY_NEED, -1,
		    false },
		{ PASS, 7, false, PASSWORD_POLICY_TELL, -1, false },
		{ PASS, 8, false, PASSWORD_POLICY_TELL, -1, false },
		{ PASS, 8, false, PASSWORD_POLICY_NEED, 0, false },
		{ "run", 0, false, 0, 0, false },
		{ PASS, 7, false, PASSWORD_POLICY_NEED, -1, false },
		{ "run", 0, false, 0, 0, false },
		{ PASS, 7, true, PASSWORD_POLICY_LEARN, -1, true },
		{ PASS, 7, true, PASSWORD_POLICY_LEARN, 0, true },
		{ "run", 0, false, 0, 0, false },
		{ PASS, 7, false, PASSWORD_POLICY_TELL, -1, false },
		{ "denied", 0, false, 0, 0, false },
		{ "run", 0, false, 0, 0, false },
		{ PASS, 7, false, PASSWORD_POLICY_NEED, -1, false },
		{ "Really (yes/no)? ", 7, false, PASSWORD_POLICY_REFUSE, -1,
		    false },
	};
	struct password_policy s = { 0 };
	int slot, forget;
	bool good;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		if (strcmp(row[i].prompt, "run") == 0) {
			password_policy_begin(&s);
			continue;
		}
		if (strcmp(row[i].prompt, "denied") == 0) {
			ok((password_policy_denied(&s) & 1) == 1 &&
			    !password_policy_any(&s),
			    "a refused login makes sshp forget the password",
			    NULL);
			continue;
		}
		good = password_policy_asked(&s, row[i].prompt,
		    PASSWORD_POLICY_ANSWER, row[i].by, 2, row[i].person, &slot,
		    &forget) == row[i].order && forget == row[i].forget;
		if (row[i].learnt)
			password_policy_learnt(&s, slot);
		ok(good, "a question of ssh gets the right order",
		    row[i].prompt);
	}
	s = (struct password_policy){ 0 };
	good = password_policy_asked(&s, "u@h's password: ",
	    PASSWORD_POLICY_ANSWER, 7, 3, true, &slot, &forget) ==
	    PASSWORD_POLICY_LEARN;
	password_policy_learnt(&s, slot);
	ok(good && password_policy_asked(&s, "u@h's password: ",
	    PASSWORD_POLICY_ANSWER, 8, 1, false, &slot, &forget) ==
	    PASSWORD_POLICY_NEED,
	    "a password is not told to another host of that name", NULL);
	ok(password_policy_asked(&s, "u@h's password: ", PASSWORD_POLICY_ANSWER,
	    9, 3, false, &slot, &forget) == PASSWORD_POLICY_TELL,
	    "a password is told to its own host", NULL);
}

int
main(void)
{
	test_kind();
	test_asked();
	return tap_end();
}
