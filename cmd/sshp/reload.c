/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "plan/config_edit.h"
#include "plan/reload.h"
#include "sshp/supervisor_internal.h"
#include "sys/descriptors.h"

enum {
	FORWARDS = 15000,	/* limit until sshpctl gets an answer, ms */
	LOOK = 100		/* between two looks at the forwards, ms */
};

#define LATER "%s: with the next connection"

void
reloader_open(struct reloader *r)
{
	*r = (struct reloader){ .due = SPAN_NEVER };
	evaluation_child_open(&r->evaluation);
}

void
reloader_watch(struct reloader *r, struct loop *l)
{
	evaluation_child_watch(&r->evaluation, l);
	if (r->forwards)
		loop_lower(l, l->now + LOOK < r->due ? l->now + LOOK :
		    r->due);
}

void
reloader_close(struct reloader *r)
{
	evaluation_child_stop(&r->evaluation);
	free(r->evaluation.text);
	r->evaluation.text = NULL;
}

/* --- the result --- */

static void	reload_add(struct reloader *, const char *, ...)
		    __attribute__((format(printf, 2, 3)));

/* Adds a part to the text. */
static void
reload_add(struct reloader *r, const char *fmt, ...)
{
	size_t n = strlen(r->text);
	va_list ap;

	if (n > 0 && n < sizeof r->text - 2) {
		memcpy(r->text + n, "; ", 3);
		n += 2;
	}
	va_start(ap, fmt);
	vsnprintf(r->text + n, sizeof r->text - n, fmt, ap);
	va_end(ap);
}

static void	reload_begin(struct supervisor *k);

/* The reload has ended; its text is complete. */
static void
reload_end(struct supervisor *k, enum control_reload result)
{
	struct reloader *r = &k->reloader;
	char text[sizeof r->text + 10];

	r->result = (int)result;
	r->ended = r->runs;
	r->runs = 0;
	r->forwards = false;
	r->due = SPAN_NEVER;
	snprintf(text, sizeof text, "reload: %s", r->text);
	input_news(k, text);
	if (r->asked > r->ended)
		reload_begin(k);
}

static void
reload_refuse(struct supervisor *k, const char *why, const char *then)
{
	reload_add(&k->reloader, "%s; %s", why, then);
	reload_end(k, CONTROL_RELOAD_REFUSED);
}

/* --- the steps --- */

static void
reload_begin(struct supervisor *k)
{
	struct reloader *r = &k->reloader;
	/* ssh's standard error would tell why the connection ended. */
	int null = descriptors_null_fd(), started;

	r->runs = r->asked;
	started = evaluation_child_start(&r->evaluation, plans_evaluate,
	    k->o->plans, null, k->loop.now);
	if (null > 0)
		close(null);
	if (started == 0)
		return;
	r->text[0] = '\0';
	reload_refuse(k, errno == EBUSY ? "the last evaluation of ssh_config "
	    "still hangs" : strerror(errno), "nothing has changed");
}

void
reload_asked(struct supervisor *k)
{
	struct reloader *r = &k->reloader;

	if (r->runs == 0) {
		r->asked++;
		reload_begin(k);
	} else if (r->asked == r->runs) {
		r->asked++;
	}
}

/* Adds the keywords that the running ssh does not have. */
static void
reload_later(struct reloader *r, const char *names)
{
	size_t n = strlen(r->later);

	if (strstr(r->later, names) == NULL)
		snprintf(r->later + n, sizeof r->later - n, "%s%s",
		    n > 0 ? ", " : "", names);
}

/* Applies the edit while ssh runs, or without a new attempt. */
static void
reload_apply(struct supervisor *k, struct evaluated *next,
    const struct reload *c)
{
	struct reloader *r = &k->reloader;
	struct plans_change change = { .applied = false };

	plans_apply(k->o->plans, next, &change);
	if (!change.applied) {
		reload_refuse(k, "out of memory", "nothing has changed");
		return;
	}
	supervisor_change(k, &change);
	if (c->now[0] != '\0')
		reload_add(r, "%s changed", c->now);
	reload_later(r, k->ssh.pid != 0 ? c->later : "");
	if (c->later[0] != '\0')
		reload_add(r, LATER, c->later);
	if (!c->forwards) {
		reload_end(k, CONTROL_RELOADED);
		return;
	}
	r->forwards = true;
	r->due = k->loop.now + FORWARDS;
}

/*
 * Only another connection brings the edit into effect: the next attempt
 * evaluates ssh_config again.  A second connection beside this one, before this
 * one ends, would begin here.
 */
static void
reload_reconnect(struct supervisor *k, const struct reload *c)
{
	struct reloader *r = &k->reloader;

	if (c->reconnect)
		reload_add(r, "%s changed: reconnecting", c->why[0] != '\0' ?
		    c->why : "the destination or a jump host");
	else
		reload_add(r, k->session->state == SESSION_ENDING ?
		    "the next attempt has the change" : "not up: the next "
		    "attempt has the change, and begins now");
	k->refused = false;
	supervisor_step(k, ON_RECONNECT, 0);
	reload_end(k, CONTROL_RELOADED);
}

/* The edit is valid and changes something. */
static void
reload_change(struct supervisor *k, struct evaluated *next,
    const struct reload *c)
{
	enum session_state state = k->session->state;
	bool up = state == SESSION_UP, same = !c->forwards &&
	    c->later[0] == '\0' && (!c->order || k->ssh.pid == 0);

	/* Before ssh is up, its answers about forwards have only an order. */
	if (!c->reconnect && (up || same)) {
		reload_apply(k, next, c);
		return;
	}
	evaluated_close(next);
	reload_reconnect(k, c);
}

/* Reports the keyword that needs a restart of sshp. */
static void
reload_deferred(struct supervisor *k, const struct evaluated *next)
{
	const struct sshp *p = k->o->plans->p;
	const char *what = config_edit_deferred(&p->now.config, &next->config,
	    p->askpass != NULL);

	if (what != NULL)
		reload_add(&k->reloader, "the change of %s takes effect when "
		    "sshp is started again", what);
}

/* The evaluation gave next. */
static void
reload_next(struct supervisor *k, struct evaluated *next)
{
	const struct identity *i;
	struct reload c;
	char why[200];
	int64_t pid;

	i = plans_compare(k->o->plans, next, &c);
	if (i == NULL) {
		evaluated_close(next);
		reload_refuse(k, "out of memory", "nothing has changed");
		return;
	}
	if (publication_other(k->o->record, i, &pid)) {
		evaluated_close(next);
		snprintf(why, sizeof why, "process %lld keeps this tunnel "
		    "already", (long long)pid);
		reload_refuse(k, why, "nothing has changed");
		return;
	}
	reload_deferred(k, next);
	if (c.changed) {
		reload_change(k, next, &c);
		return;
	}
	if (k->reloader.text[0] == '\0')
		reload_add(&k->reloader, "nothing has changed");
	if (k->reloader.later[0] != '\0')
		reload_add(&k->reloader, LATER, k->reloader.later);
	evaluated_close(next);
	reload_end(k, CONTROL_RELOADED);
}

/* The evaluation has ended; text NULL: at its deadline. */
static void
reload_evaluated(struct supervisor *k, const char *text)
{
	struct evaluated next;
	char why[500];

	k->reloader.text[0] = '\0';
	switch (plans_read(k->o->plans, &next, text,
	    k->reloader.evaluation.n, why, sizeof why)) {
	case PLANS_MISTAKE:
		reload_refuse(k, why, "nothing has changed");
		break;
	case PLANS_RESTART:
		reload_refuse(k, why, "the previous settings stay; stop and "
		    "start the connection to apply the edit");
		break;
	case PLANS_GOOD:
		reload_next(k, &next);
	}
}

/* Looks what became of the forwards. */
static void
reload_forwards_turn(struct supervisor *k)
{
	struct reloader *r = &k->reloader;
	char text[FORWARDS_TEXT_TEXT];
	bool up = k->session->state == SESSION_UP;
	bool edited = up && forwarder_edited(&k->forwarder, k->loop.now);

	if (up && !edited && k->loop.now < r->due)
		return;
	if (!up)
		reload_add(r, "the connection was lost: the next one has the "
		    "forwards");
	else if (*forwards_text_edit(&k->forwarder, text) != '\0')
		reload_add(r, "%s", text);
	reload_end(k, edited && forwarder_edit_good(&k->forwarder) ?
	    CONTROL_RELOADED : CONTROL_RELOAD_PART);
}

void
reload_turn(struct supervisor *k)
{
	struct evaluation_child *e = &k->reloader.evaluation;
	enum evaluation_child_state state = EVALUATION_CHILD_RUNS;

	if (k->session->state == SESSION_OVER)
		return;
	evaluation_child_reap(e);
	if (e->pid != 0)
		state = evaluation_child_take(e, &k->loop);
	if (state != EVALUATION_CHILD_RUNS)
		reload_evaluated(k, state == EVALUATION_CHILD_ENDED ?
		    e->text : NULL);
	if (k->reloader.forwards)
		reload_forwards_turn(k);
}
