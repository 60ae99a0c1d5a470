/* SPDX-License-Identifier: ISC */
/* Passes a socket to ssh (ProxyUseFdpass). */
#ifndef SYS_FD_SEND_H
#define SYS_FD_SEND_H

#include <sys/types.h>

#include <stdbool.h>

/*
 * True if ssh started us with ProxyUseFdpass, and so expects a connected socket
 * instead of bytes: fd is an AF_UNIX socket, and an ssh made its other end.
 */
bool	fd_send_asked(int fd);

/* The process that made the other end of fd, or 0 if unknown. */
pid_t	fd_send_to(int fd);

/* Passes sock through fd; 0, or -1 and errno. */
int	fd_send(int fd, int sock);

#endif
