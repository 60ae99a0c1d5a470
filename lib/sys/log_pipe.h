/* SPDX-License-Identifier: ISC */
/* Finds where the messages in ssh's log begin. */
#ifndef SYS_LOG_PIPE_H
#define SYS_LOG_PIPE_H

#include <sys/types.h>

#include <stdbool.h>

/*
 * Where the messages in ssh's log begin.  ssh writes each message by one
 * write(2), but a message may hold lines that a stranger chose, and a FIFO joins
 * what is written to it.  With O_DIRECT set on the writer's open file, Linux
 * keeps the writes apart: a read(2) returns at most one of them (pipe(2)).  ssh
 * opens its log by itself, and leaves it open in its ProxyCommand: so the guard
 * sets the flag, before a byte of the server's has come.
 */

/*
 * In a process that ssh started: if one of the first descriptors is the FIFO
 * "log" in the directory of path, the writes of those who share it are kept
 * apart.  Does nothing where that cannot be.
 */
void	log_pipe_part(const char *path);

/* True if those of process pid into the FIFO at path are. */
bool	log_pipe_parted(pid_t pid, const char *path);

#endif
