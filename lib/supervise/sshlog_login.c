/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "supervise/sshlog_login.h"

void
sshlog_login_begin(struct sshlog_login *l)
{
	l->accepted[0] = l->accepted_name[0] = l->methods[0] = '\0';
	l->touch = l->offered = l->secretly = l->denied = false;
}

/* "NAME TYPE SHA256:... flags" (sshconnect2.c, format_identity). */
static void
sshlog_login_key(const char *text, char key[SSHLOG_LOGIN_KEY],
    char name[SSHLOG_LOGIN_NAME])
{
	const char *print = strstr(text, " SHA256:"), *end = print;

	if (print == NULL)
		return;
	while (end > text && end[-1] != ' ')
		end--;
	snprintf(key, SSHLOG_LOGIN_KEY, "%.*s", (int)strcspn(print + 1, " "),
	    print + 1);
	snprintf(name, SSHLOG_LOGIN_NAME, "%.*s",
	    (int)(end > text ? end - text - 1 : 0), text);
}

/* Moves *text behind what, if it begins so. */
static bool
sshlog_login_says(const char **text, const char *what)
{
	bool says = strncmp(*text, what, strlen(what)) == 0;

	if (says)
		*text += strlen(what);
	return says;
}

static void
sshlog_login_methods(struct sshlog_login *l, const char *text)
{
	const char *denied = strstr(text, ": Permission denied (");

	if (denied == NULL)
		return;
	denied += strlen(": Permission denied (");
	l->denied = true;
	snprintf(l->methods, sizeof l->methods, "%.*s",
	    (int)strcspn(denied, ")"), denied);
}

bool
sshlog_login_line(struct sshlog_login *l, const char *text)
{
	char key[SSHLOG_LOGIN_KEY] = "", name[SSHLOG_LOGIN_NAME];

	if (sshlog_login_says(&text, "Offering public key: ")) {
		sshlog_login_key(text, key, name);
		l->offered = l->offered ||
		    (key[0] != '\0' && strcmp(key, l->key) == 0);
	} else if (sshlog_login_says(&text, "Server accepts key: ")) {
		sshlog_login_key(text, l->accepted, l->accepted_name);
		l->touch = strstr(text, "-SK SHA256:") != NULL;
	} else if (sshlog_login_says(&text, "Authenticated to ")) {
		l->secretly = strstr(text, "\"password\"") != NULL ||
		    strstr(text, "\"keyboard-interactive\"") != NULL;
	} else if (!sshlog_login_says(&text, "Trying private key: ") &&
	    !sshlog_login_says(&text, "Authentications that can continue: ")) {
		sshlog_login_methods(l, text);
		return false;
	}
	return true;
}

void
sshlog_login_done(struct sshlog_login *l)
{
	memcpy(l->key, l->accepted, sizeof l->key);
	memcpy(l->name, l->accepted_name, sizeof l->name);
	l->secret = l->secretly;
}

/* The secret that a method asks for; NULL: the server takes none. */
static const char *
sshlog_login_secret(const struct sshlog_login *l)
{
	return strstr(l->methods, "keyboard-interactive") != NULL ?
	    "one-time code or password" :
	    strstr(l->methods, "password") != NULL ? "password" : NULL;
}

const char *
sshlog_login_wants(const struct sshlog_login *l, bool first,
    char text[SSHLOG_LOGIN_TEXT])
{
	if (!l->denied)
		return NULL;
	if (l->accepted[0] != '\0') {
		if (strstr(l->methods, "publickey") == NULL)
			return sshlog_login_secret(l);
		snprintf(text, SSHLOG_LOGIN_TEXT,
		    "passphrase or touch for the key %s", l->accepted_name);
		return text;
	}
	if (l->key[0] != '\0' && !l->offered) {
		snprintf(text, SSHLOG_LOGIN_TEXT,
		    "the key %s (load it with ssh-add)", l->name);
		return text;
	}
	return (l->key[0] == '\0' && l->secret) || first ?
	    sshlog_login_secret(l) : NULL;
}
