/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <unistd.h>

#include "sshp/endpoints.h"

enum { REST = 8 };		/* at most so many a keeper watches besides */

LOOP_HOLDS(WITNESS_MAX + 1 + PORTER_MAX + 1 + CONTROL_MAX + 1 + 2 + REST);

void
doors_shut(struct doors *d)
{
	*d = (struct doors){ .witness.listener = -1, .control.listener = -1,
	    .log.fd = -1, .err.fd = -1 };
}

int
doors_open(struct doors *d, const struct rundir *dir, bool log, bool words)
{
	witness_open(&d->witness, rundir_listen(dir, "events"));
	if (d->witness.listener == -1)
		return -1;
	if (log && (d->log.fd = rundir_fifo(dir, "log")) == -1)
		return -1;
	if (words && (d->err.fd = rundir_fifo(dir, "stderr")) == -1)
		return -1;
	if (words)
		d->words = rundir_writer(dir, "stderr");
	if (d->porter.on && porter_listen(&d->porter,
	    rundir_listen(dir, "secrets"), dir->path) == -1)
		return -1;
	control_open(&d->control, rundir_listen(dir, "ctl"));
	return 0;
}

bool
doors_there(const struct doors *d, const struct rundir *dir)
{
	return rundir_has(dir, "events") && rundir_has(dir, "ctl") &&
	    (d->log.fd == -1 || rundir_has(dir, "log")) &&
	    (!d->porter.on || rundir_has(dir, "secrets"));
}

size_t
doors_env(struct doors *d, const struct rundir *dir, const char **env)
{
	d->witness.attempt = ++d->attempt;
	snprintf(d->env[0], sizeof d->env[0], "SSHP_EVENTS=%s/events",
	    dir->path);
	snprintf(d->env[1], sizeof d->env[1], "SSHP_ATTEMPT=%d",
	    d->attempt);
	env[0] = d->env[0];
	env[1] = d->env[1];
	return 2 + porter_env(&d->porter, env + 2);
}

void
doors_watch(struct doors *d, struct loop *l)
{
	d->log_slot = loop_watch(l, d->log.fd, POLLIN);
	d->err_slot = loop_watch(l, d->err.fd, POLLIN);
	witness_watch(&d->witness, l);
	porter_watch(&d->porter, l);
	control_watch(&d->control, l);
}

void
doors_close(struct doors *d)
{
	witness_close(&d->witness);
	control_close(&d->control);
	porter_leave(&d->porter);
	if (d->log.fd != -1)
		close(d->log.fd);
	if (d->err.fd != -1)
		close(d->err.fd);
	if (d->words > 0)
		close(d->words);
	d->log.fd = d->err.fd = -1;
	d->words = 0;
}
