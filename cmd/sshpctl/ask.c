/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "sshpctl/ask.h"
#include "sys/program.h"

/*
 * Writes the JSON string behind at, without its first quote, to out.  sshconf
 * escapes only quotes, backslashes and control characters; each of the latter
 * becomes "?".  Returns what follows the string.
 */
static const char *
ask_string(const char *at, char *out, size_t size)
{
	size_t n = 0;
	char c;

	for (; *at != '\0' && *at != '"'; at++) {
		c = *at;
		if (c == '\\' && at[1] == 'u') {
			c = '?';
			at += strnlen(at, 5);
		} else if (c == '\\')
			c = *++at;
		if (n + 1 < size)
			out[n++] = c;
		if (*at == '\0')
			break;
	}
	out[n] = '\0';
	return at;
}

/* Prints the lines that sshconf, and the commands that it ran, wrote. */
static void
ask_print(const char *text)
{
	char line[2000], plain[UTF8_PLAIN(sizeof line)];
	size_t n;

	for (; *text != '\0'; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		snprintf(line, sizeof line, "%.*s", (int)n, text);
		fprintf(stderr, "%s\n", utf8_plain(plain, sizeof plain, line));
	}
}

/*
 * Reads sshconf's object.  The account may be another user's, and so may its
 * texts: none has control characters afterwards.  No text in it has a
 * quote without a backslash.
 */
static int
ask_read(struct ask *a, const char *text)
{
	static const char similar[] = "\"similar\":\"", missing[] =
	    "\"text\":\"";
	const char *at = strstr(text, similar);
	char line[2000], plain[UTF8_PLAIN(sizeof line)];

	if (strncmp(text, "{\"schema\":1,", 12) != 0)
		return -1;
	a->known = strstr(text, "\"known\":true") != NULL;
	if (at != NULL) {
		(void)ask_string(at + sizeof similar - 1, line, sizeof line);
		(void)utf8_plain(a->similar, sizeof a->similar, line);
	}
	for (at = text; (at = strstr(at, missing)) != NULL; ) {
		at = ask_string(at + sizeof missing - 1, line, sizeof line);
		words_add(&a->missing, "%s", utf8_plain(plain, sizeof plain,
		    line));
	}
	return a->missing.failed ? -1 : 0;
}

/* NAME=VALUE, for putenv(3). */
static void
ask_set(char out[600], const char *name, const char *value)
{
	snprintf(out, 600, "%s=%s", name, value);
}

int
ask_sshconf(struct ask *a, const char *name, bool connect,
    const struct subprocess_user *account, const char *home)
{
	char *path = program_beside("sshconf"), *out = NULL, *err = NULL;
	char set[3][600];
	const char *env[] = { set[0], set[1], set[2], NULL };
	struct subprocess s = { .null_in = true, .user = account };
	struct words argv = { 0 };
	int status = -1;
	size_t n;

	*a = (struct ask){ .known = false };
	if (account != NULL) {
		ask_set(set[0], "HOME", home);
		ask_set(set[1], "USER", account->name);
		ask_set(set[2], "LOGNAME", account->name);
		s.env = env;
	}
	words_add(&argv, "sshconf");
	words_add(&argv, "check");
	words_add(&argv, "--json");
	if (!connect)
		words_add(&argv, "-n");
	words_add(&argv, "--");
	words_add(&argv, "%s", name);
	if (path != NULL && !argv.failed)
		status = subprocess_collect(&s, path, argv.word, -1, &out, &n,
		    &err);
	if (status == -1)
		fprintf(stderr, "sshpctl: sshconf: %s\n", strerror(errno));
	if (err != NULL)
		ask_print(err);
	status = status == -1 || !WIFEXITED(status) || out == NULL ? -1 :
	    ask_read(a, out);
	words_free(&argv);
	free(path);
	free(out);
	free(err);
	return status;
}

void
ask_free(struct ask *a)
{
	words_free(&a->missing);
}
