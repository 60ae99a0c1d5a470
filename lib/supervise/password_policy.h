/* SPDX-License-Identifier: ISC */
/*
 * Which question may be answered from memory, and when an answer is forgotten.
 */
#ifndef SUPERVISE_PASSWORD_POLICY_H
#define SUPERVISE_PASSWORD_POLICY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * PersistPassword: which of ssh's questions may be answered for the person,
 * and when an answer is to be forgotten.  The answers themselves are elsewhere
 * (sys/secmem.h), one in each slot.
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

/* What becomes of a question. */
enum password_policy_order {
	PASSWORD_POLICY_TELL,		/* answer with what the slot holds */
	PASSWORD_POLICY_LEARN,	/* the person is asked; the slot gets it */
	PASSWORD_POLICY_ASK,	/* the person is asked; nothing is kept */
	PASSWORD_POLICY_NEED,		/* he is not there, and must be */
	PASSWORD_POLICY_REFUSE	/* he is not there; ssh goes on without */
};

struct password_policy {
	struct {
		char prompt[PASSWORD_POLICY_PROMPT]; /* ""; the slot is free */
		int depth;	/* of the ssh that asks it; 0: of any */
		bool known;	/* its answer is there */
		long by; /* the ssh that asked last; 0: none in this run */
	} slot[PASSWORD_POLICY_SLOTS];
};

/* The kind of a question, by its text as ssh (8.6 and later) words it. */
enum password_policy_kind password_policy_kind(const char *prompt,
    enum password_policy_hint hint);

/* Another run of ssh begins: pids mean others. */
void	password_policy_begin(struct password_policy *s);

/*
 * The ssh with the pid by asks a question.  person: the user may be asked.
 * depth is the number of the jump host: two jump hosts with the same name and
 * different ports ask in the same words.  A key's passphrase is the same for
 * all.  Returns the order, with *slot for
 * PASSWORD_POLICY_TELL and PASSWORD_POLICY_LEARN.  A question that the same ssh
 * asks twice had a wrong answer: *forget is the slot to be wiped, or -1.
 */
enum password_policy_order	password_policy_asked(
		    struct password_policy *s, const char *prompt,
		    enum password_policy_hint hint, long by, int depth,
		    bool person, int *slot, int *forget);

/* The slot has got its answer. */
void	password_policy_learnt(struct password_policy *s, int slot);

/*
 * The login of this run was refused: what was answered in it is not known any
 * more.  Returns the slots to be wiped, a bit for each.
 */
unsigned	password_policy_denied(struct password_policy *s);

/* True if an answer is known. */
bool	password_policy_any(const struct password_policy *s);

/* What the user must supply for such a question, in words. */
const char	*password_policy_wants(enum password_policy_kind kind);

#endif
