/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "supervise/needs_you.h"

void
needs_you_begin(struct needs_you *n)
{
	n->accepted[0] = n->accepted_name[0] = n->methods[0] = '\0';
	n->touch = n->hardware = n->offered = false;
	n->password_taken = n->denied = false;
}

/* --- ssh's lines --- */

/* Parses "NAME TYPE SHA256:... flags" (sshconnect2.c, format_identity). */
static void
needs_you_key(const char *text, char key[NEEDS_YOU_KEY],
    char name[NEEDS_YOU_NAME])
{
	const char *print = strstr(text, " SHA256:"), *end = print;

	if (print == NULL)
		return;
	while (end > text && end[-1] != ' ')
		end--;
	snprintf(key, NEEDS_YOU_KEY, "%.*s", (int)strcspn(print + 1, " "),
	    print + 1);
	snprintf(name, NEEDS_YOU_NAME, "%.*s",
	    (int)(end > text ? end - text - 1 : 0), text);
}

/* Moves *text behind begin, if it begins so. */
static bool
needs_you_begins(const char **text, const char *begin)
{
	bool begins = strncmp(*text, begin, strlen(begin)) == 0;

	if (begins)
		*text += strlen(begin);
	return begins;
}

static void
needs_you_denied(struct needs_you *n, const char *text)
{
	const char *denied = strstr(text, ": Permission denied (");

	if (denied == NULL)
		return;
	denied += strlen(": Permission denied (");
	n->denied = true;
	snprintf(n->methods, sizeof n->methods, "%.*s",
	    (int)strcspn(denied, ")"), denied);
}

bool
needs_you_line(struct needs_you *n, const char *text)
{
	char key[NEEDS_YOU_KEY] = "", name[NEEDS_YOU_NAME];

	if (needs_you_begins(&text, "Offering public key: ")) {
		needs_you_key(text, key, name);
		n->offered = n->offered ||
		    (key[0] != '\0' && strcmp(key, n->key) == 0);
	} else if (needs_you_begins(&text, "Server accepts key: ")) {
		needs_you_key(text, n->accepted, n->accepted_name);
		n->hardware = strstr(text, "-SK SHA256:") != NULL;
		n->touch = n->hardware;
	} else if (needs_you_begins(&text, "Authenticated to ")) {
		n->password_taken = strstr(text, "\"password\"") != NULL ||
		    strstr(text, "\"keyboard-interactive\"") != NULL;
	} else if (!needs_you_begins(&text, "Trying private key: ") &&
	    !needs_you_begins(&text, "Authentications that can continue: ")) {
		needs_you_denied(n, text);
		return false;
	}
	return true;
}

void
needs_you_logged_in(struct needs_you *n)
{
	memcpy(n->key, n->accepted, sizeof n->key);
	memcpy(n->key_name, n->accepted_name, sizeof n->key_name);
	n->password = n->password_taken;
}

/* --- the need --- */

/* The password or code that the server accepts; NULL: none. */
static const char *
needs_you_password(const struct needs_you *n)
{
	return strstr(n->methods, "keyboard-interactive") != NULL ?
	    "one-time code or password" :
	    strstr(n->methods, "password") != NULL ? "password" : NULL;
}

const char *
needs_you_wants(const struct needs_you *n, bool first,
    char text[NEEDS_YOU_TEXT])
{
	if (!n->denied)
		return NULL;
	if (n->accepted[0] != '\0') {
		if (strstr(n->methods, "publickey") == NULL)
			return needs_you_password(n);
		snprintf(text, NEEDS_YOU_TEXT,
		    "passphrase or touch for the key %s", n->accepted_name);
		return text;
	}
	/* ssh did not offer the key of the last login: the agent lost it. */
	if (n->key[0] != '\0' && !n->offered) {
		snprintf(text, NEEDS_YOU_TEXT,
		    "the key %s (load it with ssh-add)", n->key_name);
		return text;
	}
	return (n->key[0] == '\0' && n->password) || first ?
	    needs_you_password(n) : NULL;
}

/*
 * sshp cannot remember a code that is valid once, and cannot touch a key.  If
 * the server has accepted a key already, another key would change nothing.
 */
const char *
needs_you_cure(const struct needs_you *n, const char *wants, bool remembers)
{
	bool key = n->accepted[0] == '\0' &&
	    strstr(n->methods, "publickey") != NULL;
	bool code = strncmp(wants, "one-time code", 13) == 0;

	if (strncmp(wants, "passphrase", 10) == 0)
		return n->hardware || remembers ? "" :
		    " (unattended: ssh-add, or PersistPassword)";
	if (!code && strcmp(wants, "password") != 0)
		return "";
	if (code || remembers)
		return key ? " (unattended: a key)" : "";
	return key ? " (unattended: a key, or PersistPassword)" :
	    " (unattended: PersistPassword)";
}
