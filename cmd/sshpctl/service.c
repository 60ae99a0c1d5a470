/* SPDX-License-Identifier: ISC */
#include <sys/types.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/similar.h"
#include "base/words.h"
#include "sshpctl/ask.h"
#include "sshpctl/service.h"
#include "sshpctl/systemd.h"
#include "supervise/tunnel_name.h"
#include "sys/clock.h"
#include "sys/descriptors.h"
#include "sys/program.h"
#include "sys/subprocess.h"
#include "sys/userdirs.h"

enum {
	UP = 15000,		/* limit for a started tunnel to be up, ms */
	BEGIN = 1000,		/* limit for systemd to begin, ms */
	LOOK = 300,		/* between two looks, ms */
	SHORT = 20		/* the same, for a tunnel that is up soon, ms */
};

/* One request to enable, disable or start. */
struct service {
	struct ctl *c;
	struct systemd units;
	struct subprocess_user account;	/* name NULL: our own */
	char user[64], home[400];	/* of the account */
};

/* --- the account --- */

/* Sets the account of -u.  0, or CTL_USAGE with a message. */
static int
service_account(struct service *s)
{
	const char *name = s->c->account, *sudo = getenv("SUDO_USER");
	const struct passwd *pw;

	if (name == NULL && geteuid() != 0)
		return 0;
	if (name == NULL) {
		log_say(&s->c->log, "enable: as root, name the account whose "
		    "key and ssh_config the tunnel uses: -u %s",
		    sudo == NULL ? "account" : sudo);
		return CTL_USAGE;
	}
	if ((pw = getpwnam(name)) == NULL) {
		log_say(&s->c->log, "-u %s: no such account", name);
		return CTL_USAGE;
	}
	if (geteuid() != 0 && pw->pw_uid != getuid()) {
		log_say(&s->c->log, "-u %s: only root can choose an account",
		    name);
		return CTL_USAGE;
	}
	snprintf(s->user, sizeof s->user, "%s", pw->pw_name);
	snprintf(s->home, sizeof s->home, "%s", pw->pw_dir);
	if (geteuid() == 0)
		s->account = (struct subprocess_user){ .name = s->user,
		    .uid = pw->pw_uid, .gid = pw->pw_gid };
	return 0;
}

/* The account of the process that runs sshconf; NULL: ours. */
static const struct subprocess_user *
service_user(const struct service *s)
{
	return s->account.name == NULL || s->account.uid == geteuid() ? NULL :
	    &s->account;
}

/* --- what is enabled --- */

static const char *
service_starts(const struct systemd *units)
{
	return !units->user || systemd_lingers() ? "boot" : "login";
}

/* "sshpctl enable" without a name. */
static int
service_list(const struct service *s)
{
	struct systemd_state state;
	const struct systemd_unit *u;
	size_t i, wide = 4;

	for (i = 0; i < s->units.n; i++)
		if (strlen(s->units.unit[i].name) > wide)
			wide = strlen(s->units.unit[i].name);
	if (s->units.n == 0)
		log_say(&s->c->log, "no tunnels are enabled");
	else
		printf("%-*s  STARTS AT  ACCOUNT   STATE\n", (int)wide,
		    "NAME");
	for (i = 0; i < s->units.n; i++) {
		u = &s->units.unit[i];
		(void)systemd_ask(&s->units, u->unit, &state);
		printf("%-*s  %-9s  %-8s  %s%s%s\n", (int)wide, u->name,
		    service_starts(&s->units), *state.account == '\0' ? "-" :
		    state.account, *state.active == '\0' ? "unknown" :
		    state.active, *state.status == '\0' ? "" : ": ",
		    state.status);
	}
	return CTL_GOOD;
}

/* Reports that no enabled tunnel has the name. */
static int
service_unknown(const struct service *s, const char *name)
{
	struct similar best = { .word = name };
	size_t i;

	for (i = 0; i < s->units.n; i++)
		similar_try(&best, s->units.unit[i].name);
	if (s->c->everything)
		log_say(&s->c->log, "no tunnels are enabled");
	else if (best.best != NULL)
		log_say(&s->c->log, "%s: not enabled; did you mean %s?", name,
		    best.best);
	else
		log_say(&s->c->log, "%s: not enabled (sshpctl enable shows "
		    "what is)", name);
	return CTL_UNKNOWN;
}

/* True if word means the unit: its name, a pattern, or ACCOUNT:NAME. */
static bool
service_means(const struct service *s, const struct systemd_unit *u,
    const char *word)
{
	struct systemd_state state;
	size_t n = strcspn(word, ":");

	if (strcmp(word, u->name) == 0 || fnmatch(word, u->name, 0) == 0)
		return true;
	return word[n] == ':' && (strcmp(word + n + 1, u->name) == 0 ||
	    fnmatch(word + n + 1, u->name, 0) == 0) &&
	    systemd_ask(&s->units, u->unit, &state) == 0 &&
	    strlen(state.account) == n && strncmp(state.account, word, n) == 0;
}

/* Marks the enabled units that word means.  Returns their number. */
static size_t
service_choose(struct service *s, const char *word)
{
	size_t i, n = 0;

	for (i = 0; i < s->units.n; i++)
		if (service_means(s, &s->units.unit[i], word)) {
			s->units.unit[i].chosen = true;
			n++;
		}
	return n;
}

/* --- start, and wait --- */

/* Waits until sshp is up or has ended.  *state is the last one. */
static void
service_wait(const struct service *s, const char *unit,
    struct systemd_state *state)
{
	int64_t began = clock_now(), waited = 0;

	while (systemd_ask(&s->units, unit, state) == 0 && waited < UP) {
		if (strcmp(state->active, "active") == 0 ||
		    (waited >= BEGIN && strcmp(state->active, "activating") !=
		    0))
			return;
		(void)usleep(LOOK * 1000);
		waited = clock_now() - began;
	}
}

/* Starts the unit, and says what came of it; did: "enabled" or "started". */
static int
service_begin(const struct service *s, const char *name, const char *unit,
    const char *did)
{
	static const char *const word[4] = { "--no-block", "start", NULL };
	const char *user = s->units.user ? "--user " : "";
	struct systemd_state state;

	if (systemd_run(&s->units, false, word, unit) != 0)
		return CTL_FAILED;
	service_wait(s, unit, &state);
	if (strcmp(state.active, "active") == 0) {
		printf("%s: %s, and up\n", name, did);
		return CTL_GOOD;
	}
	if (strcmp(state.active, "activating") == 0)
		log_say(&s->c->log, "%s: %s, but not up yet: %s; sshp keeps "
		    "trying", name, did, *state.status == '\0' ? "starting" :
		    state.status);
	else
		log_say(&s->c->log, "%s: %s, but sshp has ended (journalctl "
		    "%s-u '%s' shows why)", name, did, user, unit);
	return CTL_NOT_UP;
}

/* --- what sshconf says --- */

/* False if nobody knows the name; then says so. */
static bool
service_known(const struct service *s, const char *name, const struct ask *a)
{
	if (a->known)
		return true;
	if (*a->similar != '\0')
		log_say(&s->c->log, "%s: no such Host in ssh_config; did you "
		    "mean %s?", name, a->similar);
	else
		log_say(&s->c->log, "%s: no such Host in ssh_config (sshconf "
		    "hosts shows the names)", name);
	return false;
}

/* Prints what is missing, a line each. */
static int
service_missing(const struct service *s, const char *name,
    const struct ask *a)
{
	size_t i;

	for (i = 0; i < a->missing.n; i++)
		log_say(&s->c->log, "%s: %s", name, a->missing.word[i]);
	return a->missing.n > 0 ? CTL_NOT_UP : CTL_GOOD;
}

/* Asks about the name: CTL_GOOD, or the status with messages printed. */
static int
service_check(const struct service *s, const char *name, bool connect)
{
	struct ask a;
	int status = CTL_FAILED;

	if (ask_sshconf(&a, name, connect, service_user(s), s->home) == 0)
		status = !service_known(s, name, &a) ? CTL_UNKNOWN :
		    service_missing(s, name, &a);
	ask_free(&a);
	return status;
}

/* --- without systemd, and --print --- */

/*
 * Prints the files, places and commands for the init system: SYSTEM, or the
 * one that runs.  The script stands beside the recipes that it reads.
 */
static int
service_print(const struct service *s, const char *name, const char *unit,
    const char *settings)
{
	char *path = program_of("../share/sshp/print-service", LIBEXECDIR);
	char *sshp = program_beside("sshp");
	struct words argv = { 0 };
	int status = -1;
	pid_t pid = -1;

	words_add(&argv, "print-service");
	words_add(&argv, "%s", s->c->system == NULL ? "" : s->c->system);
	words_add(&argv, "%s", name);
	words_add(&argv, "%s", unit);
	words_add(&argv, "%s", s->user);
	words_add(&argv, "%s", sshp == NULL ? "sshp" : sshp);
	words_add(&argv, "%s", settings);
	(void)fflush(stdout);
	if (path == NULL)
		log_say(&s->c->log, "print-service: not installed beside "
		    "sshpctl");
	else if (!argv.failed)
		pid = subprocess(&(struct subprocess){ .null_in = true }, path,
		    argv.word);
	while (pid != -1 && waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	words_free(&argv);
	free(path);
	free(sshp);
	return pid == -1 || !WIFEXITED(status) ? CTL_FAILED :
	    WEXITSTATUS(status);
}

/* --- enable --- */

/* Reports a tunnel of this name and account that runs without systemd. */
static bool
service_runs(struct service *s, const char *name, const char *unit)
{
	struct systemd_state state;
	char word[300];
	const char *const words[] = { word, NULL };
	struct ctl look = { .log = s->c->log, .name = words };
	struct ctl_missing m;
	pid_t pid = 0;

	if (systemd_ask(&s->units, unit, &state) == 0 &&
	    (strcmp(state.active, "active") == 0 ||
	    strcmp(state.active, "activating") == 0))
		return false;
	snprintf(word, sizeof word, "%s%s%s", service_user(s) == NULL ? "" :
	    s->user, service_user(s) == NULL ? "" : ":", name);
	ctl_look(&look, CONTROL_STATUS);
	m = ctl_named(&look);
	if (m.n == 0 && look.seek.n > 0)
		pid = look.seek.one[0].process;
	free(m.name);
	client_close(&look.seek);
	if (pid > 0)
		log_say(&s->c->log, "%s: process %lld keeps this tunnel "
		    "already; first: sshpctl stop %s", name, (long long)pid,
		    word);
	return pid > 0;
}

/* Enabled for another account: a unit has only one. */
static bool
service_taken(const struct service *s, const char *name)
{
	const struct systemd_unit *u = systemd_find(&s->units, name);
	struct systemd_state state;

	if (u == NULL || s->units.user ||
	    systemd_ask(&s->units, u->unit, &state) == -1 ||
	    strcmp(state.account, s->user) == 0)
		return false;
	log_say(&s->c->log, "%s: enabled for the account %s; first: sshpctl "
	    "disable %s", name, state.account, name);
	return true;
}

/* Asks on a terminal, otherwise says how. */
static void
service_linger(const struct service *s, const char *name)
{
	char line[16] = "";

	if (!s->units.user || systemd_lingers())
		return;
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)) {
		log_say(&s->c->log, "%s: starts when you log in, and ends "
		    "when you log out; to start it at boot: loginctl "
		    "enable-linger %s", name, systemd_me());
		return;
	}
	fprintf(stderr, "Start your services at boot, and keep them after "
	    "logout (loginctl enable-linger %s)? [y/N] ", systemd_me());
	if (fgets(line, sizeof line, stdin) == NULL ||
	    (*line != 'y' && *line != 'Y'))
		return;
	if (systemd_linger() == -1)
		log_say(&s->c->log, "%s: it starts when you log in; to start "
		    "it at boot: sudo loginctl enable-linger %s", name,
		    systemd_me());
}

/* Makes the file and the link, and starts the unit. */
static int
service_install(struct service *s, const char *name, const char *unit,
    const char *settings)
{
	static const char *const reload[4] = { "daemon-reload", NULL },
	    *const enable[4] = { "enable", "--quiet", NULL };
	int status;

	if (*settings != '\0' &&
	    systemd_write(&s->units, unit, settings) == -1) {
		log_say(&s->c->log, "%s/%s.d: %s", s->units.dir, unit,
		    strerror(errno));
		return CTL_FAILED;
	}
	if (systemd_run(&s->units, false, reload, NULL) != 0 ||
	    systemd_run(&s->units, false, enable, unit) != 0) {
		systemd_remove(&s->units, unit);
		log_say(&s->c->log, "%s: not enabled; \"make install\" puts "
		    "sshp@.service where systemd finds it", name);
		return CTL_FAILED;
	}
	status = service_begin(s, name, unit, "enabled");
	service_linger(s, name);
	return status;
}

static int
service_enable_one(struct service *s, const char *name)
{
	char unit[UNIT_NAME], settings[PATH_MAX], *sshp;
	enum unit_name is = unit_name_write(unit, name);
	bool print = s->c->print || !systemd_runs();
	int status;

	if (is == UNIT_NAME_WRONG) {
		log_say(&s->c->log, "enable: a service cannot have this name "
		    "(write a Host line with another one)");
		return CTL_USAGE;
	}
	if (!print && (service_taken(s, name) || (!s->c->force &&
	    service_runs(s, name, unit))))
		return CTL_FAILED;
	status = service_check(s, name, !s->c->print);
	if (status > CTL_NOT_UP || (status == CTL_NOT_UP && !s->c->force &&
	    !s->c->print)) {
		if (status == CTL_NOT_UP)
			log_say(&s->c->log, "%s: not enabled (-f enables it "
			    "in spite of that)", name);
		return status;
	}
	sshp = program_beside("sshp");
	systemd_settings(settings, s->account.name, is == UNIT_NAME_ESCAPED,
	    sshp == NULL ? "sshp" : sshp);
	free(sshp);
	if (print)
		return service_print(s, name, unit, settings);
	return service_install(s, name, unit, settings);
}

int
service_enable(struct ctl *c)
{
	struct service s = { .c = c };
	int status = CTL_GOOD;
	size_t i;

	if (systemd_open(&s.units) == -1) {
		log_say(&c->log, "%s: %s", s.units.dir, strerror(errno));
		return CTL_FAILED;
	}
	if (c->name == NULL)
		status = service_list(&s);
	else if ((status = service_account(&s)) == 0)
		for (i = 0; c->name[i] != NULL; i++)
			status = ctl_worse(status, service_enable_one(&s,
			    c->name[i]));
	systemd_close(&s.units);
	return status;
}

/* --- disable --- */

static int
service_disable_one(const struct service *s, const struct systemd_unit *u)
{
	static const char *const disable[4] = { "disable", "--now", "--quiet",
	    NULL }, *const reset[4] = { "reset-failed", NULL },
	    *const reload[4] = { "daemon-reload", NULL };

	if (systemd_run(&s->units, false, disable, u->unit) != 0)
		return CTL_FAILED;
	systemd_remove(&s->units, u->unit);
	(void)systemd_run(&s->units, true, reload, NULL);
	(void)systemd_run(&s->units, true, reset, u->unit);
	printf("%s: disabled, and stopped\n", u->name);
	return CTL_GOOD;
}

/* The last one takes the lingering with it, if enable had switched it on. */
static void
service_unlinger(struct service *s)
{
	systemd_close(&s->units);
	if (systemd_open(&s->units) == 0 && s->units.user &&
	    s->units.n == 0 && systemd_unlinger())
		log_say(&s->c->log, "your services no longer start at boot "
		    "(loginctl disable-linger)");
}

/* Marks the units of all names; the status for names of none. */
static int
service_chosen(struct service *s, int (*unknown)(struct service *,
    const char *))
{
	int status = CTL_GOOD;
	size_t i;

	for (i = 0; s->c->name[i] != NULL; i++)
		if (service_choose(s, s->c->name[i]) == 0)
			status = ctl_worse(status, unknown(s,
			    s->c->name[i]));
	return status;
}

static int
service_not_enabled(struct service *s, const char *name)
{
	return service_unknown(s, name);
}

int
service_disable(struct ctl *c)
{
	struct service s = { .c = c };
	int status = CTL_FAILED;
	size_t i;

	if (!systemd_runs())
		log_say(&c->log, "systemd does not run here (sshpctl enable "
		    "--print shows how to undo)");
	else if (systemd_open(&s.units) == -1)
		log_say(&c->log, "%s: %s", s.units.dir, strerror(errno));
	else {
		status = service_chosen(&s, service_not_enabled);
		for (i = 0; i < s.units.n; i++)
			if (s.units.unit[i].chosen)
				status = ctl_worse(status,
				    service_disable_one(&s, &s.units.unit[i]));
		service_unlinger(&s);
	}
	systemd_close(&s.units);
	return status;
}

/* --- start --- */

/* How a tunnel was started last: ID.start in our registry. */
struct start {
	const char *word;	/* that means the tunnel */
	int64_t time;		/* of the file */
	char text[8192];	/* lines: name, directory, words; "": none */
};

/* Takes the file if it is newer than the one found before. */
static void
start_found(void *arg, int dir, const char *file)
{
	struct start *s = arg;
	char text[sizeof s->text], id[64], name[300];
	int fd = userdirs_file(dir, file, (long)geteuid());
	ssize_t n = -1;
	struct stat st;

	if (fd == -1)
		return;
	if (fstat(fd, &st) == 0 && st.st_mtime >= s->time)
		n = descriptors_read(fd, text, sizeof text - 1);
	close(fd);
	if (n <= 0)
		return;
	text[n] = '\0';
	snprintf(id, sizeof id, "%.*s", (int)strcspn(file, "."), file);
	snprintf(name, sizeof name, "%.*s", (int)strcspn(text, "\n"), text);
	if (!tunnel_name_called(s->word, name, id))
		return;
	memcpy(s->text, text, (size_t)n + 1);
	s->time = st.st_mtime;
}

/* Finds how the tunnel was started last; false: not known. */
static bool
start_find(struct start *s, const char *word)
{
	struct userdirs places = { .n = 0 };
	size_t i;

	*s = (struct start){ .word = word };
	userdirs_find(&places, false);
	for (i = 0; i < places.n; i++)
		if (places.dir[i].own)
			(void)userdirs_each(&places.dir[i], ".start",
			    start_found, s);
	userdirs_free(&places);
	return s->text[0] != '\0';
}

/*
 * Adds the words of the file, and goes to its directory: a word may be a
 * relative path.  sshp may have been started where its user cannot go, by
 * another user.
 */
static void
start_words(struct start *s, struct words *argv, struct log *log)
{
	char *line = s->text, *next;
	int i;

	for (i = 0; (next = strchr(line, '\n')) != NULL; i++, line = next + 1) {
		*next = '\0';
		if (i == 1 && chdir(line) == -1) {
			log_say(log, "%s: %s: %s; starting it in /", s->word,
			    line, strerror(errno));
			(void)!chdir("/");
		}
		if (i > 1)
			words_add(argv, "%s", line);
	}
}

/* Waits for "sshp -f", whose user may have to type; says if it takes long. */
static int
service_await(const struct service *s, const char *name, pid_t pid)
{
	int64_t late = clock_now() + UP;
	int status = -1;
	pid_t ended;

	while ((ended = waitpid(pid, &status, WNOHANG)) != pid &&
	    (ended == 0 || errno == EINTR) && clock_now() < late)
		(void)usleep(SHORT * 1000);
	if (ended == 0)
		log_say(&s->c->log, "%s: not up after %ds; waiting until it is "
		    "(^C ends it)", name, UP / 1000);
	while (ended != pid && (ended = waitpid(pid, &status, 0)) == -1 &&
	    errno == EINTR)
		;
	return status;
}

/* Runs "sshp -f WORD..."; prints a line for several. */
static int
service_sshp(const struct service *s, const char *name, struct words *argv)
{
	char *path = program_beside("sshp");
	int status = -1;
	pid_t pid = -1;

	if (path != NULL && !argv->failed)
		pid = subprocess(&(struct subprocess){ .null_in = true }, path,
		    argv->word);
	if (pid != -1)
		status = service_await(s, name, pid);
	free(path);
	if (pid == -1 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return CTL_FAILED;
	if (s->c->each)
		printf("%s: started\n", name);
	return CTL_GOOD;
}

/*
 * Starts a tunnel that is no service: as it was started last, otherwise with
 * the forwards of ssh_config.
 */
static int
service_start_plain(struct service *s, const char *name)
{
	int home = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct words argv = { 0 };
	struct start last;
	int status = CTL_GOOD;

	words_add(&argv, "sshp");
	words_add(&argv, "-f");
	if (tunnel_name_is_pattern(name))
		status = service_unknown(s, name);
	else if (start_find(&last, name))
		start_words(&last, &argv, &s->c->log);
	else if ((status = service_check(s, name, false)) == CTL_GOOD) {
		words_add(&argv, "-NoPersist=yes");
		words_add(&argv, "--");
		words_add(&argv, "%s", name);
	}
	if (status == CTL_GOOD)
		status = service_sshp(s, name, &argv);
	words_free(&argv);
	/* The next name may have a relative path, too. */
	if (home != -1) {
		(void)!fchdir(home);
		close(home);
	}
	return status;
}

int
service_start(struct ctl *c)
{
	struct service s = { .c = c };
	int status;
	size_t i;

	if (systemd_runs() && systemd_open(&s.units) == -1) {
		log_say(&c->log, "%s: %s", s.units.dir, strerror(errno));
		return CTL_FAILED;
	}
	status = service_chosen(&s, service_start_plain);
	for (i = 0; i < s.units.n; i++)
		if (s.units.unit[i].chosen)
			status = ctl_worse(status, service_begin(&s,
			    s.units.unit[i].name, s.units.unit[i].unit,
			    "started"));
	systemd_close(&s.units);
	return status;
}
