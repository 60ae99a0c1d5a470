/* SPDX-License-Identifier: ISC */
/* Decides which of ssh's questions sshp answers from memory. */
#ifndef SUPERVISE_PASSWORD_POLICY_H
#define SUPERVISE_PASSWORD_POLICY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * With PersistPassword sshp answers some of ssh's questions for the user.  This
 * module decides which, and when an answer is forgotten.  The answers are in
 * sys/secmem.h, one in each slot.
 */

#define PASSWORD_POLICY_SLOTS 8		/* keys and hosts of one connection */
#define PASSWORD_POLICY_PROMPT 400	/* bytes of a question, with its NUL */

/* ssh's SSH_ASKPASS_PROMPT. */
enum password_policy_hint { PASSWORD_POLICY_ANSWER, PASSWORD_POLICY_CONFIRM,
    PASSWORD_POLICY_NOTICE };

enum password_policy_kind {
	PASSWORD_POLICY_OTHER,	/* a code, or whatever the server asks */
	PASSWORD_POLICY_PASSWORD,
	PASSWORD_POLICY_PASSPHRASE,
	PASSWORD_POLICY_YESNO,		/* a host key, a confirmation */
	PASSWORD_POLICY_TOUCH	/* no question: a notice, as to touch a key */
};

/* How the caller handles a question. */
enum password_policy_order {
	PASSWORD_POLICY_TELL,		/* answer with what the slot holds */
	PASSWORD_POLICY_LEARN,	/* ask the user; keep the answer in the slot */
	PASSWORD_POLICY_ASK,	/* ask the user; keep nothing */
	PASSWORD_POLICY_NEED,		/* the user is needed, but not there */
	PASSWORD_POLICY_REFUSE	/* the user is not there; no answer, and ssh
				 * goes on without */
};

struct password_policy {
	struct {
		char prompt[PASSWORD_POLICY_PROMPT]; /* "": the slot is free */
		int depth;	/* jump host of the ssh that asks; 0: any */
		bool known;	/* the slot holds an answer */
		long by; /* pid of the last ssh to ask; 0: none in this run */
	} slot[PASSWORD_POLICY_SLOTS];
};

/* The kind of a question, by its text as ssh (8.6 and later) words it. */
enum password_policy_kind password_policy_kind(const char *prompt,
    enum password_policy_hint hint);

/* Another run of ssh begins: pids of the last run mean nothing now. */
void	password_policy_begin(struct password_policy *s);

/*
 * The ssh with the pid by asks a question.  user: the user may be asked.
 * depth is the number of the jump host: two jump hosts with the same name and
 * different ports ask in the same words.  A key's passphrase is the same for
 * all.  Returns the order, and sets *slot for PASSWORD_POLICY_TELL and
 * PASSWORD_POLICY_LEARN.  If the same ssh asks a question twice, the first
 * answer was wrong: *forget is the slot that the caller must wipe, or -1.
 */
enum password_policy_order	password_policy_asked(
		    struct password_policy *s, const char *prompt,
		    enum password_policy_hint hint, long by, int depth,
		    bool user, int *slot, int *forget);

/* The user has answered: the slot holds the answer. */
void	password_policy_learnt(struct password_policy *s, int slot);

/*
 * The server refused the login of this run: its answers are forgotten.  Returns
 * the slots that the caller must wipe, bit i for slot i.
 */
unsigned	password_policy_denied(struct password_policy *s);

/* True if any slot holds an answer. */
bool	password_policy_any(const struct password_policy *s);

/* What the user must supply for a question of this kind: "password" ... */
const char	*password_policy_wants(enum password_policy_kind kind);

#endif
