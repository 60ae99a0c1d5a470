/* SPDX-License-Identifier: ISC */
/*
 * sshp: reads ssh's command line and ssh_config, and hands lines that it need
 * not look at to ssh.
 */
#include <sys/wait.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/words.h"
#include "conf/show.h"
#include "sshp/sshp.h"
#include "sys/descriptors.h"
#include "sys/program.h"
#include "sys/service_manager.h"
#include "sys/subprocess.h"

enum { FAILED = 255 };

/* --- ssh's command line --- */

/* Asks ssh only if the meaning of the line depends on the release. */
static struct commandline_release
sshp_release(struct sshp *p, char *const *argv)
{
	int r = commandline_new(argv) ? evaluator_release(&p->world) : 902;

	return (struct commandline_release){ r / 100, r % 100 };
}

static void
sshp_oops(void *arg, struct origin at, const char *text)
{
	const struct sshp *p = arg;

	(void)at;
	log_say(&p->log, "%s", text);
}

/* ssh itself prints its complaints; sshp_rejected() needs the first one. */
static void
sshp_complain(void *arg, enum source_level level, struct origin at,
    const char *text)
{
	struct sshp *p = arg;

	(void)level;
	(void)at;
	if (p->refused[0] == '\0')
		snprintf(p->refused, sizeof p->refused, "%s", text);
}

static const struct evaluator_hooks hooks = {
	.complain = sshp_complain, .oops = sshp_oops,
};

/* --- ssh as it is --- */

/* The user's arguments, and the option that makes ssh accept our keywords. */
static void
sshp_arguments(struct sshp *p, struct words *w, char **argv)
{
	int i;

	words_add(w, "-o");
	if (plan_ignore(w, &p->now.config) == NULL)
		words_drop(w);
	for (i = 1; argv[0] != NULL && argv[i] != NULL; i++)
		words_add(w, "%s", argv[i]);
}

static int
sshp_pass(struct sshp *p, char **argv)
{
	struct words w = { 0 };
	int status;

	words_add(&w, "%s", p->ssh);
	sshp_arguments(p, &w, argv);
	status = w.failed ? sshp_fail(p, "start", strerror(ENOMEM)) :
	    sshp_exec(p, w.word);
	words_free(&w);
	return status;
}

/* sshp -G: prints the output of ssh -G, and then our options. */
static int
sshp_show(struct sshp *p)
{
	struct plan_facts f = sshp_facts(p, &p->now, false);
	struct words lines = { 0 };
	struct subprocess s = { 0 };
	struct plan plan;
	int status = -1;
	pid_t pid = -1;
	size_t i;

	if (plan_make(&plan, &f) == 0)
		pid = subprocess(&s, p->ssh, plan.argv);
	plan_free(&plan);
	if (pid == -1)
		return sshp_fail(p, p->ssh, strerror(errno));
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	if (status != 0)
		return WIFEXITED(status) ? WEXITSTATUS(status) : FAILED;
	show_persist(&lines, &p->now.config, &p->world.source);
	for (i = 0; i < lines.n; i++)
		puts(lines.word[i]);
	words_free(&lines);
	return 0;
}

/* True if ssh accepts the line and its files. */
static bool
sshp_accepted(struct sshp *p, char **argv)
{
	char *out = NULL, *err = NULL;
	struct words w = { 0 };
	int status = -1;
	size_t len;

	words_add(&w, "%s", p->ssh);
	words_add(&w, "-G");
	sshp_arguments(p, &w, argv);
	if (!w.failed)
		status = subprocess_capture(p->ssh, w.word, -1, &out, &len,
		    &err);
	words_free(&w);
	free(out);
	free(err);
	return status == 0;
}

/*
 * sshp rejects the files.  If ssh rejects them, too, ssh prints its own error.
 * Otherwise ssh runs without Persist, and sshp tells the user.  If a file is a
 * pipe, sshp does not check with ssh: only the ssh that connects may read it.
 */
static int
sshp_rejected(struct sshp *p, char **argv, bool extended)
{
	if ((extended || p->now.config.extended) &&
	    commandline_option(&p->line, 'G') == NULL &&
	    commandline_option(&p->line, 'O') == NULL &&
	    (p->world.piped || sshp_accepted(p, argv)))
		log_say(&p->log, "%s: running plain ssh without Persist: sshp "
		    "cannot read the configuration: %s", p->line.destination,
		    p->refused[0] == '\0' ? "out of memory" : p->refused);
	return sshp_pass(p, argv);
}

static int
sshp_decide(struct sshp *p, char **argv)
{
	const struct config_source *s = &p->world.source;
	bool extended;

	if (p->line.mode != COMMANDLINE_SESSION) {
		config_options(&p->now.config, &p->line, s);
		return sshp_pass(p, argv);
	}
	switch (config_scan(&p->now.config, &p->line, s)) {
	case CONFIG_WRONG:
		return FAILED;
	case CONFIG_GOOD:
		if (!p->now.config.extended) {
			mode_warn_unkept(p);
			return sshp_pass(p, argv);
		}
		break;
	case CONFIG_REJECTED:
		break;
	}
	extended = p->now.config.extended;
	config_free(&p->now.config);
	p->refused[0] = '\0';
	switch (config_evaluate(&p->now.config, &p->line, s)) {
	case CONFIG_WRONG:
		return FAILED;
	case CONFIG_REJECTED:
		return sshp_rejected(p, argv, extended);
	case CONFIG_GOOD:
		break;
	}
	if (commandline_option(&p->line, 'G') != NULL)
		return sshp_show(p);
	p->guard = program_beside("tunnel-guard");
	evaluated_hops(p, &p->now);
	return mode_run(p);
}

/*
 * sshp [ssh's options] destination [command]: runs ssh.  With Persist in
 * ssh_config(5), sshp reconnects.  All option letters are ssh's.
 */
int
main(int argc, char **argv)
{
	struct sshp p = { .log = { .program = "sshp" }, .dir.fd = -1 };
	int status, fd;

	/* As ssh does: no file that sshp opens may become descriptor 0 to 2. */
	p.manager = service_manager_descriptor();
	if (p.manager == -2)
		return sshp_fail(&p, "SSHP_NOTIFY_FD",
		    "not an open file descriptor above 2");
	if (descriptors_complete(&fd, &p.manager) == -1)
		return sshp_fail(&p, "start", strerror(errno));
	if ((p.ssh = program_find("ssh")) == NULL)
		return sshp_fail(&p, "ssh", errno == ELOOP ?
		    "the only ssh in PATH is sshp itself" :
		    "not found in PATH");
	evaluator_open(&p.world, p.ssh, &hooks, &p);
	p.world.source.strict = true;
	if (commandline_parse(&p.line, argc, argv,
	    sshp_release(&p, argv)) == -1)
		return sshp_fail(&p, "start", strerror(ENOMEM));
	status = sshp_decide(&p, argv);
	evaluated_close(&p.now);
	commandline_free(&p.line);
	evaluator_close(&p.world);
	free(p.guard);
	free(p.askpass);
	free(p.ssh);
	return status;
}
