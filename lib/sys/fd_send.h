/* SPDX-License-Identifier: ISC */
/* Passes a socket to ssh (ProxyUseFdpass). */
#ifndef SYS_FD_SEND_H
#define SYS_FD_SEND_H

#include <sys/types.h>

#include <stdbool.h>

/* ProxyUseFdpass: ssh wants a connected socket, not bytes. */

/*
 * True if fd is what such an ssh gives its helper: a socket among processes,
 * whose other end an ssh made.
 */
bool	fd_send_asked(int fd);

/* The process that made the other end, or 0. */
pid_t	fd_send_to(int fd);

/* Passes sock through fd; 0, or -1 and errno. */
int	fd_send_send(int fd, int sock);

#endif
