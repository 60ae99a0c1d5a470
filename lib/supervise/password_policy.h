/* SPDX-License-Identifier: ISC */
#ifndef SUPERVISE_PASSWORD_POLICY_H
#define SUPERVISE_PASSWORD_POLICY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * PersistPassword: which of ssh's questions may be answered for the person,
 * and when an answer is to be forgotten.  The answers themselves are elsewhere
 * (sys/secmem.h), one in each slot.
 */

#define SECRET_SLOTS 8		/* keys and hosts of one connection */
#define SECRET_PROMPT 400	/* bytes of a question, with its NUL */

/* ssh's SSH_ASKPASS_PROMPT. */
enum secret_hint { SECRET_ANSWER, SECRET_CONFIRM, SECRET_NOTICE };

enum secret_kind {
	SECRET_OTHER,		/* a code, or whatever the server asks */
	SECRET_PASSWORD,
	SECRET_PASSPHRASE,
	SECRET_YESNO,		/* a host key, a confirmation */
	SECRET_TOUCH		/* no question: a notice, as to touch a key */
};

/* What becomes of a question. */
enum secret_order {
	SECRET_TELL,		/* answer with what the slot holds */
	SECRET_LEARN,		/* the person is asked; the slot gets it */
	SECRET_ASK,		/* the person is asked; nothing is kept */
	SECRET_NEED,		/* he is not there, and must be */
	SECRET_REFUSE		/* he is not there; ssh goes on without */
};

struct secret {
	struct {
		char prompt[SECRET_PROMPT]; /* ""; the slot is free */
		int depth;	/* of the ssh that asks it; 0: of any */
		bool known;	/* its answer is there */
		long by;	/* the ssh that asked last; 0: none in this run */
	} slot[SECRET_SLOTS];
};

/* The kind of a question, by its text as ssh (8.6 and later) words it. */
enum secret_kind secret_kind(const char *prompt, enum secret_hint hint);

/* Another run of ssh begins: pids mean others. */
void	secret_begin(struct secret *s);

/*
 * ssh, the process by, asks; person: one may be asked.  depth tells the ssh's
 * of a journey from one another: two hosts of one name on it, told apart by
 * their ports alone, are asked for in the same words; a key's passphrase is the
 * same for all.  Returns what is to be done, with *slot for SECRET_TELL and
 * SECRET_LEARN.  A question that the same ssh asks twice had a wrong answer:
 * *forget is the slot to be wiped, or -1.
 */
enum secret_order secret_asked(struct secret *s, const char *prompt,
	    enum secret_hint hint, long by, int depth, bool person,
	    int *slot, int *forget);

/* The slot has got its answer. */
void	secret_learnt(struct secret *s, int slot);

/*
 * The login of this run was refused: what was answered in it is not known any
 * more.  Returns the slots to be wiped, a bit for each.
 */
unsigned	secret_denied(struct secret *s);

/* True if an answer is known. */
bool	secret_any(const struct secret *s);

/* What is wanted of the person for a question, in words. */
const char	*secret_wants(enum secret_kind kind);

#endif
