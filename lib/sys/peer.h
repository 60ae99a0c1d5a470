/* SPDX-License-Identifier: ISC */
/* Packets between our processes, and who sent them. */
#ifndef SYS_PEER_H
#define SYS_PEER_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * The two ends of an AF_UNIX socket among processes of ours: packets go through
 * whole (SOCK_SEQPACKET; a stream of packets where there is none).
 */

/* A socket of that kind, close-on-exec, never waiting; or -1 and errno. */
int	peer_socket(void);

/*
 * Connects to the socket at path; a descriptor, or -1 and errno: EAGAIN if too
 * many wait there.  Never waits.
 */
int	peer_connect(const char *path);

/*
 * The same if it is a socket that belongs to uid, and no part of the path is a
 * symbolic link: uid could lead us to where a look at a file takes for ever.
 */
int	peer_connect_to(const char *path, long uid);

/*
 * The same below the root directory of pid, a process of uid's.  Never if it
 * is in a user namespace of its own, in which uid can mount anything.
 */
int	peer_connect_in(pid_t pid, const char *path, long uid);

/*
 * Removes the socket at path if it is ours and no process listens there.  What
 * is no socket stays.
 */
void	peer_unlink_stale(const char *path);

/* Sends a packet; 0, or -1 and errno.  One that finds no room is dropped. */
int	peer_send(int fd, const void *packet, size_t n);

/* Sends a packet; 0, or -1 and errno: EAGAIN if there is no room for it. */
int	peer_post(int fd, const void *packet, size_t n);

/*
 * Takes a packet of at most size bytes; its length, 0 when the other side is
 * gone, or -1 and errno: EAGAIN if there is none.
 */
ssize_t	peer_take(int fd, void *packet, size_t size);

/* Whose process the other end is; -1 where the system does not tell. */
long	peer_user(int fd);

/* Which process listened there, or connected; 0 where that is not told. */
pid_t	peer_process(int fd);

/*
 * True if the other side has taken every packet that was sent, and so has
 * accepted us; always, where the system does not tell.
 */
bool	peer_taken(int fd);

/*
 * Accepts a connection from a process of our user; its descriptor, and its
 * pid in *pid (0 where the system does not tell); or -1.
 */
int	peer_accept(int listener, pid_t *pid);

/*
 * Which process listens at the stream socket path: its pid when it began to;
 * 0 if the system does not tell, -1 if nobody listens.  Never waits.
 */
pid_t	peer_listener(const char *path);

/*
 * True if the listener, as peer_listener() has it, is child or a descendant
 * of it, or if the system does not tell.  child: one of ours, not yet reaped.
 */
bool	peer_listens(pid_t listener, pid_t child);

/* The parent of pid, or 0 where /proc does not tell. */
pid_t	peer_parent(pid_t pid);

/* Has somebody stopped pid (SIGSTOP, ^Z)?  False where /proc does not tell. */
bool	peer_stopped(pid_t pid);

/* Whose process pid is; -1 where /proc does not tell. */
long	peer_owner(pid_t pid);

/* A descriptor for the end of process pid; -1 where there is no such thing. */
int	peer_follow(pid_t pid);

/* Has pid, which peer_follow() gave follows for, ended? */
bool	peer_ended(pid_t pid, int follows);

#endif
