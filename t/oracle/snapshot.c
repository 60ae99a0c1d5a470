/* SPDX-License-Identifier: ISC */
/*
 * snapshot FILE [ssh's words]: becomes ssh with FILE as its only ssh_config,
 * and in it what the user's files come to for that line; 99 if they are wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "conf/snapshot.h"
#include "load/evaluator.h"
#include "plan/plan_internal.h"
#include "sys/program.h"

static int
put(const char *path, const char *text)
{
	FILE *f = text == NULL ? NULL : fopen(path, "w");

	if (f == NULL)
		return -1;
	fputs(text, f);
	return fclose(f);
}

static int
become(char *ssh, const struct plan_facts *f)
{
	struct plan p = { .line = *f->line };
	char **argv;

	p.line.options = 0;
	p.line.option = calloc(f->line->options + 1000,
	    sizeof *p.line.option);
	p.forwards = plan_forwards(&p.forward, &p.text, &f->config->settings);
	/* Which ssh reads it for a jump host is not asked here. */
	p.jump = commandline_option(f->line, 'J') == NULL;
	plan_users(&p, f);
	if ((argv = commandline_emit(&p.line, ssh)) == NULL)
		return 98;
	execv(ssh, argv);
	return 98;
}

int
main(int argc, char **argv)
{
	static const struct evaluator_hooks none = { 0 };
	struct commandline line;
	struct evaluator world;
	struct config c;
	struct plan_facts f = { .line = &line, .config = &c,
	    .snapshot = argv[1] };
	char *ssh = program_find("ssh");
	int release;

	evaluator_open(&world, ssh, &none, NULL);
	release = evaluator_release(&world);
	if (argc < 3 || commandline_parse(&line, argc - 1, argv + 1,
	    (struct commandline_release){ release / 100, release % 100 }) ==
	    -1 || line.mode != COMMANDLINE_SESSION ||
	    config_evaluate(&c, &line, &world.source) != CONFIG_GOOD)
		return 99;
	if (put(argv[1], snapshot_text(&c)) == -1)
		return 98;
	return become(ssh, &f);
}
