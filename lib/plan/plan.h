/* SPDX-License-Identifier: ISC */
/* Turns settings into ssh's argv and the session's parameters. */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/words.h"
#include "conf/commandline.h"
#include "conf/config.h"
#include "conf/destination.h"
#include "plan/forward_plan.h"
#include "supervise/session.h"

/* From what the user set to what is run. */

enum plan_way {
	PLAN_SSH,		/* exec ssh, and nothing else */
	PLAN_GUARDED,		/* exec ssh with the guard: at most once */
	PLAN_KEPT		/* run ssh again and again */
};

/* All that a plan is made from; texts live as long as the plan. */
struct plan_facts {
	const struct commandline *line;
	const struct config *config;
	const char *ssh;		/* absolute path */
	const char *guard;		/* absolute path; NULL: there is none */
	const char *user;		/* our name by the passwd file */
	const char *directory;		/* for PLAN_KEPT's sockets, absolute */
	int release;			/* of ssh: 902 is 9.2; for PLAN_KEPT */
	bool terminal;			/* standard input is a person's */
	const struct destination *hop;	/* jump hosts, the first one first */
	size_t hops;
	const struct config *first;	/* what is set for it; NULL: not known */
	bool apart;			/* the user's ControlPath is taken */
	const char *snapshot;		/* conf/snapshot.h, its path, for
					   PLAN_KEPT; NULL: there is none */
};

struct plan {
	enum plan_way way;
	char **argv;		/* of ssh */
	char **unasked;		/* the same, where it may ask nobody; PLAN_KEPT */
	char **answered;	/* and where only SSH_ASKPASS may answer, once */
	const char *control;	/* the control socket's path; NULL: none */
	const char *log;	/* the FIFO for ssh's log; NULL: it has none */
	const char *log_to;	/* where the user's -E wants it; NULL: stderr */
	bool syslog;		/* -y: syslog gets it instead */
	bool seen;		/* and it sees TCP to the server, and all bytes */
	int64_t banner;		/* the guard dials, and waits so long for one, ms */
	bool banner_fixed;	/* by ConnectTimeout */
	bool guarded;		/* our guard is in the connection */
	bool jump;		/* and stands for a ProxyJump */
	bool tunnel;		/* -N */
	bool background;	/* -f */
	bool verbose;		/* -v: show all that ssh says */
	bool quiet;		/* -q */
	struct plan_forward *forward;	/* all, as ssh will ask for them */
	size_t forwards;
	bool words;		/* ssh's log tells what became of remote ones */
	bool calls;		/* ssh may be called through the control socket */
	bool all;		/* it is not up until all of them are */
	bool exits;		/* one that is refused ends ssh */
	bool reclaim;		/* PersistReclaim */
	bool password;		/* PersistPassword */
	bool unlinks;		/* sshp removes sockets of local forwards that
				 * nobody listens at; else as the user set
				 * StreamLocalBindUnlink */
	const char *first;	/* "host:port", where TCP goes first; PLAN_KEPT */
	const char *check;	/* PersistCheck, of f->config; NULL: none */
	int64_t interval;	/* its, ms */
	const char *notify;	/* PersistNotify, likewise */
	struct words text;	/* what argv points into, with the command line */
	struct commandline line;
};

/*
 * The option that makes extension keywords acceptable to ssh, for p->text to
 * own; NULL if c has none, or memory ran out.
 */
const char	*plan_ignore(struct words *w, const struct config *c);

/* True if ssh is to be the master at a control path of the user's. */
bool	plan_shares(const struct plan_facts *f);

/* The way alone. */
enum plan_way	plan_way(const struct plan_facts *f);

/* True if the user asked for -N, by an option or a keyword. */
bool	plan_tunnel(const struct plan_facts *f);

/* The same of -f. */
bool	plan_background(const struct plan_facts *f);

/* Makes the plan; 0, or -1 if memory ran out. */
int	plan_make(struct plan *p, const struct plan_facts *f);

/* The session that the plan asks for. */
void	plan_session(const struct plan_facts *f, struct session *s);

void	plan_free(struct plan *p);

#endif
