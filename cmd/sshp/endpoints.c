/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <unistd.h>

#include "sshp/endpoints.h"

enum { REST = 8 };	/* limit of other descriptors in the loop */

LOOP_HOLDS(GUARD_EVENTS_MAX + 1 + ASKPASS_SERVER_MAX + 1 + CONTROL_MAX + 1 + 2 +
    REST);

void
endpoints_init(struct endpoints *d)
{
	*d = (struct endpoints){ .guards.listener = -1, .control.listener = -1,
	    .log.fd = -1, .err.fd = -1 };
}

int
endpoints_open(struct endpoints *d, const struct rundir *dir, bool log,
    bool words)
{
	guard_events_open(&d->guards, rundir_listen(dir, "events"));
	if (d->guards.listener == -1)
		return -1;
	if (log && (d->log.fd = rundir_fifo(dir, "log")) == -1)
		return -1;
	if (words && (d->err.fd = rundir_fifo(dir, "stderr")) == -1)
		return -1;
	if (words)
		d->ssh_stderr = rundir_writer(dir, "stderr");
	if (d->askpass.machine != NULL && askpass_server_listen(&d->askpass,
	    rundir_listen(dir, "secrets"), dir->path) == -1)
		return -1;
	control_open(&d->control, rundir_listen(dir, "ctl"));
	return 0;
}

bool
endpoints_there(const struct endpoints *d, const struct rundir *dir)
{
	return rundir_has(dir, "events") && rundir_has(dir, "ctl") &&
	    (d->log.fd == -1 || rundir_has(dir, "log")) &&
	    (d->askpass.machine == NULL || rundir_has(dir, "secrets"));
}

size_t
endpoints_env(struct endpoints *d, const struct rundir *dir, const char **env)
{
	d->guards.attempt = ++d->attempt;
	snprintf(d->env[0], sizeof d->env[0], "SSHP_EVENTS=%s/events",
	    dir->path);
	snprintf(d->env[1], sizeof d->env[1], "SSHP_ATTEMPT=%d",
	    d->attempt);
	env[0] = d->env[0];
	env[1] = d->env[1];
	return 2 + askpass_server_env(&d->askpass, env + 2);
}

void
endpoints_watch(struct endpoints *d, struct loop *l)
{
	d->log_slot = loop_watch(l, d->log.fd, POLLIN);
	d->err_slot = loop_watch(l, d->err.fd, POLLIN);
	guard_events_watch(&d->guards, l);
	askpass_server_watch(&d->askpass, l);
	control_watch(&d->control, l);
}

void
endpoints_close(struct endpoints *d)
{
	guard_events_close(&d->guards);
	control_close(&d->control);
	askpass_server_leave(&d->askpass);
	if (d->log.fd != -1)
		close(d->log.fd);
	if (d->err.fd != -1)
		close(d->err.fd);
	if (d->ssh_stderr > 0)
		close(d->ssh_stderr);
	d->log.fd = d->err.fd = -1;
	d->ssh_stderr = 0;
}
