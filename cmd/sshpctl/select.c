/* SPDX-License-Identifier: ISC */
/* Selects the running supervisors that the names of a command mean. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/similar.h"
#include "sshpctl/sshpctl.h"
#include "sshpctl/state.h"
#include "supervise/tunnel_name.h"

int
ctl_worse(int a, int b)
{
	return a > b ? a : b;
}

static void
ctl_look_for(struct ctl *c, const char *const *word,
    enum control_request ask)
{
	client_close(&c->seek);
	client_open(&c->seek, word, ask);
	client_look(&c->seek);
	(void)client_wait(&c->seek, CTL_ANSWER, true, NULL);
	client_tidy(&c->seek);
	if (c->seek.blind != 0 && !c->told_blind)
		log_say(&c->log, c->seek.blind == EOVERFLOW ?
		    "%s: some tunnels of other users are not shown" :
		    "%s: some tunnels are not shown (ulimit -n)",
		    c->seek.blind == EOVERFLOW ? "too many tunnels" :
		    strerror(c->seek.blind));
	c->told_blind = c->seek.blind != 0;
}

void
ctl_look(struct ctl *c, enum control_request ask)
{
	ctl_look_for(c, c->name, ask);
}

struct ctl_missing
ctl_named(struct ctl *c)
{
	struct ctl_missing m = { .n = 0 };
	size_t i, n = 0;

	(void)client_choose(&c->seek);
	while (c->name != NULL && c->name[n] != NULL)
		n++;
	m.name = calloc(n + 1, sizeof *m.name);
	for (i = 0; i < n && m.name != NULL; i++)
		if (client_add_chosen(&c->seek, c->name[i]) == 0)
			m.name[m.n++] = c->name[i];
	return m;
}

char *
ctl_word(const struct ctl *c, const struct sought *o, char *out, size_t size)
{
	return client_address(&c->seek, (size_t)(o - c->seek.one), out, size);
}

int
ctl_silent(const struct ctl *c, const struct sought *o)
{
	char text[STATE_PROCESS], word[300];

	state_process(o, text, sizeof text);
	log_say(&c->log, "%s: %s", ctl_word(c, o, word, sizeof word), text);
	return CTL_SILENT;
}

bool
ctl_strangers(struct ctl *c, const char *name)
{
	const struct sought *o;
	char word[300];
	size_t i;

	if (geteuid() != 0 || tunnel_name_is_pattern(name))
		return false;
	ctl_look_for(c, NULL, CONTROL_STATUS);
	for (i = 0; i < c->seek.n; i++) {
		o = &c->seek.one[i];
		if (o->own || !tunnel_name_called(name, o->status.name,
		    o->status.id))
			continue;
		log_say(&c->log, "%s: you have no such tunnel or shell; "
		    "another user has %s", name,
		    client_address(&c->seek, i, word, sizeof word));
		return true;
	}
	return false;
}

const char *
ctl_similar(struct ctl *c, const char *name)
{
	struct similar s = { .word = name };
	size_t i;

	ctl_look_for(c, NULL, CONTROL_STATUS);
	for (i = 0; i < c->seek.n; i++)
		if (c->seek.one[i].own)
			similar_try(&s, c->seek.one[i].status.name);
	return s.best;
}

int
ctl_unknown(struct ctl *c, const char *name)
{
	const char *best;
	size_t i;

	for (i = 0; i < c->seek.n && c->seek.nameless > 0; i++)
		if (c->seek.one[i].status.id[0] == '\0' &&
		    (c->seek.one[i].own || strchr(name, ':') != NULL)) {
			log_say(&c->log, "%s: process %lld does not answer",
			    name, (long long)c->seek.one[i].status.pid);
			return CTL_SILENT;
		}
	if (ctl_strangers(c, name))
		return CTL_UNKNOWN;
	if (c->everything)
		log_say(&c->log, "no tunnels are running (see sshp(1))");
	else if (tunnel_name_is_pattern(name))
		log_say(&c->log, "%s: no running tunnel matches", name);
	else if ((best = ctl_similar(c, name)) != NULL)
		log_say(&c->log, "%s: no such tunnel or shell; did you mean "
		    "%s?", name, best);
	else
		log_say(&c->log, "%s: no such tunnel or shell (sshpctl list "
		    "shows those that run)", name);
	return CTL_UNKNOWN;
}

int
ctl_unknowns(struct ctl *c, struct ctl_missing *m)
{
	int status = CTL_GOOD;
	size_t i;

	for (i = 0; i < m->n; i++)
		status = ctl_worse(status, ctl_unknown(c, m->name[i]));
	free(m->name);
	*m = (struct ctl_missing){ .n = 0 };
	return status;
}
