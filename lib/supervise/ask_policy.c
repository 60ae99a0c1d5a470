/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <string.h>

#include "supervise/ask_policy.h"

bool
ask_policy_user(const char *program, const char *require, const char *display)
{
	if (program == NULL || *program == '\0' || require == NULL)
		return false;
	return strcmp(require, "force") == 0 ||
	    (strcmp(require, "prefer") == 0 && display != NULL);
}

enum ask_policy_args
ask_policy_args(const struct ask_policy *a)
{
	if (!a->quiet || a->foreground || a->remembered)
		return ASK_POLICY_ASK;
	return a->user_askpass && !a->password && !a->refused ?
	    ASK_POLICY_ONCE : ASK_POLICY_NEVER;
}

bool
ask_policy_attended(const struct ask_policy *a)
{
	return !a->quiet && (a->terminal || a->askpass);
}

bool
ask_policy_terminal(const struct ask_policy *a)
{
	return a->foreground || (!a->background && !a->quiet);
}
