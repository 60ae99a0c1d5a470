/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/words.h"
#include "load/evaluator.h"
#include "sys/files.h"
#include "sys/names.h"
#include "sys/subprocess.h"
#include "sys/user_command.h"

/* A file that was read, kept for the second pass and for evaluator_text(). */
struct evaluator_file {
	struct evaluator_file *next;
	const char *path;
	char *text;		/* NULL: error has the reason */
	size_t len;
	struct files_owner owner;
	int error;
};

static const char usual_system[] = "/etc/ssh/ssh_config";
/* openSUSE's ssh reads this one if the administrator has made none. */
static const char vendor_system[] = "/usr/etc/ssh/ssh_config";

/* --- files --- */

static struct evaluator_file *
file_find(const struct evaluator *w, const char *path)
{
	struct evaluator_file *f;

	for (f = w->file; f != NULL; f = f->next)
		if (strcmp(f->path, path) == 0)
			break;
	return f;
}

static struct evaluator_file *
file_load(struct evaluator *w, const char *path)
{
	struct evaluator_file *f = file_find(w, path);

	if (f != NULL || (f = pool_get(&w->pool, sizeof *f)) == NULL)
		return f;
	f->path = pool_copy(&w->pool, path, strlen(path));
	f->text = files_read(path, &f->len, &f->owner, &f->error);
	if (f->path == NULL) {
		free(f->text);
		return NULL;
	}
	f->next = w->file;
	w->file = f;
	return f;
}

/* Debian's ssh lets a group write if the owner is its only member. */
static bool
file_trusted(struct evaluator *w, const struct files_owner *o)
{
	return files_trusted(o, false) ||
	    (source_debian(&w->source) && files_trusted(o, true));
}

static enum source_file
read_file(void *arg, const char *path, bool check, const char **text,
    size_t *len, const char **why)
{
	struct evaluator *w = arg;
	struct evaluator_file *f = file_load(w, path);

	if (f == NULL) {
		*why = strerror(ENOMEM);
		return SOURCE_UNREADABLE;
	}
	if (f->text == NULL) {
		w->piped = w->piped || f->error == ESPIPE;
		*why = f->error == ESPIPE ? "is not a regular file" :
		    strerror(f->error);
		if (f->error != ENOENT && f->error != ENOTDIR)
			return SOURCE_UNREADABLE;
		return SOURCE_ABSENT;
	}
	*text = f->text;
	*len = f->len;
	return check && !file_trusted(w, &f->owner) ? SOURCE_UNTRUSTED :
	    SOURCE_READ;
}

const char *
evaluator_text(const struct evaluator *w, const char *path)
{
	const struct evaluator_file *f = file_find(w, path);

	return f == NULL ? NULL : f->text;
}

static const char *const *
find_files(void *arg, const char *pattern)
{
	struct evaluator *w = arg;
	char **found = files_glob(pattern);
	const char **kept;
	size_t n = 0, i;

	if (found == NULL)
		return NULL;
	while (found[n] != NULL)
		n++;
	kept = pool_get(&w->pool, (n + 1) * sizeof *kept);
	for (i = 0; i < n; i++) {
		if (kept != NULL)
			kept[i] = pool_copy(&w->pool, found[i],
			    strlen(found[i]));
		free(found[i]);
	}
	free(found);
	return kept;
}

static bool
there(void *arg, const char *path, const char **why)
{
	(void)arg;
	if (access(path, F_OK) == 0)
		return true;
	*why = strerror(errno);
	return false;
}

/* --- the environment --- */

static const char *
environment(void *arg, const char *name)
{
	(void)arg;
	return getenv(name);
}

static const char *
home_of(void *arg, const char *user)
{
	struct evaluator *w = arg;
	const struct passwd *pw = getpwnam(user);

	return pw == NULL ? NULL :
	    pool_copy(&w->pool, pw->pw_dir, strlen(pw->pw_dir));
}

static int
port(void *arg, const char *service)
{
	(void)arg;
	return names_port(service);
}

static int
run(void *arg, const char *command)
{
	(void)arg;
	return user_command_status(command);
}

static const char *
keep(struct evaluator *w, const char *text)
{
	return text == NULL ? NULL : pool_copy(&w->pool, text, strlen(text));
}

static const char *
address(void *arg, const char *name, const char *family)
{
	char out[NAMES_HOST];

	return keep(arg, names_address(out, name, family));
}

static const char *
resolve(void *arg, const char *name, const char *family, const char **why)
{
	char out[NAMES_HOST];

	return keep(arg, names_resolve(out, name, family, why));
}

static int
local_network(void *arg, const char *networks, const char **why)
{
	char said[NAMES_WHY];

	if (names_well_formed(networks, said))
		return names_local(networks);
	*why = keep(arg, said);
	return -1;
}

/* --- ssh --- */

/*
 * Runs ssh with these words, which read no file of the user, for at most 10 s.
 * Returns 0 if ssh exits with 0.  *out and *err are for free(3).
 */
static int
ask_ssh(const struct evaluator *w, const char *const *word, char **out,
    char **err)
{
	enum { LIMIT = 10000 };
	struct words argv = { 0 };
	int status = -1;
	size_t len;

	*out = *err = NULL;
	words_add(&argv, "%s", w->ssh);
	for (; *word != NULL; word++)
		words_add(&argv, "%s", *word);
	if (!argv.failed)
		status = subprocess_capture(w->ssh, argv.word, LIMIT, out, &len,
		    err);
	words_free(&argv);
	return status == 0 && *out != NULL && *err != NULL ? 0 : -1;
}

/* "debug1: OpenSSH_10.5p1, OpenSSL ...", before 10.5 without "debug1". */
static void
read_version(struct evaluator *w, const char *said)
{
	int major, minor;

	if ((said = strstr(said, "OpenSSH_")) == NULL)
		return;
	if (sscanf(said, "OpenSSH_%d.%d", &major, &minor) == 2)
		w->known.release = 100 * major + minor;
	w->known.version = pool_copy(&w->pool, said, strcspn(said, ",\r\n"));
}

/*
 * Finds the system's ssh_config: it is in the directory of the default
 * GlobalKnownHostsFile, because both names come from --sysconfdir.
 */
static void
read_system(struct evaluator *w, const char *set)
{
	static const char key[] = "\nglobalknownhostsfile ",
	    name[] = "/ssh_known_hosts";
	const char *end, *dir = strstr(set, key), *usual;
	int n;

	if (dir == NULL || (end = strstr(dir += sizeof key - 1, name)) == NULL)
		return;
	n = (int)(end - dir);
	usual = pool_text(&w->pool, "%.*s%s %.*s%s2\n", n, dir, name, n, dir,
	    name);
	if (*dir == '/' && usual != NULL &&
	    strncmp(dir, usual, strlen(usual)) == 0)
		w->known.system = pool_text(&w->pool, "%.*s/ssh_config", n,
		    dir);
}

int
evaluator_release(struct evaluator *w)
{
	static const char *const asked[] = { "-vGFnone", "--", "localhost",
	    NULL };
	const char *before = w->known.system;
	char *out, *err;

	if (w->known.release != 0)
		return w->known.release;
	w->known.release = 902;
	if (ask_ssh(w, asked, &out, &err) == 0) {
		read_version(w, err);
		read_system(w, out);
	}
	if (before != NULL)
		w->known.system = before;
	free(out);
	free(err);
	return w->known.release;
}

/* True for the operating system's ssh: its file is known without a process. */
static bool
usual_ssh(const char *path)
{
	struct stat st;

	return (strcmp(path, "/usr/bin/ssh") == 0 ||
	    strcmp(path, "/bin/ssh") == 0) &&
	    lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    (access(usual_system, F_OK) == 0 ||
	    access(vendor_system, F_OK) == 0);
}

static const char *
system_file(void *arg)
{
	struct evaluator *w = arg;

	if (w->known.system == NULL && !usual_ssh(w->ssh))
		(void)evaluator_release(w);
	if (w->known.system == NULL)
		w->known.system = usual_system;
	return strcmp(w->known.system, usual_system) == 0 &&
	    access(usual_system, F_OK) == -1 &&
	    access(vendor_system, F_OK) == 0 ?
	    vendor_system : w->known.system;
}

static int
release(void *arg)
{
	return evaluator_release(arg);
}

static const char *
version(void *arg)
{
	struct evaluator *w = arg;

	(void)evaluator_release(w);
	return w->known.version == NULL ? "" : w->known.version;
}

/* Asks a 10.0, because some distributions put this change of 10.1 into it. */
static bool
types(void *arg)
{
	static const char *const asked[] = { "-GFnone", "-oIPQoS=lowdelay",
	    "x", NULL };
	struct evaluator *w = arg;
	char *out, *err;

	if (evaluator_release(w) != 1000)
		return w->known.release < 1000;
	if (w->known.types == TYPES_UNASKED) {
		w->known.types = ask_ssh(w, asked, &out, &err) == 0 &&
		    strstr(out, "\nipqos lowdelay") != NULL ?
		    TYPES_HEEDED : TYPES_IGNORED;
		free(out);
		free(err);
	}
	return w->known.types == TYPES_HEEDED;
}

static const char *
algorithms(void *arg, enum source_list which)
{
	static const char *const name[] = {
		[LIST_CIPHER] = "cipher", [LIST_MAC] = "mac",
		[LIST_KEX] = "kex", [LIST_KEY] = "key-sig",
		[LIST_SIGNATURE] = "sig",
	};
	struct evaluator *w = arg;
	const char *const asked[] = { "-Q", name[which], NULL };
	char *out, *err, *c;

	if (!w->lists || w->list[which] != NULL)
		return w->list[which];
	if (ask_ssh(w, asked, &out, &err) == 0) {
		for (c = out; *c != '\0'; c++)
			if (*c == '\n')
				*c = c[1] == '\0' ? '\0' : ',';
		w->list[which] = keep(w, out);
	}
	free(out);
	free(err);
	return w->list[which];
}

/* Asks about a line, together with all other lines in doubt of its file. */
static const struct source_answer *
ask(void *arg, struct origin at, const char *line, bool effect)
{
	struct evaluator *w = arg;
	const struct evaluator_file *f = at.line == 0 ? NULL :
	    file_find(w, at.file);

	return sshquery_ask(&w->query, &w->source, f == NULL ? NULL : f->text,
	    f == NULL ? 0 : f->len, line, effect);
}

/* --- messages --- */

static void
complain(void *arg, enum source_level level, struct origin at,
    const char *text)
{
	struct evaluator *w = arg;

	if (w->hooks->complain != NULL)
		w->hooks->complain(w->hooked, level, at, text);
}

static void
tell_oops(void *arg, struct origin at, const char *text)
{
	struct evaluator *w = arg;

	if (w->hooks->oops != NULL)
		w->hooks->oops(w->hooked, at, text);
}

static void
heard(void *arg, const struct heard *h)
{
	struct evaluator *w = arg;

	w->hooks->heard(w->hooked, h);
}

/* --- the whole evaluator --- */

static const struct config_source real = {
	.system = system_file,
	.read = read_file, .glob = find_files, .env = environment,
	.home_of = home_of, .port = port, .run = run, .address = address,
	.resolve = resolve, .local_network = local_network,
	.release = release, .version = version, .types = types,
	.algorithms = algorithms, .ask = ask,
	.there = there, .complain = complain, .oops = tell_oops,
};

void
evaluator_open(struct evaluator *w, const char *ssh,
    const struct evaluator_hooks *hooks, void *arg)
{
	const struct passwd *pw = getpwuid(getuid());
	char name[256] = "";

	*w = (struct evaluator){ .source = real, .ssh = ssh,
	    .hooks = hooks, .hooked = arg };
	w->source.arg = w;
	w->query = (struct sshquery){ .ssh = ssh, .pool = &w->pool };
	w->source.user = keep(w, pw == NULL ? "" : pw->pw_name);
	w->source.home = keep(w, pw == NULL ? "" : pw->pw_dir);
	w->source.uid = pool_text(&w->pool, "%lu", (unsigned long)getuid());
	(void)gethostname(name, sizeof name - 1);
	w->source.hostname = keep(w, name);
	if (hooks->heard != NULL)
		w->source.heard = heard;
}

void
evaluator_close(struct evaluator *w)
{
	struct evaluator_file *f;

	for (f = w->file; f != NULL; f = f->next)
		free(f->text);
	pool_free(&w->pool);
}
