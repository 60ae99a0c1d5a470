/* SPDX-License-Identifier: ISC */
/* Supervises the forwards of the running ssh, and retries the refused ones. */
#ifndef SSHP_FORWARDER_H
#define SSHP_FORWARDER_H

#include "plan/plan.h"
#include "sshp/held_clients.h"
#include "sshp/mux.h"
#include "supervise/forwards.h"
#include "supervise/reclaim.h"
#include "sys/loop.h"

/*
 * The forwards of the running ssh.  sshp reads ssh's log about them, checks
 * that the local ones listen, and retries the refused ones.
 */

/* Why ssh refused a local forward. */
struct forwarder_reason {
	bool refused;
	char why[64];
	char address[48];	/* the address that failed to listen; or "" */
	int64_t since, due;	/* of the failure; of the next try; ms */
	bool added;		/* by an edit, and not reported yet */
};

/* A forward that an edit removed while ssh runs. */
struct forwarder_closing {
	struct plan_forward forward;	/* its texts are in text */
	struct words text;
	bool up;		/* it was up when it was removed */
	bool held;		/* it was ssh's socket for held clients */
	int64_t due;		/* next call, ms; SPAN_NEVER: no more */
	enum forwarder_closed {
		FORWARDER_OPEN,		/* not closed yet */
		FORWARDER_CLOSED,
		FORWARDER_STAYS		/* open until the connection ends */
	} is;
};

struct forwarder {
	const struct plan *plan;
	const char *ssh;	/* absolute path */
	const struct held_clients *held; /* listens for the clients; or NULL */
	struct forwards machine;
	struct forwards_one *one;	/* one per element of plan->forward */
	struct forwarder_reason *reason;	/* likewise */
	struct reclaim reclaim;
	struct mux call;
	const int *holder_dir; /* directory of reclaim's file; NULL: none */
	char holder_file[80];		/* name of reclaim's file */
	enum reclaim_what reclaiming; /* purpose of the call;
					   RECLAIM_NOTHING: a forward */
	struct forwarder_closing *closing;
	size_t closings;	/* number of elements */
	struct forwarder_closing *closes;	/* purpose of the call, one of
						   these; NULL: another */
	bool all, exits, wants_device;	/* of the plan that ssh began with */
	char *control;		/* "ControlPath=..." for calls; or NULL */
	const char *path;	/* of the control socket */
	pid_t child;		/* pid of ssh */
	bool device;		/* the server granted -w */
	bool unanswered;	/* it has not answered for -w in time */
	int64_t answer;		/* until then the server may answer for -w,
				   ms */
	int64_t listen;		/* until then a local forward may begin to
				   listen, ms */
	int64_t look;		/* next look at the local forwards, ms */
	int64_t partial_due;	/* next check of addresses that a forward
				   lacks, ms */
	bool reported;		/* reported that not all forwards are up */
	size_t reclaimed;	/* reclaimed holders of our ports, in this
				   connection */
	void (*say)(void *, const char *);	/* tells the user */
	void *arg;
};

/*
 * Prepares f for the first ssh; f calls say with news for the user.  Returns 0,
 * or -1 and errno.
 */
int	forwarder_open(struct forwarder *f, const struct plan *plan,
	    const char *ssh, void (*say)(void *, const char *), void *arg);

/*
 * Keeps the remote holder of our ports in the file id.holder in the directory
 * *dir, so that a later sshp can reclaim them.  *dir is a descriptor, -1 for
 * none, and may change later.
 */
void	forwarder_remember(struct forwarder *f, const int *dir, const char *id);

/*
 * Between two attempts: the plan changed; was is the old plan.  Returns 0; or
 * -1 if memory ran out, and then f supervises no forward.
 */
int	forwarder_change(struct forwarder *f, const struct plan *was);

/*
 * ssh is up, and the plan changed: closes and opens forwards through the
 * control socket.  was is the old plan.  Returns 0; or -1 if memory ran out,
 * and then f supervises no forward.
 */
int	forwarder_edit(struct forwarder *f, const struct plan *was,
	    int64_t now);

/* True when it is known what became of each forward of the last edit. */
bool	forwarder_edited(const struct forwarder *f, int64_t now);

/* True if the last edit opened and closed all that it should. */
bool	forwarder_edit_good(const struct forwarder *f);

/* Starts the next call that closes a forward; true while such a call runs. */
bool	forwarder_close_next(struct forwarder *f, int64_t now);

/* That call ended with status. */
void	forwarder_close_done(struct forwarder *f, int64_t now, int status);

/* Drops the list of forwards that edits removed. */
void	forwarder_close_none(struct forwarder *f);

/* The destination changed: forgets which remote process holds our ports. */
void	forwarder_forget(struct forwarder *f);

/* sshp starts ssh; control: path of its future control socket, or NULL. */
void	forwarder_begin(struct forwarder *f, const char *control);

/*
 * Reads a line of ssh's log, without its tag.  own: ssh itself wrote the line.
 * True if the line is only about forwards and needs no further attention.
 */
bool	forwarder_line(struct forwarder *f, int64_t now, const char *line,
	    bool own);

/* ssh, the process pid, logged in at now. */
void	forwarder_login(struct forwarder *f, int64_t now, pid_t pid);

/* Does what is due; call after each function above, and each turn. */
void	forwarder_turn(struct forwarder *f, int64_t now);

/* Call after SIGCHLD. */
void	forwarder_reap(struct forwarder *f, int64_t now);

void	forwarder_lower(const struct forwarder *f, struct loop *l);

/*
 * True if our ssh listens on the control socket.  If another ssh has recreated
 * the socket, sshp makes no more calls in this connection.
 */
bool	forwarder_ours(struct forwarder *f);

/* Makes the list from the plan; 0, or -1 and the list is empty. */
int	forwarder_list(struct forwarder *f);

/* ssh has ended. */
void	forwarder_lost(struct forwarder *f);

/*
 * Why sshp itself cannot listen for forward i, with PersistHold; or NULL.
 */
const char	*forwarder_unheld(const struct forwarder *f, size_t i);

/* True if a remote forward is in this state. */
bool	forwarder_remote(const struct forwarder *f, enum forwards_state state);

/* How many forwards are up. */
size_t	forwarder_up(const struct forwarder *f);

/*
 * True when ssh has granted or refused every forward and granted -w; with
 * ExitOnForwardFailure yes, or if a refused forward ends ssh, when all are up.
 */
bool	forwarder_ready(const struct forwarder *f);

/*
 * True if only another connection can make it ready: the server has not
 * answered a request for too long, and nothing else of the tunnel is up.
 */
bool	forwarder_hopeless(const struct forwarder *f);

/*
 * True if forward i listens, but another process holds the port on some of the
 * forward's addresses.
 */
bool	forwarder_partial(const struct forwarder *f, size_t i);

void	forwarder_close(struct forwarder *f);

/* --- forwards_text.c: messages about forwards --- */

#define FORWARDS_TEXT_TEXT 500	/* longer ones are cut */

/*
 * The text after "up in 0.4s": ", -R 8080 granted; -R 8081 is ...".  back: only
 * what the user does not expect.  Returns text.
 */
char	*forwards_text_up(const struct forwarder *f, bool back,
	    char text[FORWARDS_TEXT_TEXT]);

/* Short form for tables: "-R 8080 in use; -L 9090 refused", or "". */
void	forwards_text_missing(const struct forwarder *f, char *text,
	    size_t size);

/*
 * The port that the server assigned to each -R 0, in order: "40001 40002".  The
 * port of a forward that is not up is 0.  "" without any -R 0.
 */
void	forwards_text_ports(const struct forwarder *f, char *text, size_t size);

/*
 * What became of the last edit: "opened -L 9090; closed -R 8080", refusals
 * first, or "" if no forward changed.  Returns text.
 */
char	*forwards_text_edit(const struct forwarder *f,
	    char text[FORWARDS_TEXT_TEXT]);

/* Forward i came up after a refusal: formats after how long.  Returns text. */
char	*forwards_text_late(const struct forwarder *f, size_t i, int64_t now,
	    char text[FORWARDS_TEXT_TEXT]);

#endif
