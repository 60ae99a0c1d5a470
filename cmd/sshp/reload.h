/* SPDX-License-Identifier: ISC */
/* Carries out "sshpctl reload": evaluates ssh_config, and applies the edit. */
#ifndef SSHP_RELOAD_H
#define SSHP_RELOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "plan/reload.h"
#include "sshp/config.h"
#include "sys/loop.h"

/*
 * One reload at a time.  A request during a reload is for another one after it,
 * because the file may have been edited after this one read it.  Requests until
 * then share that one.
 */
struct reloader {
	struct evaluation_child evaluation;
	int64_t asked;		/* number of the newest requested reload */
	int64_t runs;		/* number of the running reload; 0: none */
	int64_t ended;		/* number of the reload that ended last */
	bool forwards;		/* it opens and closes forwards */
	int64_t due;		/* limit for that, ms; SPAN_NEVER: none */
	char later[RELOAD_NAMES]; /* keywords that this connection does not
				   have; "": none */
	int result;		/* of that reload: enum control_reload */
	char text[600];		/* what it did; while it runs, so far */
};

void	reloader_open(struct reloader *r);
void	reloader_watch(struct reloader *r, struct loop *l);
void	reloader_close(struct reloader *r);

#endif
