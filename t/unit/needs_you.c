/* SPDX-License-Identifier: ISC */
/* When sshp needs the user to log in, and for what. */
#include <stdio.h>
#include <string.h>

#include "../lib/tap.h"
#include "supervise/needs_you.h"

#define KEY(k) "/home/a b/" k " ED25519 SHA256:" k
#define OFFER(k) "Offering public key: " KEY(k) " agent"
#define TAKES(k) "Server accepts key: " KEY(k) " explicit"
#define BY(how) "Authenticated to h ([::1]:22) using \"" how "\"."
#define DENIED(methods) "u@h: Permission denied (" methods ")."

static void
login_reads(struct needs_you *n, const char *const *line)
{
	needs_you_begin(n);
	for (; *line != NULL; line++)
		(void)needs_you_line(n, *line);
}

static void
test_wants(void)
{
	static const struct {
		const char *name;
		bool first;
		const char *before[5];	/* log of the last good login; or none */
		const char *now[5];	/* log of the refused login */
		const char *wants;
	} row[] = {
		{ "a login that was not refused needs nothing", true,
		    { NULL }, { OFFER("k"), NULL }, NULL },
		{ "a key that the server accepts, and ssh cannot use, "
		    "needs its passphrase or touch", false,
		    { OFFER("k"), TAKES("k"), BY("publickey"), NULL },
		    { OFFER("k"), TAKES("k"), DENIED("publickey"), NULL },
		    "passphrase or touch for the key /home/a b/k" },
		{ "a key that the agent has lost must be loaded again", false,
		    { OFFER("k"), TAKES("k"), BY("publickey"), NULL },
		    { OFFER("j"), DENIED("publickey,password"), NULL },
		    "the key /home/a b/k (load it with ssh-add)" },
		{ "a key that the agent has lost must be loaded again, also "
		    "if ssh offers none", false,
		    { OFFER("k"), TAKES("k"), BY("publickey"), NULL },
		    { "Trying private key: /k", DENIED("publickey"), NULL },
		    "the key /home/a b/k (load it with ssh-add)" },
		{ "a key that the server no longer accepts needs nothing "
		    "of the user", false,
		    { OFFER("k"), TAKES("k"), BY("publickey"), NULL },
		    { OFFER("k"), DENIED("publickey,password"), NULL },
		    NULL },
		{ "a server that wants a code after the key needs a "
		    "code", false,
		    { OFFER("k"), TAKES("k"), BY("keyboard-interactive"),
		    NULL }, { OFFER("k"), TAKES("k"),
		    DENIED("keyboard-interactive"), NULL },
		    "one-time code or password" },
		{ "a login by password needs the password again", false,
		    { OFFER("j"), BY("password"), NULL },
		    { OFFER("j"), DENIED("publickey,password"), NULL },
		    "password" },
		{ "a refused login needs nothing if no login is known", false,
		    { NULL }, { DENIED("publickey,password"), NULL }, NULL },
		{ "the first login needs a password if the user is there", true,
		    { NULL }, { OFFER("j"), DENIED("publickey,password"),
		    NULL }, "password" },
		{ "the first login needs nothing if the server accepts "
		    "only keys", true,
		    { NULL }, { OFFER("j"), DENIED("publickey"), NULL },
		    NULL },
	};
	char text[NEEDS_YOU_TEXT];
	struct needs_you n;
	const char *wants;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		n = (struct needs_you){ .key = "" };
		login_reads(&n, row[i].before);
		if (row[i].before[0] != NULL)
			needs_you_logged_in(&n);
		login_reads(&n, row[i].now);
		wants = needs_you_wants(&n, row[i].first, text);
		ok((wants == NULL) == (row[i].wants == NULL) &&
		    (wants == NULL || strcmp(wants, row[i].wants) == 0),
		    row[i].name, NULL);
		if (wants != NULL)
			printf("# %s\n", wants);
	}
}

static void
test_cure(void)
{
	static const struct {
		const char *now[3]; /* log of the refused login */
		const char *wants;
		bool remembers;
		const char *cure;
	} row[] = {
		{ { OFFER("j"), DENIED("publickey,password") }, "password",
		    false, " (unattended: a key, or PersistPassword)" },
		{ { OFFER("j"), DENIED("publickey,password") }, "password",
		    true, " (unattended: a key)" },
		{ { DENIED("password") }, "password", false,
		    " (unattended: PersistPassword)" },
		{ { DENIED("publickey,keyboard-interactive") },
		    "one-time code or password", false,
		    " (unattended: a key)" },
		{ { TAKES("k"), DENIED("keyboard-interactive") },
		    "one-time code or password", false, "" },
		{ { TAKES("k"), DENIED("publickey") },
		    "passphrase or touch for the key k", false,
		    " (unattended: ssh-add, or PersistPassword)" },
		{ { TAKES("k"), DENIED("publickey") }, "passphrase", true,
		    "" },
		{ { "Server accepts key: k ED25519-SK SHA256:k agent",
		    DENIED("publickey") }, "passphrase or touch for the key k",
		    false, "" },
		{ { DENIED("publickey") },
		    "the key k (load it with ssh-add)", false, "" },
	};
	struct needs_you n;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		n = (struct needs_you){ .key = "" };
		login_reads(&n, row[i].now);
		ok_text("the cure names what makes the login unattended",
		    row[i].wants, needs_you_cure(&n, row[i].wants,
		    row[i].remembers), row[i].cure);
	}
}

int
main(void)
{
	test_wants();
	test_cure();
	return tap_end();
}
