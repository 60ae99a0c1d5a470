/* SPDX-License-Identifier: ISC */
/* Parses how the login went, and whether the user could help. */
#ifndef SUPERVISE_SSHLOG_LOGIN_H
#define SUPERVISE_SSHLOG_LOGIN_H

#include <stdbool.h>

/*
 * How logging in went, by what ssh itself says of it (sshlog_line_own()):
 * whether a person could mend a login that was refused, and by what.  What the
 * server alone can mend (it does not take a key that it took before) needs
 * nobody.
 */

#define SSHLOG_LOGIN_KEY 80		/* a fingerprint, "SHA256:..." */
#define SSHLOG_LOGIN_NAME 160		/* of a key, most often a path */
#define SSHLOG_LOGIN_TEXT (SSHLOG_LOGIN_NAME + 60)

struct sshlog_login {
	/* The last one that went well. */
	char key[SSHLOG_LOGIN_KEY];	/* "": without, or not known */
	char name[SSHLOG_LOGIN_NAME];
	bool secret;		/* by a password or a code */

	/* The present one. */
	char accepted[SSHLOG_LOGIN_KEY]; /* the server would take this key */
	char accepted_name[SSHLOG_LOGIN_NAME];
	bool touch;		/* and it is one that wants to be touched */
	bool offered;		/* the key of the last one was */
	bool secretly;		/* a password or a code did it */
	bool denied;
	char methods[100];	/* that are left, by the denial */
};

/* The names of ssh's functions that say what is read here, for LogVerbose. */
#define SSHLOG_LOGIN_WORDS "*:userauth_pubkey():*,*:input_userauth_pk_ok():*," \
	"*:ssh_userauth2():*"

/* Another try begins. */
void	sshlog_login_begin(struct sshlog_login *l);

/*
 * Takes ssh's own word, without its tag; true if it was said only because we
 * asked for it.
 */
bool	sshlog_login_line(struct sshlog_login *l, const char *text);

/* It has logged in. */
void	sshlog_login_done(struct sshlog_login *l);

/*
 * What is wanted of a person for a login that was refused; text, or NULL: he
 * cannot help.  first: it never went well, and he is there to be asked.
 */
const char	*sshlog_login_wants(const struct sshlog_login *l, bool first,
		    char text[SSHLOG_LOGIN_TEXT]);

#endif
