/* SPDX-License-Identifier: ISC */
#ifndef EDIT_SIDE_H
#define EDIT_SIDE_H

#include <stdio.h>
#include <string.h>

#include "fake.h"
#include "plan/config_edit.h"
#include "plan/identity.h"
#include "tap.h"

/* One evaluation of a file, for the command line "ssh LINE". */
struct side {
	char copy[100], *argv[16];
	struct commandline line;
	struct config config;
	struct fake fake;
	struct plan_facts facts;
	struct plan plan;
	struct identity identity;
	struct words hops;
};

static inline void
side_open(struct side *s, const char *line, const char *file)
{
	int argc = 1;

	*s = (struct side){ .argv = { s->copy } };
	snprintf(s->copy, sizeof s->copy, "%s", line);
	for (s->argv[argc] = strtok(s->copy, " "); s->argv[argc] != NULL;
	    s->argv[++argc] = strtok(NULL, " "))
		;
	commandline_parse(&s->line, argc, s->argv,
	    (struct commandline_release){ 9, 2 });
	fake_open(&s->fake, file, strlen(file));
	ok(config_evaluate(&s->config, &s->line, &s->fake.source) ==
	    CONFIG_GOOD, "the file of the case is valid", line);
	s->facts = (struct plan_facts){ .line = &s->line,
	    .config = &s->config, .ssh = "/ssh", .guard = "/g",
	    .directory = "/d", .user = "me", .terminal = true,
	    .release = 902 };
	plan_make(&s->plan, &s->facts);
	identity_make(&s->identity, &s->facts, s->plan.tunnel, "here");
}

static inline void
side_close(struct side *s)
{
	words_free(&s->hops);
	identity_free(&s->identity);
	plan_free(&s->plan);
	config_free(&s->config);
	commandline_free(&s->line);
}

static inline struct config_edit_side
side_edit(const struct side *s)
{
	return (struct config_edit_side){ .config = &s->config,
	    .to = s->identity.to, .hops = &s->hops, .plan = &s->plan };
}

#endif
