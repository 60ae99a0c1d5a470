/* SPDX-License-Identifier: ISC */
/*
 * One attempt: its arguments, its control socket, and whether it has logged in.
 */
#ifndef SSHP_ATTEMPT_H
#define SSHP_ATTEMPT_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

#include "plan/plan.h"
#include "sys/loop.h"

/* One start of ssh: its arguments, its control socket, and its login time. */
struct attempt {
	const struct plan *shared_plan;	/* with the user's ControlPath */
	const struct plan *private_plan; /* used if that ControlPath is taken;
					    way PLAN_SSH: there is none */
	const struct plan *plan;	/* the plan in use, of these two */
	char *control;		/* its control socket, also after an edit
				   changed the plans; NULL: none */
	bool calls;		/* sshp may use that socket */
	const char *directory;	/* the run directory, for sockets */
	int socket_watch;	/* descriptor that watches for the socket; or
				   -1 */
	uint64_t foreign;	/* id of another ssh's socket; 0: none */
	pid_t taken;		/* pid of another ssh that created the socket
				   during the attempt; 0: none */
	bool said;		/* ssh's log says that ssh has logged in */
	bool proven;		/* the control socket or ssh's log proved the
				   login */
	int64_t connected, banner, login; /* ms; or SPAN_NEVER */
	pid_t pid;		/* of ssh, also after ssh ended */
	bool parted;		/* the log pipe keeps writes apart
				   (sys/log_pipe.h) */
};

void	attempt_open(struct attempt *a, const struct plan *shared_plan,
	    const struct plan *private_plan, const char *directory);

/* Begins an attempt. */
void	attempt_begin(struct attempt *a);

/*
 * True when ssh, the process pid, has logged in.  The first time sets a->login
 * to now.  Sets a->taken if the socket belongs to another ssh.
 */
bool	attempt_look(struct attempt *a, pid_t pid, int64_t now);

/* True if a socket shows whether ssh has logged in. */
bool	attempt_has_socket(const struct attempt *a);

/* The control socket for requests to ssh; NULL: there is none. */
const char	*attempt_control(const struct attempt *a);

/* Lowers the loop's deadline to the next look, until ssh has logged in. */
void	attempt_lower(const struct attempt *a, struct loop *l);

void	attempt_close(struct attempt *a);

/* Frees the rest; call once, at the end. */
void	attempt_free(struct attempt *a);

#endif
