/* SPDX-License-Identifier: ISC */
/* Whether only the user can make the next login succeed, and how. */
#ifndef SUPERVISE_NEEDS_YOU_H
#define SUPERVISE_NEEDS_YOU_H

#include <stdbool.h>

/*
 * Follows a login by ssh's own lines (sshlog_own()).  After a refused login it
 * tells what the user must supply: the passphrase of a key, a touch, a password
 * or code, or the key of the last login, which the agent has lost.  If only the
 * server can change the outcome, because it no longer accepts a key that it
 * accepted before, the user is not needed.
 */

#define NEEDS_YOU_KEY 80	/* bytes of a fingerprint, "SHA256:..." */
#define NEEDS_YOU_NAME 160	/* bytes of a key's name, most often a path */
#define NEEDS_YOU_TEXT (NEEDS_YOU_NAME + 60)

/* Zero: no login is known. */
struct needs_you {
	/* The last login that succeeded. */
	char key[NEEDS_YOU_KEY]; /* its fingerprint; "": no key, or not known */
	char key_name[NEEDS_YOU_NAME];
	bool password;		/* by a password or a code */

	/* The present login. */
	char accepted[NEEDS_YOU_KEY]; /* the server would accept this key */
	char accepted_name[NEEDS_YOU_NAME];
	bool hardware;		/* the accepted key is on a security key */
	bool touch;		/* the user was not yet told to touch it */
	bool offered;		/* ssh offered the key of the last login */
	bool password_taken;	/* the server accepted a password or a code */
	bool denied;		/* the server refused the login */
	char methods[100];	/* methods that the server still accepts, from
				   ssh's "Permission denied (...)" */
};

/* The functions of ssh that write the lines of needs_you_line(): LogVerbose */
#define NEEDS_YOU_WORDS "*:userauth_pubkey():*,*:input_userauth_pk_ok():*," \
	"*:ssh_userauth2():*"

/* Another attempt begins; n remembers the last login that succeeded. */
void	needs_you_begin(struct needs_you *n);

/*
 * Reads a line of ssh's own, without its tag.  Returns true if ssh wrote the
 * line only because sshp asked for it by NEEDS_YOU_WORDS.
 */
bool	needs_you_line(struct needs_you *n, const char *text);

/* ssh has logged in. */
void	needs_you_logged_in(struct needs_you *n);

/*
 * What the user must supply after a login was refused: text, or a constant; or
 * NULL if nothing would help.  first: no login has succeeded yet, and the user
 * can be asked.
 */
const char	*needs_you_wants(const struct needs_you *n, bool first,
		    char text[NEEDS_YOU_TEXT]);

/*
 * What would make such a login unattended, to print behind the need: a
 * constant, or "" if nothing would.  remembers: PersistPassword is on.
 */
const char	*needs_you_cure(const struct needs_you *n, const char *wants,
		    bool remembers);

#endif
