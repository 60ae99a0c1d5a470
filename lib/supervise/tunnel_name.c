/* SPDX-License-Identifier: ISC */
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "supervise/tunnel_name.h"

bool
tunnel_name_is_pattern(const char *word)
{
	return strpbrk(word, "*?[") != NULL;
}

bool
tunnel_name_called(const char *word, const char *name, const char *id)
{
	size_t n = strlen(name);

	/* A name may have these characters, too. */
	if (tunnel_name_is_pattern(word) && fnmatch(word, name, 0) == 0)
		return true;
	return strcmp(name, word) == 0 || strcmp(id, word) == 0 ||
	    (strncmp(word, name, n) == 0 && word[n] == '/' &&
	    strcmp(id, word + n + 1) == 0);
}

const char *
tunnel_name_of_user(const char *word, const char *user, long uid)
{
	size_t n = strlen(user);
	char number[24];

	if (strncmp(word, user, n) == 0 && word[n] == ':')
		return word + n + 1;
	n = (size_t)snprintf(number, sizeof number, "%ld:", uid);
	return strncmp(word, number, n) == 0 ? word + n : NULL;
}

int
tunnel_name_means(const struct tunnel_name *t, const char *word)
{
	const char *rest;

	if (t->own && tunnel_name_called(word, t->name, t->id))
		return 2;
	rest = tunnel_name_of_user(word, t->user, t->uid);
	return rest != NULL && tunnel_name_called(rest, t->name, t->id);
}

char *
tunnel_name_write(const struct tunnel_name *t, bool twice, char *out,
    size_t size)
{
	snprintf(out, size, "%s%s%s%s%s", t->own ? "" : t->user,
	    t->own ? "" : ":", t->name, twice ? "/" : "", twice ? t->id : "");
	return out;
}
