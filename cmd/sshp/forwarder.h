/* SPDX-License-Identifier: ISC */
/* Supervises the forwards of the running ssh, and retries the refused ones. */
#ifndef SSHP_FORWARDER_H
#define SSHP_FORWARDER_H

#include "plan/plan.h"
#include "sshp/mux.h"
#include "supervise/forwards.h"
#include "supervise/reclaim.h"
#include "sys/loop.h"

/*
 * The forwards of the ssh that runs: hears what ssh says of them, looks
 * whether the local ones listen, asks for the refused ones again.
 */

/* What ssh said of a local one. */
struct forwarder_reason {
	bool refused;
	char why[64];
	char address[48];	/* where it could not listen; or "" */
	int64_t since, due;	/* of that, and when to try it, ms */
};

struct forwarder {
	const struct plan *plan;
	const char *ssh;	/* absolute path */
	struct forwards machine;
	struct forwards_one *one;	/* one for each of plan->forward */
	struct forwarder_reason *reason;	/* likewise */
	struct reclaim reclaim;
	struct mux call;
	const int *notes; /* the directory for reclaim's note; NULL: none */
	char note[80];		/* its name there */
	enum reclaim_what reclaiming; /* what the call is for; else a forward */
	char *control;		/* "ControlPath=...", for calls; NULL: none */
	const char *path;	/* of that socket */
	pid_t child;		/* ssh */
	int64_t half;		/* when to look again for addresses, ms */
	bool told;		/* that not all are up */
	size_t ended;		/* holders of our ports, in this connection */
	void (*say)(void *, const char *);	/* to the person */
	void *arg;
};

/* Ready for the first ssh; say is called with news.  0, or -1 and errno. */
int	forwarder_open(struct forwarder *f, const struct plan *plan,
	    const char *ssh, void (*say)(void *, const char *), void *arg);

/*
 * What is reclaimed outlives us, in the file id.holder in dir, a descriptor
 * that may become another one, or -1.
 */
void	forwarder_note(struct forwarder *f, const int *dir, const char *id);

/*
 * Between two ssh's: the plan is another than was.  0, or -1 if memory ran out:
 * then no forward is looked after.
 */
int	forwarder_change(struct forwarder *f, const struct plan *was);

/* The destination changed: forgets which remote process holds our ports. */
void	forwarder_forget(struct forwarder *f);

/* An ssh is started; control: where its socket will be, or NULL. */
void	forwarder_begin(struct forwarder *f, const char *control);

/*
 * A line of its log, without its tag; own: it is ssh's own word.  True if it is
 * about forwards alone and needs no further attention.
 */
bool	forwarder_line(struct forwarder *f, int64_t now, const char *line,
	    bool own);

/* It logged in at now; pid is its. */
void	forwarder_login(struct forwarder *f, int64_t now, pid_t pid);

/* Does what is due; call after anything of the above, and each turn. */
void	forwarder_turn(struct forwarder *f, int64_t now);

/* SIGCHLD came. */
void	forwarder_reap(struct forwarder *f, int64_t now);

void	forwarder_lower(const struct forwarder *f, struct loop *l);

/* ssh has ended. */
void	forwarder_lost(struct forwarder *f);

/* True when all are answered and, if the plan asks for it, up. */
bool	forwarder_ready(const struct forwarder *f);

/* True if the ith listens, but on some of its addresses another does. */
bool	forwarder_half(const struct forwarder *f, size_t i);

void	forwarder_close(struct forwarder *f);

#endif
