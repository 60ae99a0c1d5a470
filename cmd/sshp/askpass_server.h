/* SPDX-License-Identifier: ISC */
#ifndef SSHP_ASKPASS_SERVER_H
#define SSHP_ASKPASS_SERVER_H

#include <sys/types.h>

#include <stdbool.h>

#include "base/words.h"
#include "supervise/password_policy.h"
#include "sys/loop.h"
#include "sys/secmem.h"

/*
 * PersistPassword in the keeper: answers sshp-askpass, if it is our ssh that
 * started it, and learns from it what the person said.
 */

#define PORTER_MAX 4		/* questions at a time */
#define PORTER_ENV 3

struct porter {
	bool on;		/* PersistPassword yes */
	int listener, slot;
	struct secret *machine;	/* if it is on */
	struct vault vault;
	struct {
		int fd;		/* -1: free */
		int slot;
		int learn;	/* the slot that waits for its answer; -1 */
		long by;	/* the ssh that asks */
		int depth;	/* so far below ours: which of them it is */
		bool asked;
	} asker[PORTER_MAX];
	const char *wants;	/* what this run asked of a person; or NULL */
	struct words env;
};

/* The program for ssh to ask by, for free(3); or NULL and why there is none. */
char	*porter_program(int release, const char **why);

/* program NULL: PersistPassword is off.  0, or -1 and errno. */
int	porter_open(struct porter *p, const char *program);

/* Listens on listener, the socket "secrets" in directory. */
int	porter_listen(struct porter *p, int listener, const char *directory);

/* Adds what ssh needs to env, which has room for PORTER_ENV; how many. */
size_t	porter_env(const struct porter *p, const char **env);

/* Another run of ssh begins. */
void	porter_begin(struct porter *p);

/* It ended: hangs up; an answer that was refused is forgotten. */
void	porter_end(struct porter *p, bool denied);

/* The next run goes elsewhere: nothing is known. */
void	porter_forget(struct porter *p);

/* True if ssh may be told an answer. */
bool	porter_knows(const struct porter *p);

void	porter_watch(struct porter *p, struct loop *l);

/*
 * Takes what has come.  person: one may be asked.  True if one is needed, and
 * is not there; wants says for what.
 */
bool	porter_take(struct porter *p, const struct loop *l, pid_t ssh,
	    bool person);

/* Listens no more; what is known stays. */
void	porter_leave(struct porter *p);

void	porter_close(struct porter *p);

#endif
