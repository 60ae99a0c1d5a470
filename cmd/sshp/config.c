/* SPDX-License-Identifier: ISC */
/*
 * Evaluates ssh_config at the start and for each attempt, and writes the
 * snapshot.
 */
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/span.h"
#include "compat/compat.h"
#include "conf/snapshot.h"
#include "sshp/config.h"
#include "sshp/sshp.h"
#include "sys/atomic_file.h"
#include "sys/child.h"
#include "sys/descriptors.h"
#include "sys/signals.h"
#include "sys/tty.h"

struct plan_facts
sshp_facts(struct sshp *p, const struct evaluated *e, bool kept)
{
	return (struct plan_facts){
		.line = &p->line, .config = &e->config,
		.ssh = p->ssh, .guard = p->guard, .directory = p->dir.path,
		.user = p->world.source.user,
		.terminal = isatty(STDIN_FILENO), .dumb = tty_dumb(),
		.release = kept ? evaluator_release(&p->world) : 0,
		.hop = e->hop, .hops = e->hops, .first = e->first,
		.snapshot = kept ? p->snapshot : NULL,
	};
}

/* --- jump hosts --- */

static void
config_drop(struct config **c)
{
	if (*c != NULL)
		config_free(*c);
	free(*c);
	*c = NULL;
}

/*
 * The settings of the ssh to a jump host, for config_drop(); its command line
 * is in w.  NULL: not known.
 */
static struct config *
hop_evaluate(struct sshp *p, const struct destination *d, struct words *w,
    const struct config_source *source)
{
	const char *file = commandline_option(&p->line, 'F');
	struct commandline line;
	struct config *c = NULL;

	words_add(w, "%s", p->ssh);
	if (file != NULL)
		words_add(w, "-F%s", file);
	if (d->user != NULL)
		words_add(w, "-l%s", d->user);
	if (d->port > 0)
		words_add(w, "-p%d", d->port);
	words_add(w, "-Wx:1");
	words_add(w, "--");
	words_add(w, "%s", d->host);
	if (!w->failed && commandline_parse(&line, (int)w->n, w->word,
	    (struct commandline_release){ 9, 2 }) == 0) {
		if (line.mode == COMMANDLINE_SESSION)
			c = calloc(1, sizeof *c);
		if (c != NULL && config_evaluate(c, &line, source) !=
		    CONFIG_GOOD)
			config_drop(&c);
		commandline_free(&line);
	}
	return c;
}

/* Finds the jump hosts, but only if the guard will run. */
static bool
hops_find(struct sshp *p, struct evaluated *e,
    const struct config_source *source)
{
	const char *jump = settings_get(&e->config.settings, KW_proxyjump);
	struct plan_facts f = sshp_facts(p, e, false);

	if (jump == NULL || p->guard == NULL || plan_way(&f) == PLAN_SSH)
		return false;
	e->hops = destination_hops(e->hop, HOPS, &e->config.settings.pool,
	    source, jump);
	if (e->hops > HOPS)
		e->hops = 0;
	return e->hops > 0;
}

/* --- the account and address of each jump host --- */

static const char *
text_or(const char *text, const char *usual)
{
	return text == NULL ? usual : text;
}

/* Adds the server and the account of a connection with these settings. */
static void
hosts_add(struct words *hosts, const struct sshp *p, const struct config *c)
{
	const struct settings *s = &c->settings;

	words_add(hosts, "%s", c->host);
	words_add(hosts, "%s", text_or(settings_get(s, KW_user),
	    p->world.source.user));
	words_add(hosts, "%s", text_or(settings_get(s, KW_port), "22"));
	words_add(hosts, "%s", text_or(settings_get(s, KW_hostkeyalias), ""));
}

/*
 * Adds the jump hosts of c.  The ssh to the first follows the ProxyJump and
 * ProxyCommand of its own block; the ssh to each other one gets them from its
 * command line.
 */
static void
hosts_add_hops(struct words *hosts, struct sshp *p, const struct config *c,
    const struct config *first, const struct config_source *source, int depth)
{
	const char *jump = settings_get(&c->settings, KW_proxyjump);
	struct destination hop[HOPS];
	struct words line = { 0 };
	struct pool pool = { 0 };
	struct config *own;
	size_t n, i;

	words_add(hosts, "%s", text_or(settings_get(&c->settings,
	    KW_proxycommand), text_or(jump, "")));
	n = jump == NULL || depth == 0 ? 0 :
	    destination_hops(hop, HOPS, &pool, source, jump);
	for (i = 0; i < n && i < HOPS; i++) {
		own = i == 0 && first != NULL ? NULL :
		    hop_evaluate(p, &hop[i], &line, source);
		if (own != NULL || (i == 0 && first != NULL))
			hosts_add(hosts, p, own == NULL ? first : own);
		if (i == 0 && (own != NULL || first != NULL))
			hosts_add_hops(hosts, p, own == NULL ? first : own,
			    NULL, source, depth - 1);
		config_drop(&own);
		words_free(&line);
	}
	pool_free(&pool);
}

/*
 * Jump hosts are evaluated only for PersistPassword, because each may run a
 * Match exec.
 */
static void
hosts_evaluate(struct sshp *p, struct evaluated *e,
    const struct config_source *source)
{
	enum { DEPTH = 4 };

	if (e->config.persist.password)
		hosts_add_hops(&e->hosts, p, &e->config, e->first, source,
		    DEPTH);
}

static void
hops_evaluate(struct sshp *p, struct evaluated *e,
    const struct config_source *source)
{
	if (hops_find(p, e, source))
		e->first = hop_evaluate(p, &e->hop[0], &e->first_line,
		    source);
	hosts_evaluate(p, e, source);
}

void
evaluated_hops(struct sshp *p, struct evaluated *e)
{
	hops_evaluate(p, e, &p->world.source);
}

void
evaluated_close(struct evaluated *e)
{
	config_free(&e->config);
	config_drop(&e->first);
	words_free(&e->first_line);
	words_free(&e->hosts);
	*e = (struct evaluated){ .hops = 0 };
}

/* --- evaluation in a child --- */

/* The first complaint of an evaluation. */
struct complaint {
	char text[500];
};

static void
complaint_add(void *arg, enum source_level level, struct origin at,
    const char *text)
{
	struct complaint *c = arg;

	if (level == LEVEL_PLAIN || c->text[0] != '\0')
		return;
	if (at.line > 0 && strstr(text, at.file) == NULL)
		snprintf(c->text, sizeof c->text, "%s:%d: %s", at.file,
		    at.line, text);
	else
		snprintf(c->text, sizeof c->text, "%s", text);
}

static void
complaint_add_own(void *arg, struct origin at, const char *text)
{
	complaint_add(arg, LEVEL_ERROR, (struct origin){ at.file, 0,
	    at.from }, text);
}

static void
child_write(int fd, const struct words *w)
{
	size_t i;

	for (i = 0; i < w->n && !w->failed; i++)
		if (descriptors_write(fd, w->word[i],
		    strlen(w->word[i]) + 1) == -1)
			break;
}

/*
 * Writes "", the evaluation, that of the first jump host, and the jump hosts;
 * or
 * writes a complaint.
 */
void
sshp_evaluate(struct sshp *p, int fd)
{
	static const struct evaluator_hooks hooks = {
		.complain = complaint_add, .oops = complaint_add_own };
	struct complaint said = { "" };
	struct evaluator world;
	struct evaluated e = { .hops = 0 };
	struct words w = { 0 };
	enum config_result is;
	size_t i;

	/* Nothing from the start is reused but the release of ssh. */
	evaluator_open(&world, p->ssh, &hooks, &said);
	world.known = p->world.known;
	world.query = p->world.query;
	world.query.pool = &world.pool;
	world.source.strict = true;
	is = config_evaluate(&e.config, &p->line, &world.source);
	if (is == CONFIG_GOOD)
		hops_evaluate(p, &e, &world.source);
	words_add(&w, "%s", is == CONFIG_GOOD ? "" : said.text[0] != '\0' ?
	    said.text : "ssh rejects ssh_config");
	if (is == CONFIG_GOOD) {
		snapshot_pack(&w, &e.config);
		words_add(&w, "%s", e.first == NULL ? "" : "first");
		if (e.first != NULL)
			snapshot_pack(&w, e.first);
		for (i = 0; i < e.hosts.n; i++)
			words_add(&w, "%s", e.hosts.word[i]);
	}
	child_write(fd, &w);
}

static int
evaluated_texts(struct sshp *p, struct evaluated *e, struct texts *t)
{
	const char *text;

	if (snapshot_unpack(&e->config, t) == -1 ||
	    (text = texts_next(t)) == NULL)
		return -1;
	(void)hops_find(p, e, &p->world.source);
	if (*text != '\0' && ((e->first = calloc(1, sizeof *e->first)) ==
	    NULL || snapshot_unpack(e->first, t) == -1))
		return -1;
	while ((text = texts_next(t)) != NULL)
		words_add(&e->hosts, "%s", text);
	return e->hosts.failed ? -1 : 0;
}

int
evaluated_read(struct sshp *p, struct evaluated *e, const char *text,
    size_t n, char *why, size_t size)
{
	struct texts t = { text, text == NULL ? NULL : text + n };
	const char *said = text == NULL ? NULL : texts_next(&t);

	*e = (struct evaluated){ .hops = 0 };
	if (said != NULL && *said == '\0' && evaluated_texts(p, e, &t) == 0)
		return 0;
	if (text == NULL)
		said = "ssh_config took longer than 10s to evaluate (Match "
		    "exec, or a host name lookup)";
	else if (said == NULL || *said == '\0')
		said = "ssh_config could not be evaluated";
	snprintf(why, size, "%s", said);
	evaluated_close(e);
	return -1;
}

/* --- the snapshot for ssh --- */

/* True if the snapshot has this text already; n: its length. */
static bool
snapshot_is(const struct sshp *p, const char *text, size_t n)
{
	char *is = malloc(n + 2);
	bool same;

	if (is == NULL)
		return false;
	atomic_file_read(p->dir.fd, "config", is, n + 2);
	same = strcmp(is, text) == 0;
	free(is);
	return same;
}

/* An unchanged one is not written again: the disk may be full now. */
void
sshp_snapshot(struct sshp *p)
{
	char *text = snapshot_text(&p->now.config);

	snprintf(p->snapshot_path, sizeof p->snapshot_path, "%s/config",
	    p->dir.path);
	p->snapshot = NULL;
	errno = ENOMEM;
	if (text != NULL && (snapshot_is(p, text, strlen(text)) ||
	    atomic_file_write(p->dir.fd, "config", text, strlen(text)) == 0))
		p->snapshot = p->snapshot_path;
	else if (!p->unwritten)
		log_say(&p->log, "%s: %s (ssh reads ssh_config itself)",
		    p->snapshot_path, strerror(errno));
	p->unwritten = p->snapshot == NULL;
	free(text);
}

/* --- the child for the next attempt --- */

enum { MOST = 1 << 24 };	/* limit of the child's output, bytes */

void
evaluation_child_open(struct evaluation_child *r)
{
	*r = (struct evaluation_child){ .fd = -1, .due = SPAN_NEVER };
}

static _Noreturn void
evaluation_child_child(pid_t parent, int fd, int err,
    void (*evaluate)(void *, int), void *arg)
{
	child_dies_by(SIGKILL, parent);
	signals_reset();
	descriptors_restore();
	(void)setpgid(0, 0);
	/*
	 * Standard input becomes a pipe that nobody can read: an ssh_config
	 * named /dev/stdin was read at the start, and must not be empty now.
	 */
	if ((err != 0 && dup2(err, STDERR_FILENO) == -1) ||
	    dup2(fd, 3) == -1 || fcntl(3, F_SETFD, FD_CLOEXEC) == -1 ||
	    dup2(3, STDIN_FILENO) == -1 ||
	    descriptors_null(STDOUT_FILENO) == -1)
		_exit(1);
	closefrom(4);
	evaluate(arg, 3);
	_exit(0);
}

void
evaluation_child_reap(struct evaluation_child *r)
{
	if (r->killed != 0 && waitpid(r->killed, NULL, WNOHANG) != 0)
		r->killed = 0;
}

/* Gives a child that was killed a moment to end; -1: it hangs. */
static int
evaluation_child_wait(struct evaluation_child *r)
{
	const struct timespec step = { .tv_nsec = 5000000 };
	int i;

	for (i = 0; i < 20; i++) {
		evaluation_child_reap(r);
		if (r->killed == 0)
			return 0;
		(void)nanosleep(&step, NULL);
	}
	errno = EBUSY;
	return -1;
}

int
evaluation_child_start(struct evaluation_child *r,
    void (*evaluate)(void *, int), void *arg, int err, int64_t now)
{
	pid_t parent = getpid();
	int fd[2], saved;

	evaluation_child_stop(r);
	if (evaluation_child_wait(r) == -1 || descriptors_pipe(fd) == -1)
		return -1;
	if ((r->pid = fork()) == 0)
		evaluation_child_child(parent, fd[1], err, evaluate, arg);
	saved = errno;
	close(fd[1]);
	if (r->pid == -1) {
		close(fd[0]);
		r->pid = 0;
		errno = saved;
		return -1;
	}
	(void)setpgid(r->pid, r->pid);
	(void)descriptors_nonblock(fd[0]);
	r->fd = fd[0];
	r->due = now + EVALUATION_CHILD_LIMIT;
	r->n = 0;
	return 0;
}

void
evaluation_child_watch(struct evaluation_child *r, struct loop *l)
{
	r->slot = loop_watch(l, r->fd, POLLIN);
	loop_lower(l, r->due);
}

/* Reads once; -1 at the end of the output, or if memory ran out. */
static int
evaluation_child_read(struct evaluation_child *r)
{
	size_t room = 2 * r->room + 65536;
	char *more;
	ssize_t n;

	if (r->room - r->n < 4096) {
		if (room > MOST || (more = realloc(r->text, room)) == NULL)
			return -1;
		r->text = more;
		r->room = room;
	}
	n = descriptors_read(r->fd, r->text + r->n, r->room - r->n);
	if (n <= 0)
		return n == -1 && errno == EAGAIN ? 0 : -1;
	r->n += (size_t)n;
	return 0;
}

/* The child ends, or was killed. */
static void
evaluation_child_close(struct evaluation_child *r)
{
	/* First, because a child that still writes would never end. */
	close(r->fd);
	r->killed = r->pid;
	r->pid = 0;
	r->fd = -1;
	r->due = SPAN_NEVER;
	evaluation_child_reap(r);
}

enum evaluation_child_state
evaluation_child_take(struct evaluation_child *r, const struct loop *l)
{
	bool late = l->now >= r->due;

	if (loop_ready(l, r->slot) && evaluation_child_read(r) == -1) {
		/* A background process of a Match exec may go on. */
		evaluation_child_close(r);
		return EVALUATION_CHILD_ENDED;
	}
	if (!late)
		return EVALUATION_CHILD_RUNS;
	evaluation_child_stop(r);
	return EVALUATION_CHILD_LATE;
}

void
evaluation_child_stop(struct evaluation_child *r)
{
	if (r->pid == 0)
		return;
	(void)kill(-r->pid, SIGKILL);
	(void)kill(r->pid, SIGKILL);
	evaluation_child_close(r);
}
