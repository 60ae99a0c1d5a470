/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "supervise/password_policy.h"

static bool
password_policy_ends(const char *prompt, const char *end)
{
	size_t n = strlen(prompt), e = strlen(end);

	return n > e && strcmp(prompt + n - e, end) == 0;
}

/*
 * Since 8.6 ssh puts "(user@host) " before a text of the server, whatever the
 * server writes (sshconnect2.c, input_userauth_info_req).
 */
enum password_policy_kind
password_policy_kind(const char *prompt, enum password_policy_hint hint)
{
	static const char key[] = "Enter passphrase for key '";
	const char *at = strchr(prompt, '@');

	if (hint != PASSWORD_POLICY_ANSWER)
		return hint == PASSWORD_POLICY_NOTICE ? PASSWORD_POLICY_TOUCH :
		    PASSWORD_POLICY_YESNO;
	if (prompt[0] == '(' && at != NULL)
		return PASSWORD_POLICY_OTHER;
	if (password_policy_ends(prompt, "(yes/no/[fingerprint])? ") ||
	    password_policy_ends(prompt, "(yes/no)? ") ||
	    strncmp(prompt, "Please type 'yes'", 17) == 0)
		return PASSWORD_POLICY_YESNO;
	if (strchr(prompt, '\n') != NULL)
		return PASSWORD_POLICY_OTHER;
	if (strncmp(prompt, key, sizeof key - 1) == 0 &&
	    password_policy_ends(prompt + sizeof key - 1, "': "))
		return PASSWORD_POLICY_PASSPHRASE;
	if (at != NULL && at != prompt && password_policy_ends(at + 1,
	    "'s password: "))
		return PASSWORD_POLICY_PASSWORD;
	return PASSWORD_POLICY_OTHER;
}

void
password_policy_begin(struct password_policy *s)
{
	size_t i;

	for (i = 0; i < PASSWORD_POLICY_SLOTS; i++)
		s->slot[i].by = 0;
}

/* The slot of the question, or a free slot for it; -1: there is none. */
static int
password_policy_slot(struct password_policy *s, const char *prompt, int depth)
{
	int i, free = -1;

	if (strlen(prompt) >= PASSWORD_POLICY_PROMPT)
		return -1;
	for (i = 0; i < PASSWORD_POLICY_SLOTS; i++) {
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

enum password_policy_order
password_policy_asked(struct password_policy *s, const char *prompt,
    enum password_policy_hint hint, long by, int depth, bool user, int *slot,
    int *forget)
{
	enum password_policy_kind kind = password_policy_kind(prompt, hint);
	int i = -1;

	*forget = *slot = -1;
	if (kind == PASSWORD_POLICY_PASSWORD || kind ==
	    PASSWORD_POLICY_PASSPHRASE)
		i = password_policy_slot(s, prompt,
		    kind == PASSWORD_POLICY_PASSWORD ? depth : 0);
	if (i != -1) {
		*slot = i;
		if (s->slot[i].known && s->slot[i].by == by) {
			s->slot[i].known = false;
			*forget = i;
		}
		s->slot[i].by = by;
		if (s->slot[i].known)
			return PASSWORD_POLICY_TELL;
	}
	if (!user)
		return kind == PASSWORD_POLICY_YESNO || kind ==
		    PASSWORD_POLICY_TOUCH ? PASSWORD_POLICY_REFUSE :
		    PASSWORD_POLICY_NEED;
	return i != -1 ? PASSWORD_POLICY_LEARN : PASSWORD_POLICY_ASK;
}

void
password_policy_learnt(struct password_policy *s, int slot)
{
	s->slot[slot].known = true;
}

unsigned
password_policy_denied(struct password_policy *s)
{
	unsigned slots = 0;
	size_t i;

	for (i = 0; i < PASSWORD_POLICY_SLOTS; i++)
		if (s->slot[i].by != 0) {
			s->slot[i].known = false;
			slots |= 1U << i;
		}
	return slots;
}

bool
password_policy_any(const struct password_policy *s)
{
	size_t i;

	for (i = 0; i < PASSWORD_POLICY_SLOTS; i++)
		if (s->slot[i].known)
			return true;
	return false;
}

const char *
password_policy_wants(enum password_policy_kind kind)
{
	return kind == PASSWORD_POLICY_PASSWORD ? "password" :
	    kind == PASSWORD_POLICY_PASSPHRASE ? "passphrase" :
	    "one-time code or password";
}
