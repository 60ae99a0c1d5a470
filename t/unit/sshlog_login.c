/* SPDX-License-Identifier: ISC */
/* What the user must supply to log in, by the log of ssh. */
#include <string.h>

#include "../lib/tap.h"
#include "supervise/sshlog_parse.h"

#define OFFER(k) "Offering public key: /home/a b/" k " ED25519 SHA256:" k " agent"
#define TAKES(k) "Server accepts key: /home/a b/" k " ED25519 SHA256:" k " explicit"
#define BY(how) "Authenticated to h ([::1]:22) using \"" how "\"."
#define DENIED(methods) "u@h: Permission denied (" methods ")."

static void
login_told(struct sshlog_login *l, const char *const *line)
{
	sshlog_login_begin(l);
	for (; *line != NULL; line++)
		(void)sshlog_login_line(l, *line);
}

static void
test_login(void)
{
	static const struct {
		const char *name;
		bool first;
		const char *before[5];	/* a login that went well; or none */
		const char *now[5];	/* one that was refused */
		const char *wants;
	} row[] = {
		{ "no denial", true, { NULL }, { OFFER("k"), NULL }, NULL },
		{ "a key that needs its passphrase", false,
		    { OFFER("k"), TAKES("k"), BY("publickey"), NULL },
		    { OFFER("k"), TAKES("k"), DENIED("publickey"), NULL },
		    "passphrase or touch for the key /home/a b/k" },
		{ "a key that the agent has no more", false,
		    { OFFER("k"), TAKES("k"), BY("publickey"), NULL },
		    { OFFER("j"), DENIED("publickey,password"), NULL },
		    "the key /home/a b/k (load it with ssh-add)" },
		{ "the same without any", false,
		    { OFFER("k"), TAKES("k"), BY("publickey"), NULL },
		    { "Trying private key: /k", DENIED("publickey"), NULL },
		    "the key /home/a b/k (load it with ssh-add)" },
		{ "a key that the server takes no more: nobody", false,
		    { OFFER("k"), TAKES("k"), BY("publickey"), NULL },
		    { OFFER("k"), DENIED("publickey,password"), NULL },
		    NULL },
		{ "a code after the key", false,
		    { OFFER("k"), TAKES("k"), BY("keyboard-interactive"),
		    NULL }, { OFFER("k"), TAKES("k"),
		    DENIED("keyboard-interactive"), NULL },
		    "one-time code or password" },
		{ "a password", false,
		    { OFFER("j"), BY("password"), NULL },
		    { OFFER("j"), DENIED("publickey,password"), NULL },
		    "password" },
		{ "nothing is known of the last one: nobody", false,
		    { NULL }, { DENIED("publickey,password"), NULL }, NULL },
		{ "the first one, and somebody is there", true,
		    { NULL }, { OFFER("j"), DENIED("publickey,password"),
		    NULL }, "password" },
		{ "the first one, and there is nothing to ask for", true,
		    { NULL }, { OFFER("j"), DENIED("publickey"), NULL },
		    NULL },
	};
	char text[SSHLOG_LOGIN_TEXT];
	struct sshlog_login l;
	const char *wants;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		l = (struct sshlog_login){ .key = "" };
		login_told(&l, row[i].before);
		if (row[i].before[0] != NULL)
			sshlog_login_done(&l);
		login_told(&l, row[i].now);
		wants = sshlog_login_wants(&l, row[i].first, text);
		ok((wants == NULL) == (row[i].wants == NULL) &&
		    (wants == NULL || strcmp(wants, row[i].wants) == 0),
		    row[i].name, NULL);
		if (wants != NULL)
			printf("# %s\n", wants);
	}
}

int
main(void)
{
	test_login();
	return tap_end();
}
