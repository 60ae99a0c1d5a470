/* SPDX-License-Identifier: ISC */
/* Notifies systemd, s6 or dinit. */
#ifndef SYS_SERVICE_MANAGER_H
#define SYS_SERVICE_MANAGER_H

#include <sys/socket.h>
#include <sys/un.h>

#include <stdint.h>

/*
 * The service manager that started us, if any.  systemd gets messages as of
 * sd_notify(3), without its library.  s6, dinit and similar ones get a newline
 * on a descriptor.  These functions never wait, and ignore errors.
 */
struct service_manager {
	int socket;		/* to systemd; -1: no systemd */
	struct sockaddr_un to;
	socklen_t len;
	int ready;		/* for the newline; -1: none, or done */
	int64_t beat;		/* between watchdog messages, ms; 0: none */
	int64_t due;		/* next watchdog message, ms; or SPAN_NEVER */
};

/*
 * The descriptor that SSHP_NOTIFY_FD names.  -1: the variable is not set; -2:
 * it does not name an open descriptor above 2.
 */
int	service_manager_descriptor(void);

/*
 * Reads the service manager's variables from the environment, and removes them,
 * because they are not for our children.  ready is the descriptor for the
 * newline, or -1; now is the time, ms.
 */
void	service_manager_open(struct service_manager *m, int ready, int64_t now);

/* Reports that we are ready, or ready again, with text as status. */
void	service_manager_ready(struct service_manager *m, const char *text);

/* Reports text, one line, as status (systemd only). */
void	service_manager_status(const struct service_manager *m,
	    const char *text);

/* Reports that we are about to end (systemd only). */
void	service_manager_stopping(const struct service_manager *m);

/* Sends the watchdog message, if it is due (systemd only). */
void	service_manager_beat(struct service_manager *m, int64_t now);

void	service_manager_close(struct service_manager *m);

#endif
