/* SPDX-License-Identifier: ISC */
/* Keeps the messages in ssh's log apart. */
#ifndef SYS_LOG_PIPE_H
#define SYS_LOG_PIPE_H

#include <sys/types.h>

#include <stdbool.h>

/*
 * ssh writes each message to its log, a FIFO, with one write(2).  A FIFO joins
 * writes, and a message may hold lines that a stranger chose: so the reader
 * could take such a line for a message of its own.  With O_DIRECT on the
 * writer's open file, Linux keeps the writes apart: a read(2) returns at most
 * one of them (pipe(2)).  ssh opens its log itself, and its ProxyCommand
 * inherits the descriptor.  So the guard sets the flag, before any byte from
 * the server arrives.
 */

/*
 * Call this in a process that ssh started.  If a low descriptor is the FIFO
 * "log" in the directory of path, this sets O_DIRECT on its open file, which
 * ssh shares.  Does nothing where that is not possible.
 */
void	log_pipe_part(const char *path);

/* True if O_DIRECT is set where process pid has the FIFO at path open. */
bool	log_pipe_parted(pid_t pid, const char *path);

#endif
