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
#include "conf/settings.h"
#include "supervise/progress.h"
#include "supervise/session.h"

/* A forward of the settings, as ssh gets it and as the user sees it. */
struct plan_forward {
	char letter;		/* L, R or D */
	const char *spec;	/* the option's value, one word */
	const char *to;		/* its other end; NULL: SOCKS */
	const char *socket;	/* with PersistHold: where ssh listens, while
				   sshp listens for the clients; or NULL */
	const char *alias;	/* of a local one: another spec that means the
				   same; NULL: there is none */
	const char *alias_path;	/* the path in the alias; NULL: a port */
	const char *name;	/* for messages: "-R 8080" */
	const char *host;	/* address where it listens; NULL: default */
	const char *path;	/* or the socket's path; NULL: a port */
	int port;		/* 0: -R 0, or a path */
};

enum plan_way {
	PLAN_SSH,		/* exec ssh, and nothing else */
	PLAN_GUARDED,		/* exec ssh with the guard: at most once */
	PLAN_KEPT		/* run ssh again and again */
};

/* The input of a plan; its texts must live as long as the plan. */
struct plan_facts {
	const struct commandline *line;
	const struct config *config;
	const char *ssh;		/* absolute path */
	const char *guard;		/* absolute path; NULL: there is none */
	const char *user;		/* the local user, by the passwd file */
	const char *directory;		/* for PLAN_KEPT's sockets, absolute */
	int release;			/* of ssh: 902 is 9.2; for PLAN_KEPT */
	bool terminal;			/* standard input is a terminal */
	bool dumb;			/* TERM is dumb: a program drives it */
	const struct destination *hop;	/* jump hosts, the first one first */
	size_t hops;
	const struct config *first;	/* of the first hop; NULL: not known */
	bool private_socket;		/* the user's ControlPath is in use */
	const char *snapshot;		/* conf/snapshot.h, its path, for
					   PLAN_KEPT; NULL: there is none */
};

struct plan {
	enum plan_way way;
	char **argv;		/* of ssh; argv[0]: sshlog_argv0() if kept */
	char **argv_batch;		/* if ssh must not ask; PLAN_KEPT */
	char **argv_once;	/* if only SSH_ASKPASS may answer, once */
	const char *control;	/* the control socket's path; NULL: none */
	const char *log;	/* the FIFO for ssh's log; NULL: it has none */
	const char *log_to;	/* where the user's -E wants it; NULL: stderr */
	bool syslog;		/* -y: syslog gets it instead */
	bool seen;		/* the guard sees TCP to the server and all
				   bytes */
	int64_t banner;		/* banner limit if the guard dials, ms */
	bool banner_fixed;	/* banner is ConnectTimeout */
	bool guarded;		/* our guard is in the connection */
	enum progress_kind progress; /* which guard dials */
	bool jump;		/* the guard replaces a ProxyJump */
	bool tunnel;		/* -N */
	bool background;	/* -f */
	bool verbose;		/* -v: show all lines of ssh's log */
	bool quiet;		/* -q */
	struct plan_forward *forward;	/* in the order of requests */
	size_t forwards;
	bool words;		/* ssh logs its login, and the server's answers
				   for remote forwards and -w */
	bool calls;		/* sshp may use ssh's control socket */
	bool all;		/* up only if all forwards are up */
	bool exits;		/* a refused forward ends ssh */
	bool device;		/* -w: up only with the tunnel device */
	bool reclaim;		/* PersistReclaim */
	bool password;		/* PersistPassword */
	int64_t hold;		/* PersistHold, ms; 0: ssh listens itself */
	struct plan_forward hold_end; /* with hold: a -D for sshp itself.  When
					 ssh ends, it closes a connection to
					 this one before those of clients */
	bool gateway;		/* GatewayPorts */
	int family;		/* AddressFamily: 4, 6, or 0 for both */
	int mask;		/* StreamLocalBindMask */
	bool replaces;		/* StreamLocalBindUnlink */
	bool unlinks;		/* sshp removes sockets of local forwards that
				 * nobody listens at; else as the user set
				 * StreamLocalBindUnlink */
	const char *first;	/* "host:port": the first TCP destination;
				 * PLAN_KEPT */
	const char *check;	/* PersistCheck, of f->config; NULL: none */
	int64_t interval;	/* of check, ms */
	const char *notify;	/* PersistNotify, likewise */
	struct words text;	/* owns texts of argv; line owns the others */
	struct commandline line;
};

/*
 * The option (IgnoreUnknown) that lets ssh accept extension keywords; w owns
 * it.  NULL if c has no such keywords, or memory ran out.
 */
const char	*plan_ignore(struct words *w, const struct config *c);

/* True if ssh will be the master at a control path that the user set. */
bool	plan_shares(const struct plan_facts *f);

/* --- mode_choice.c --- */

/* True if a user, and no program, types into the session. */
bool	plan_interactive(const struct plan_facts *f);

/* The way that plan_make() will choose. */
enum plan_way	plan_way(const struct plan_facts *f);

/* True if the user asked for -N, by an option or a keyword. */
bool	plan_tunnel(const struct plan_facts *f);

/* True if the user asked for -f, by an option or a keyword. */
bool	plan_background(const struct plan_facts *f);

/*
 * True if the user must be told that this command line runs plain ssh, which
 * does not reconnect: it is a tunnel, and Persist is not set.
 */
bool	plan_warns_unkept(const struct commandline *line,
	    const struct settings *s);

/* True if the user must be told that -f with a remote command runs once. */
bool	plan_warns_once(const struct plan *p);

/*
 * True if ssh needs SHELL=/bin/sh, because the user's shell cannot start the
 * guard.  shell: $SHELL, or NULL; program: it is an executable file.
 */
bool	plan_needs_shell(const struct plan *p, const char *shell,
	    bool program);

/* How sshp starts the ssh that it keeps. */
struct plan_process {
	bool null_in;		/* /dev/null as standard input */
	bool null_out;		/* the same as standard output */
	bool deaf;		/* ignores SIGHUP, SIGINT and SIGQUIT */
	bool log_pipe;		/* sshp reads ssh's log */
	bool error_pipe;	/* sshp reads its standard error, too */
	bool kill;		/* if sshp dies, SIGKILL ends ssh; else SIGTERM,
				   after which ssh resets the terminal */
};

struct plan_process	plan_process(const struct plan *p);

/* The exit status of a second sshp for a tunnel that is already kept. */
int	plan_second_status(const struct plan *p);

/* --- plan.c --- */

/* Makes the plan; 0, or -1 if memory ran out. */
int	plan_make(struct plan *p, const struct plan_facts *f);

/*
 * Why sshp cannot do what PersistHold says, "FILE:LINE: problem", in w; or
 * NULL.
 */
const char	*plan_hold_refused(const struct plan_facts *f,
		    struct words *w);

/* Begins the session with the parameters that the user set. */
void	plan_session(const struct plan_facts *f, struct session *s);

void	plan_free(struct plan *p);

/* --- forward_plan.c: the forwards of the settings --- */

/*
 * Makes *list, for free(3), with its texts in w.  Remote forwards are in the
 * order in which ssh requests them.  Returns how many forwards there are; 0,
 * and *list is NULL, also if memory ran out.
 */
size_t	plan_forwards(struct plan_forward **list, struct words *w,
	    const struct settings *s);

/*
 * With PersistHold: ssh listens for a local forward on a socket of ours in
 * directory, in place of the user's port.  Without f->spec: for hold_end.
 */
void	forward_hold(struct words *w, struct plan_forward *f,
	    const char *directory);

/*
 * Why sshp cannot listen for a local forward, "FILE:LINE: problem", in w; or
 * NULL.
 */
const char	*forward_hold_refused(struct words *w,
		    const struct settings *s);

/*
 * Sets f->alias and f->alias_path of a local forward, in w; gateway is
 * GatewayPorts.  There may be no alias: "*:8080" has no other name.
 *
 * Since 10.1 ssh keeps a local forward that could not listen when ssh logged
 * in: it cannot be cancelled, and a new request for it "exists" (mux.c,
 * mux_master_process_close_fwd).  So sshp requests the alias, which listens at
 * the same place and leads to the same: ssh compares texts, and does not know
 * this one yet.
 */
void	forward_alias_make(struct words *w, struct plan_forward *f,
	    bool gateway);

#endif
