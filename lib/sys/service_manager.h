/* SPDX-License-Identifier: ISC */
/* Notifies systemd, s6 or dinit. */
#ifndef SYS_SERVICE_MANAGER_H
#define SYS_SERVICE_MANAGER_H

#include <sys/socket.h>
#include <sys/un.h>

#include <stdint.h>

/*
 * The service manager that started us, if one did: systemd, by sd_notify(3)
 * without its library; s6, dinit and their kin, by a newline on a descriptor.
 * Nothing is waited for, and nobody missed.
 */
struct service_manager {
	int socket;		/* to systemd; -1: it is not there */
	struct sockaddr_un to;
	socklen_t len;
	int ready;		/* gets the newline; -1: none, or it has it */
	int64_t beat;	/* how often it wants a sign of life, ms; 0: never */
	int64_t due;		/* the next, ms; or SPAN_NEVER */
};

/*
 * The descriptor that SSHP_NOTIFY_FD names; -1: it is not set, -2: it is no
 * open descriptor above 2.
 */
int	service_manager_descriptor(void);

/*
 * Begins at now; ready is the descriptor for the newline, or -1.  What the
 * environment says of it is taken out, for it is not our children's.
 */
void	service_manager_open(struct service_manager *m, int ready, int64_t now);

/* We are ready, for the first time or again; text says how it is. */
void	service_manager_ready(struct service_manager *m, const char *text);

void	service_manager_status(const struct service_manager *m,
	    const char *text);

/* We are about to end. */
void	service_manager_stopping(const struct service_manager *m);

/* A sign of life, if one is due. */
void	service_manager_beat(struct service_manager *m, int64_t now);

void	service_manager_close(struct service_manager *m);

#endif
