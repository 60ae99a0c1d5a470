/* SPDX-License-Identifier: ISC */
/* Whether ssh may ask the user at the next attempt. */
#ifndef SUPERVISE_ASK_POLICY_H
#define SUPERVISE_ASK_POLICY_H

#include <stdbool.h>

/*
 * A question that nobody answers stays open until the server's login timeout.
 * So ssh may ask only if the user waits for the attempt, or if sshp or the
 * user's own SSH_ASKPASS can answer.
 */
struct ask_policy {
	bool quiet;		/* no user waits for this attempt */
	bool foreground;	/* -f: the user's shell still waits for sshp */
	bool background;	/* -f: sshp has left the terminal */
	bool terminal;		/* sshp has a terminal */
	bool askpass;		/* SSH_ASKPASS is set */
	bool remembered;	/* sshp knows an answer (PersistPassword) */
	bool password;		/* PersistPassword is on */
	bool user_askpass;	/* ask_policy_user() */
	bool refused;		/* the server refused the answer of SSH_ASKPASS
				   since the last login */
};

enum ask_policy_args {
	ASK_POLICY_ASK,		/* ssh may ask */
	ASK_POLICY_ONCE,	/* SSH_ASKPASS may answer each question once */
	ASK_POLICY_NEVER	/* BatchMode */
};

/*
 * True if the user named a program that answers ssh without a terminal, and
 * requires its use (ssh(1)).  The arguments are $SSH_ASKPASS,
 * $SSH_ASKPASS_REQUIRE and $DISPLAY; NULL: not set.
 */
bool	ask_policy_user(const char *program, const char *require,
	    const char *display);

/* With which arguments sshp starts ssh. */
enum ask_policy_args	ask_policy_args(const struct ask_policy *a);

/* True if ssh may wait for the user: other tunnels must not wait with it. */
bool	ask_policy_attended(const struct ask_policy *a);

/* True if sshp-askpass may ask the user at the terminal. */
bool	ask_policy_terminal(const struct ask_policy *a);

#endif
