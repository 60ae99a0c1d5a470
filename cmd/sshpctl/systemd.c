/* SPDX-License-Identifier: ISC */
#include <sys/types.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/quote.h"
#include "base/words.h"
#include "sshpctl/systemd.h"
#include "sys/program.h"
#include "sys/registry.h"
#include "sys/subprocess.h"

enum { LIMIT = 120000 };	/* for an answer of systemctl, ms */

/* The file that systemd_write() makes in the directory UNIT.d. */
static const char file_name[] = "sshpctl.conf";

bool
systemd_runs(void)
{
	return access("/run/systemd/system", F_OK) == 0;
}

/* --- the enabled units --- */

static int
by_name(const void *a, const void *b)
{
	const struct systemd_unit *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int
systemd_add(struct systemd *s, const char *unit)
{
	struct systemd_unit *more, u = { .chosen = false };

	if (unit_name_read(u.name, unit) == NULL)
		return 0;
	snprintf(u.unit, sizeof u.unit, "%s", unit);
	more = realloc(s->unit, (s->n + 1) * sizeof *more);
	if (more == NULL)
		return -1;
	s->unit = more;
	s->unit[s->n++] = u;
	return 0;
}

/* Where "systemctl enable" puts the links, as the templates say. */
static int
systemd_scan(struct systemd *s)
{
	char path[PATH_MAX];
	struct dirent *e;
	DIR *dir;
	int failed = 0;

	snprintf(path, sizeof path, "%s/%s.target.wants", s->dir,
	    s->user ? "default" : "multi-user");
	if ((dir = opendir(path)) == NULL)
		return errno == ENOENT ? 0 : -1;
	while (failed == 0 && (e = readdir(dir)) != NULL)
		failed = systemd_add(s, e->d_name);
	closedir(dir);
	if (s->n > 0)
		qsort(s->unit, s->n, sizeof *s->unit, by_name);
	return failed;
}

int
systemd_open(struct systemd *s)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	*s = (struct systemd){ .user = geteuid() != 0 };
	if (!s->user)
		snprintf(s->dir, sizeof s->dir, "/etc/systemd/system");
	else if (config != NULL && *config == '/')
		snprintf(s->dir, sizeof s->dir, "%s/systemd/user", config);
	else
		snprintf(s->dir, sizeof s->dir, "%s/.config/systemd/user",
		    home == NULL ? "" : home);
	return systemd_scan(s);
}

void
systemd_close(struct systemd *s)
{
	free(s->unit);
	s->unit = NULL;
	s->n = 0;
}

struct systemd_unit *
systemd_find(const struct systemd *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->unit[i].name, name) == 0)
			return &s->unit[i];
	return NULL;
}

/* --- systemctl --- */

/* The words "PROGRAM [--user] WORD... [UNIT]", and the program's path. */
static char *
systemd_words(struct words *w, const char *program, bool user,
    const char *const word[4], const char *unit)
{
	char *path = program_find(program);
	size_t i;

	words_add(w, "%s", program);
	if (user)
		words_add(w, "--user");
	for (i = 0; word[i] != NULL; i++)
		words_add(w, "%s", word[i]);
	if (unit != NULL) {
		words_add(w, "--");
		words_add(w, "%s", unit);
	}
	return path;
}

/* su and sudo leave this out of the environment; systemctl --user needs it. */
static void
systemd_environment(void)
{
	char dir[64];
	struct stat st;

	snprintf(dir, sizeof dir, "/run/user/%lld", (long long)getuid());
	if (getenv("XDG_RUNTIME_DIR") == NULL && stat(dir, &st) == 0)
		(void)setenv("XDG_RUNTIME_DIR", dir, 1);
}

/* Runs a program of systemd; its exit status, or -1.  *out for free(3). */
static int
systemd_program(const char *program, bool user, bool quiet,
    const char *const word[4], const char *unit, char **out)
{
	struct words w = { 0 };
	char *path = systemd_words(&w, program, user, word, unit), *err = NULL;
	int status = -1;
	size_t n;

	*out = NULL;
	if (user)
		systemd_environment();
	if (path != NULL && !w.failed)
		status = subprocess_capture(path, w.word, LIMIT, out, &n,
		    &err);
	else if (!quiet)
		fprintf(stderr, "sshpctl: %s: not found in PATH\n", program);
	if (err != NULL && !quiet)
		fputs(err, stderr);
	words_free(&w);
	free(path);
	free(err);
	return status != -1 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int
systemd_run(const struct systemd *s, bool quiet, const char *const word[4],
    const char *unit)
{
	char *out;
	int status = systemd_program("systemctl", s->user, quiet, word, unit,
	    &out);

	free(out);
	return status;
}

/*
 * Copies the value of "KEY=value" in text, without control characters: the
 * account of the unit chooses its status.
 */
static void
state_value(char *to, size_t size, const char *text, const char *key)
{
	const char *at = text;
	char value[1000];
	size_t n = strlen(key);

	for (; at != NULL; at = strchr(at, '\n')) {
		at += *at == '\n';
		if (strncmp(at, key, n) != 0 || at[n] != '=')
			continue;
		snprintf(value, sizeof value, "%.*s", (int)strcspn(at + n + 1,
		    "\n"), at + n + 1);
		(void)utf8_plain(to, size, value);
		return;
	}
}

int
systemd_ask(const struct systemd *s, const char *unit,
    struct systemd_state *state)
{
	static const char *const word[4] = { "show",
	    "--property=ActiveState,StatusText,User", NULL };
	char *out;
	int status = systemd_program("systemctl", s->user, true, word, unit,
	    &out);

	*state = (struct systemd_state){ .active = "" };
	if (status == 0 && out != NULL) {
		state_value(state->active, sizeof state->active, out,
		    "ActiveState");
		state_value(state->status, sizeof state->status, out,
		    "StatusText");
		state_value(state->account, sizeof state->account, out,
		    "User");
	}
	free(out);
	return status == 0 ? 0 : -1;
}

/* --- the settings of one unit --- */

void
systemd_settings(char *text, const char *account, bool escaped,
    const char *sshp)
{
	size_t n;

	*text = '\0';
	if (account == NULL && !escaped)
		return;
	n = (size_t)snprintf(text, PATH_MAX, "# \"sshpctl enable\" wrote this "
	    "file, and \"sshpctl disable\" removes it.\n[Service]\n%s%s%s",
	    account == NULL ? "" : "User=", account == NULL ? "" : account,
	    account == NULL ? "" : "\n");
	if (escaped && n < PATH_MAX)
		snprintf(text + n, PATH_MAX - n, "ExecStart=\n"
		    "ExecStart=:%s -N -o Persist=yes %%I\n"
		    "ExecReload=\nExecReload=:%sctl reload %%I\n", sshp, sshp);
}

/* Makes the directory and those above it; 0, or -1 and errno. */
static int
systemd_mkdir(const char *path)
{
	char part[PATH_MAX];
	const char *at = path;

	while ((at = strchr(at + 1, '/')) != NULL) {
		snprintf(part, sizeof part, "%.*s", (int)(at - path), path);
		if (mkdir(part, 0755) == -1 && errno != EEXIST)
			return -1;
	}
	return mkdir(path, 0755) == -1 && errno != EEXIST ? -1 : 0;
}

int
systemd_write(const struct systemd *s, const char *unit, const char *text)
{
	char path[PATH_MAX];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s.d", s->dir, unit);
	if (systemd_mkdir(path) == -1)
		return -1;
	snprintf(path, sizeof path, "%s/%s.d/%s", s->dir, unit, file_name);
	if ((f = fopen(path, "we")) == NULL)
		return -1;
	fputs(text, f);
	return fclose(f) == EOF ? -1 : 0;
}

void
systemd_remove(const struct systemd *s, const char *unit)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/%s.d/%s", s->dir, unit, file_name);
	(void)unlink(path);
	snprintf(path, sizeof path, "%s/%s.d", s->dir, unit);
	(void)rmdir(path);
	if (!s->user)
		return;
	/* A user who has no other units had none of these directories. */
	snprintf(path, sizeof path, "%s", s->dir);
	while (rmdir(path) == 0 && strcmp(strrchr(path, '/'), "/.config") != 0)
		*strrchr(path, '/') = '\0';
}

/* --- lingering --- */

const char *
systemd_me(void)
{
	const struct passwd *pw = getpwuid(getuid());

	return pw == NULL ? "" : pw->pw_name;
}

bool
systemd_lingers(void)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "/var/lib/systemd/linger/%s",
	    systemd_me());
	return access(path, F_OK) == 0;
}

/* The empty file that says that we switched it on. */
static bool
linger_mark(char path[PATH_MAX])
{
	char dir[PATH_MAX / 2];

	if (!registry_home(dir, sizeof dir))
		return false;
	snprintf(path, PATH_MAX, "%s/lingers", dir);
	return systemd_mkdir(dir) == 0;
}

int
systemd_linger(void)
{
	/* Without a name, loginctl fails outside of a login session. */
	static const char *const word[4] = { "enable-linger", NULL };
	char path[PATH_MAX], *out;
	int fd, status = systemd_program("loginctl", false, false, word,
	    systemd_me(), &out);

	free(out);
	if (status != 0)
		return -1;
	if (!linger_mark(path) || (fd = open(path, O_WRONLY | O_CREAT |
	    O_CLOEXEC, 0600)) == -1)
		return 0;
	close(fd);
	return 0;
}

bool
systemd_unlinger(void)
{
	static const char *const word[4] = { "disable-linger", NULL };
	char path[PATH_MAX], *out;
	int status;

	if (!linger_mark(path) || unlink(path) == -1)
		return false;
	status = systemd_program("loginctl", false, false, word, systemd_me(),
	    &out);
	free(out);
	return status == 0;
}
