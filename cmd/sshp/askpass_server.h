/* SPDX-License-Identifier: ISC */
/* Answers sshp-askpass for PersistPassword, and stores the user's answers. */
#ifndef SSHP_ASKPASS_SERVER_H
#define SSHP_ASKPASS_SERVER_H

#include <sys/types.h>

#include <stdbool.h>

#include "base/words.h"
#include "supervise/password_policy.h"
#include "sys/loop.h"
#include "sys/secmem.h"

/*
 * PersistPassword in the supervisor: answers sshp-askpass if our ssh started
 * it.  sshp-askpass in turn reports the answers that the user types.
 */

#define ASKPASS_SERVER_MAX 4		/* simultaneous questions */
#define ASKPASS_SERVER_ENV 3

struct askpass_server {
	bool on;		/* PersistPassword yes */
	int listener, slot;
	struct password_policy *machine;	/* NULL: off since the start */
	struct secmem memory;
	struct {
		int fd;		/* -1: free */
		int slot;
		int learn;	/* secmem slot for the user's answer; or -1 */
		long by;	/* pid of the asking ssh */
		int depth;	/* of that ssh below ours in the process tree;
					   identifies a jump host */
		bool asked;
	} asker[ASKPASS_SERVER_MAX];
	const char *wants;	/* what the user must supply to log in; or
				   NULL */
	struct words env;
};

/*
 * Path of sshp-askpass, for free(3); or NULL, and the reason in *why.
 * release: of ssh, 806 is 8.6.
 */
char	*askpass_server_program(int release, const char **why);

/* program NULL: PersistPassword is off.  Returns 0, or -1 and errno. */
int	askpass_server_open(struct askpass_server *p, const char *program);

/* Uses listener, the listening socket "secrets" in directory. */
int	askpass_server_listen(struct askpass_server *p, int listener,
	    const char *directory);

/*
 * Adds the variables for ssh to env, which has room for ASKPASS_SERVER_ENV.
 * Returns their number.
 */
size_t	askpass_server_env(const struct askpass_server *p, const char **env);

/* A new attempt begins. */
void	askpass_server_begin(struct askpass_server *p);

/* The attempt ended: closes all connections, forgets a rejected answer. */
void	askpass_server_end(struct askpass_server *p, bool denied);

/* The next attempt goes to another server or account: forgets all answers. */
void	askpass_server_forget(struct askpass_server *p);

/*
 * The user edited PersistPassword.  Off: forgets all answers and answers no
 * ssh.  On: has an effect only if PersistPassword was on at the start.
 */
void	askpass_server_change(struct askpass_server *p, bool on);

/* True if an answer for ssh is remembered. */
bool	askpass_server_knows(const struct askpass_server *p);

void	askpass_server_watch(struct askpass_server *p, struct loop *l);

/*
 * Reads and answers what arrived.  user: the user may be asked.  Returns
 * true, once an attempt, if ssh needs the user and user is false; p->wants
 * then has the need.
 */
bool	askpass_server_take(struct askpass_server *p, const struct loop *l,
	    pid_t ssh, bool user);

/* Stops listening; keeps the remembered answers. */
void	askpass_server_leave(struct askpass_server *p);

void	askpass_server_close(struct askpass_server *p);

#endif
