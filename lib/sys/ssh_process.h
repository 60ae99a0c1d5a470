/* SPDX-License-Identifier: ISC */
/* Finds and signals the process that is proven to be our ssh. */
#ifndef SYS_SSH_PROCESS_H
#define SYS_SSH_PROCESS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

/*
 * The ssh that started us.  The proof: ssh holds the writing end of the pipe
 * that is our standard input.  getppid() proves nothing: after ssh -f it is
 * init or a subreaper, and with ControlPersist it is a process that only
 * waits.  No process is proven if /proc cannot tell, or if /proc is that of
 * another PID namespace.
 */
struct ssh_process {
	pid_t pid;		/* of ssh; 0: not known */
	int pidfd;		/* readable when pid has ended; -1: none */
	uint64_t start;		/* pid's start time, clock ticks */
	dev_t exe_dev;		/* the file that pid executes: ssh */
	ino_t exe_ino;		/* 0: not known */
	char pipe[32];		/* "pipe:[N]" or "socket:[N]"; or empty */
	int end;		/* our end of the pipe; -1: a socket */
	int number;		/* pid's descriptor of the pipe, the same in
				 * its forks; -1: not known */
	bool seen;		/* /proc showed the descriptors of ssh */
};

enum ssh_process_state {
	SSH_PROCESS_GONE,	/* ended, or never known */
	SSH_PROCESS_STOPPED,	/* SIGSTOP, ^Z or a debugger stopped all */
	SSH_PROCESS_THERE	/* runs */
};

/*
 * Finds the ssh that holds the other end of the pipe fd; call this early.  fd
 * must stay open until ssh has ended: end of file on fd shows at no cost that
 * no process holds the pipe.
 */
void	ssh_process_open(struct ssh_process *o, int fd);

/*
 * The same for the socket fd, which the caller is about to pass to ssh, process
 * pid.  From then on ssh is the process that holds that socket.
 */
void	ssh_process_passed(struct ssh_process *o, int fd, pid_t pid);

/*
 * Learns the number of ssh's descriptor for the socket, which makes a later
 * search cheap.  Call this while ssh runs and has received the socket.
 */
void	ssh_process_learn(struct ssh_process *o);

/*
 * Call this when o->pidfd became readable: ssh -f forked and continues under
 * another pid, or ssh ended.  Searches all processes if a process still holds
 * the pipe.  Returns true if ssh has ended, even if a process that a
 * LocalCommand left behind holds the pipe.  Returns false if ssh continues, or
 * if the system cannot tell.
 */
bool	ssh_process_follow(struct ssh_process *o);

/*
 * The state of ssh.  Reads /proc, so do not call it in every turn of a loop.
 * Searches all processes only if the known process ended or stopped, and a
 * process still holds the pipe.
 */
enum ssh_process_state	ssh_process_state(const struct ssh_process *o);

/*
 * True if an ssh that does nothing may have a reason: ssh waits for a disk, or
 * perhaps for a terminal that the user halted (^S); or /proc cannot tell.
 */
bool	ssh_process_excused(const struct ssh_process *o);

/*
 * Sends sig to every process that is proven now to be our ssh.  Returns their
 * number, and the pid of one in *pid.
 */
int	ssh_process_signal(const struct ssh_process *o, int sig, pid_t *pid);

void	ssh_process_close(struct ssh_process *o);

#endif
