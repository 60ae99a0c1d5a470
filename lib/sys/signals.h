/* SPDX-License-Identifier: ISC */
/* Signals as a descriptor to read. */
#ifndef SYS_SIGNALS_H
#define SYS_SIGNALS_H

#include <signal.h>
#include <stddef.h>

/*
 * Signals as something to read.  Those that our starter had ignored (nohup)
 * stay so, but SIGCHLD.  SIGPIPE and SIGXFSZ (ulimit -f) are ignored.
 */

/* What ^T sends, where there is such a key; else SIGUSR1. */
#ifdef SIGINFO
#define SIGNALS_INFO SIGINFO
#else
#define SIGNALS_INFO SIGUSR1
#endif

/* Catches the n signals; returns a descriptor to watch, or -1 and errno. */
int	signals_open(const int *sig, size_t n);

/* The next signal that came, or 0. */
int	signals_take(int fd);

/* In a child before exec: all that we caught or ignored, as it was. */
void	signals_reset(void);

/*
 * Does to this process what sig would do if it had never been caught.
 * Returns if that is to stop (SIGTSTP), and it was continued.
 */
void	signals_die(int sig);

#endif
