/* SPDX-License-Identifier: ISC */
/* Sends packets between our processes, and tells which process sent them. */
#ifndef SYS_PEER_H
#define SYS_PEER_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * Our processes send each other packets through AF_UNIX sockets.  A packet
 * arrives whole (SOCK_SEQPACKET; a stream with lengths on macOS).
 */

/* Makes such a socket, close-on-exec and non-blocking; or -1 and errno. */
int	peer_socket(void);

/*
 * Connects to the socket at path, without waiting.  Returns a descriptor, or
 * -1 and errno: EAGAIN if the listener's queue is full.
 */
int	peer_connect(const char *path);

/*
 * The same, but only if uid owns the socket and no part of path is a symbolic
 * link.  Otherwise uid could point us to a file system that never answers.
 */
int	peer_connect_to(const char *path, long uid);

/*
 * The same, with path below the root directory of pid, a process of uid.
 * Refuses a process in another user namespace, where uid can mount anything.
 */
int	peer_connect_in(pid_t pid, const char *path, long uid);

/* Sends a packet, or drops it if there is no room; 0, or -1 and errno. */
int	peer_send(int fd, const void *packet, size_t n);

/* Sends a packet; 0, or -1 and errno: EAGAIN if there is no room for it. */
int	peer_post(int fd, const void *packet, size_t n);

/*
 * Receives a packet of at most size bytes.  Returns its length, 0 if the other
 * side has closed, or -1 and errno: EAGAIN if there is no packet.
 */
ssize_t	peer_take(int fd, void *packet, size_t size);

/* The uid of the process at the other end; -1 where the system cannot tell. */
long	peer_user(int fd);

/* The process that listened or connected there; 0 if not known. */
pid_t	peer_process(int fd);

/*
 * True if the other side has received every packet that was sent, and so has
 * accepted the connection.  Always true where the system cannot tell.
 */
bool	peer_taken(int fd);

/*
 * Accepts a connection from a process of our user.  Returns its descriptor,
 * and the process in *pid (0 where the system cannot tell); or -1.
 */
int	peer_accept(int listener, pid_t *pid);

/*
 * Returns the process that called listen(2) for the stream socket path; 0 if
 * the system cannot tell, -1 if no process listens.  Never waits.
 */
pid_t	peer_listener(const char *path);

/*
 * Removes the socket at path, but only if our user owns it and no process
 * listens there.  Files of other types stay, and so does a socket whose
 * listener is not known.  Errors are ignored: ssh reports that it cannot
 * listen.
 */
void	peer_remove_stale(const char *path);

/*
 * True if listener, from peer_listener(), is child or a descendant of child, or
 * if the system cannot tell.  child: a child of ours that is not yet reaped.
 */
bool	peer_listens(pid_t listener, pid_t child);

/* The parent of pid, or 0 where /proc cannot tell. */
pid_t	peer_parent(pid_t pid);

/* True if pid is stopped (SIGSTOP, ^Z); false where /proc cannot tell. */
bool	peer_stopped(pid_t pid);

/*
 * True if pid, a child that is not yet reaped, has ended or is ending: the
 * kernel closes its descriptors after that begins.  False where /proc cannot
 * tell.
 */
bool	peer_exiting(pid_t pid);

/* The uid of process pid; -1 where /proc cannot tell. */
long	peer_owner(pid_t pid);

/* A descriptor that tells when process pid ends; -1 where not possible. */
int	peer_follow(pid_t pid);

/* True if pid has ended; follows is what peer_follow(pid) returned. */
bool	peer_ended(pid_t pid, int follows);

#endif
