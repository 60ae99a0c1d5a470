/* SPDX-License-Identifier: ISC */
/* Removes a socket file that a killed process left behind. */
#ifndef SYS_STALE_SOCKET_H
#define SYS_STALE_SOCKET_H

/*
 * Removes the socket at path, but only if our user owns it and no process
 * listens there.  Files of other types stay, and so does a socket whose
 * listener is not known.  Errors are ignored: ssh reports that it cannot
 * listen.
 */
void	stale_socket_remove(const char *path);

#endif
