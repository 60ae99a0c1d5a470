/* SPDX-License-Identifier: ISC */
/* Turns signals into a descriptor to read. */
#ifndef SYS_SIGNALS_H
#define SYS_SIGNALS_H

#include <signal.h>
#include <stddef.h>

/*
 * Caught signals are read from a descriptor.  Signals that were ignored at our
 * start (nohup) stay ignored, except SIGCHLD.  SIGPIPE and SIGXFSZ (ulimit -f)
 * are always ignored.
 */

/* The signal of the key ^T, where there is such a key; else SIGUSR1. */
#ifdef SIGINFO
#define SIGNALS_INFO SIGINFO
#else
#define SIGNALS_INFO SIGUSR1
#endif

/* Catches the n signals; returns a descriptor to watch, or -1 and errno. */
int	signals_open(const int *sig, size_t n);

/* The next signal that arrived, or 0. */
int	signals_take(int fd);

/* In a child before exec: restores all signals that we caught or ignored. */
void	signals_reset(void);

/*
 * Gives sig its default effect on this process.  Returns only after a stop
 * (SIGTSTP), when the process is continued.
 */
void	signals_die(int sig);

#endif
