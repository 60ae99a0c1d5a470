/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "supervise/password_policy.h"

static bool
secret_ends(const char *prompt, const char *end)
{
	size_t n = strlen(prompt), e = strlen(end);

	return n > e && strcmp(prompt + n - e, end) == 0;
}

/*
 * What the server words begins with "(user@host) " since 8.6, whatever it
 * makes of the rest (sshconnect2.c, input_userauth_info_req).
 */
enum secret_kind
secret_kind(const char *prompt, enum secret_hint hint)
{
	static const char key[] = "Enter passphrase for key '";
	const char *at = strchr(prompt, '@');

	if (hint != SECRET_ANSWER)
		return hint == SECRET_NOTICE ? SECRET_TOUCH : SECRET_YESNO;
	if (prompt[0] == '(' && at != NULL)
		return SECRET_OTHER;
	if (secret_ends(prompt, "(yes/no/[fingerprint])? ") ||
	    secret_ends(prompt, "(yes/no)? ") ||
	    strncmp(prompt, "Please type 'yes'", 17) == 0)
		return SECRET_YESNO;
	if (strchr(prompt, '\n') != NULL)
		return SECRET_OTHER;
	if (strncmp(prompt, key, sizeof key - 1) == 0 &&
	    secret_ends(prompt + sizeof key - 1, "': "))
		return SECRET_PASSPHRASE;
	if (at != NULL && at != prompt && secret_ends(at + 1, "'s password: "))
		return SECRET_PASSWORD;
	return SECRET_OTHER;
}

void
secret_begin(struct secret *s)
{
	size_t i;

	for (i = 0; i < SECRET_SLOTS; i++)
		s->slot[i].by = 0;
}

/* The question's slot, or a free one that becomes it; -1: there is none. */
static int
secret_slot(struct secret *s, const char *prompt, int depth)
{
	int i, free = -1;

	if (strlen(prompt) >= SECRET_PROMPT)
		return -1;
	for (i = 0; i < SECRET_SLOTS; i++) {
		if (s->slot[i].depth == depth &&
		    strcmp(s->slot[i].prompt, prompt) == 0)
			return i;
		if (free == -1 && s->slot[i].prompt[0] == '\0')
			free = i;
	}
	if (free != -1) {
		memcpy(s->slot[free].prompt, prompt, strlen(prompt) + 1);
		s->slot[free].depth = depth;
	}
	return free;
}

enum secret_order
secret_asked(struct secret *s, const char *prompt, enum secret_hint hint,
    long by, int depth, bool person, int *slot, int *forget)
{
	enum secret_kind kind = secret_kind(prompt, hint);
	int i = -1;

	*forget = *slot = -1;
	if (kind == SECRET_PASSWORD || kind == SECRET_PASSPHRASE)
		i = secret_slot(s, prompt,
		    kind == SECRET_PASSWORD ? depth : 0);
	if (i != -1) {
		*slot = i;
		if (s->slot[i].known && s->slot[i].by == by) {
			s->slot[i].known = false;
			*forget = i;
		}
		s->slot[i].by = by;
		if (s->slot[i].known)
			return SECRET_TELL;
	}
	if (!person)
		return kind == SECRET_YESNO || kind == SECRET_TOUCH ?
		    SECRET_REFUSE : SECRET_NEED;
	return i != -1 ? SECRET_LEARN : SECRET_ASK;
}

void
secret_learnt(struct secret *s, int slot)
{
	s->slot[slot].known = true;
}

unsigned
secret_denied(struct secret *s)
{
	unsigned slots = 0;
	size_t i;

	for (i = 0; i < SECRET_SLOTS; i++)
		if (s->slot[i].by != 0) {
			s->slot[i].known = false;
			slots |= 1U << i;
		}
	return slots;
}

bool
secret_any(const struct secret *s)
{
	size_t i;

	for (i = 0; i < SECRET_SLOTS; i++)
		if (s->slot[i].known)
			return true;
	return false;
}

const char *
secret_wants(enum secret_kind kind)
{
	return kind == SECRET_PASSWORD ? "password" :
	    kind == SECRET_PASSPHRASE ? "passphrase" :
	    "one-time code or password";
}
