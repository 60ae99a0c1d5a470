/* SPDX-License-Identifier: ISC */
/* Answers sshp-askpass for PersistPassword, and learns the answers. */
#ifndef SSHP_ASKPASS_SERVER_H
#define SSHP_ASKPASS_SERVER_H

#include <sys/types.h>

#include <stdbool.h>

#include "base/words.h"
#include "supervise/password_policy.h"
#include "sys/loop.h"
#include "sys/secmem.h"

/*
 * PersistPassword in the supervisor: answers sshp-askpass, if it is our ssh
 * that started it, and learns from it what the person said.
 */

#define ASKPASS_SERVER_MAX 4		/* questions at a time */
#define ASKPASS_SERVER_ENV 3

struct askpass_server {
	bool on;		/* PersistPassword yes */
	int listener, slot;
	struct password_policy *machine;	/* NULL: it never was on */
	struct secmem memory;
	struct {
		int fd;		/* -1: free */
		int slot;
		int learn;	/* the slot that waits for its answer; -1 */
		long by;	/* the ssh that asks */
		int depth;	/* so far below ours: which of them it is */
		bool asked;
	} asker[ASKPASS_SERVER_MAX];
	const char *wants;	/* what this run asked of a person; or NULL */
	struct words env;
};

/* The program for ssh to ask by, for free(3); or NULL and why there is none. */
char	*askpass_server_program(int release, const char **why);

/* program NULL: PersistPassword is off.  0, or -1 and errno. */
int	askpass_server_open(struct askpass_server *p, const char *program);

/* Listens on listener, the socket "secrets" in directory. */
int	askpass_server_listen(struct askpass_server *p, int listener,
	    const char *directory);

/*
 * Adds what ssh needs to env, which has room for ASKPASS_SERVER_ENV; how many.
 */
size_t	askpass_server_env(const struct askpass_server *p, const char **env);

/* Another run of ssh begins. */
void	askpass_server_begin(struct askpass_server *p);

/* It ended: hangs up; an answer that was refused is forgotten. */
void	askpass_server_end(struct askpass_server *p, bool denied);

/* The next run goes elsewhere: nothing is known. */
void	askpass_server_forget(struct askpass_server *p);

/*
 * An edit of PersistPassword: off, all is forgotten and no ssh is answered; on
 * counts only if it was on at the start.
 */
void	askpass_server_change(struct askpass_server *p, bool on);

/* True if ssh may be told an answer. */
bool	askpass_server_knows(const struct askpass_server *p);

void	askpass_server_watch(struct askpass_server *p, struct loop *l);

/*
 * Takes what has come.  person: one may be asked.  True if one is needed, and
 * is not there; wants says for what.
 */
bool	askpass_server_take(struct askpass_server *p, const struct loop *l,
	    pid_t ssh, bool person);

/* Listens no more; what is known stays. */
void	askpass_server_leave(struct askpass_server *p);

void	askpass_server_close(struct askpass_server *p);

#endif
