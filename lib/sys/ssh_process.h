/* SPDX-License-Identifier: ISC */
/* Proves which process is our ssh. */
#ifndef SYS_SSH_PROCESS_H
#define SYS_SSH_PROCESS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

/*
 * The ssh that started us, proven to be it: it holds the writing end of the
 * pipe that is our standard input.  getppid() alone proves nothing, for after
 * ssh -f it names init or a subreaper, and under ControlPersist a process
 * that only watches.  Where /proc does not tell, or is
 * that of another PID namespace, nobody is proven.
 */
struct ssh_process {
	pid_t pid;		/* 0: not known */
	int pidfd;		/* readable when pid has ended; -1: none */
	uint64_t start;		/* pid's start time, clock ticks */
	dev_t exe_dev;		/* the file it runs: ssh */
	ino_t exe_ino;		/* 0: not known */
	char pipe[32];		/* "pipe:[N]" or "socket:[N]"; or empty */
	int end;		/* our end of the pipe; -1: it is a socket */
	int number;		/* of pid's descriptor of it, which its forks
				 * share; -1: not known */
	bool seen;		/* it was seen to hold it, or could be seen */
};

enum ssh_process_state {
	SSH_PROCESS_GONE,		/* ended, or never known */
	SSH_PROCESS_STOPPED,	/* by SIGSTOP, ^Z or a debugger: all of them */
	SSH_PROCESS_THERE
};

/*
 * Finds the owner of the pipe that is fd; to be called early.  fd has to stay
 * open until the owner has ended: its end of file is what shows that nobody
 * holds the pipe, at no cost.
 */
void	ssh_process_open(struct ssh_process *o, int fd);

/*
 * The same for fd, a socket that is about to be passed to ssh, which is pid;
 * from then on it is by that socket that ssh is known.
 */
void	ssh_process_passed(struct ssh_process *o, int fd, pid_t pid);

/*
 * To be called while pid lives and has the socket that was passed to it: learns
 * the number of its descriptor, which makes a later search cheap.
 */
void	ssh_process_learn(struct ssh_process *o);

/*
 * To be called when o->pidfd became readable: ssh -f has forked and goes on
 * under another number, or it ended.  If somebody still holds the pipe, all
 * processes are searched for it.  Returns true if ssh has ended (what a
 * LocalCommand left behind may still keep the pipe open), false if it goes on
 * or nobody can tell.
 */
bool	ssh_process_follow(struct ssh_process *o);

/*
 * What became of it; asks /proc, so not for every turn of a loop.  All
 * processes are searched only if the one that is known has ended or stopped
 * and the pipe is still held.
 */
enum ssh_process_state	ssh_process_state(const struct ssh_process *o);

/*
 * True if there is an excuse for an ssh that does nothing: it may wait for a
 * terminal that its user halted (^S), or for a disk; or it can't be told.
 */
bool	ssh_process_excused(const struct ssh_process *o);

/*
 * Sends sig to every process proven, now, to be our ssh.  Returns how many,
 * and one of them in *pid.
 */
int	ssh_process_signal(const struct ssh_process *o, int sig, pid_t *pid);

void	ssh_process_close(struct ssh_process *o);

#endif
