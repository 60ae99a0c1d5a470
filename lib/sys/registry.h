/* SPDX-License-Identifier: ISC */
/* Registers running supervisors in a directory that survives a logout. */
#ifndef SYS_REGISTRY_H
#define SYS_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The registry lists running supervisors and keeps their history.  It is in
 * $XDG_STATE_HOME/sshp or ~/.local/state/sshp: cron jobs and systemd units see
 * it, and a logout does not remove it.  ID.lock holds a line about the process
 * that has locked it.  The lock ends when that process ends for any reason.
 * The run directory replaces a registry that cannot be written.
 */
struct registry {
	int dir;		/* -1: there is none */
	int lock;		/* -1: no lock is held */
	char path[256];		/* of the directory */
	char id[64];
};

/*
 * Opens the registry; if that fails, opens fallback, an existing directory or
 * NULL.  Returns 0; or -1 with the reason, "object: problem", in why.  After -1
 * r->dir may still be open, on fallback.
 */
int	registry_open(struct registry *r, const char *fallback, char *why,
	    size_t size);

/*
 * Locks ID.lock.  Returns 1 if we have the lock; 0 if another process has it,
 * with that process's line in holder; -1 and errno if no process can have it.
 * After 1, this also removes files of tunnels that do not run, if they have not
 * changed for 90 days.
 */
int	registry_take(struct registry *r, const char *id, char *holder,
	    size_t size);

/* Replaces the content of our lock file by n bytes and a newline. */
void	registry_write(const struct registry *r, const char *text, size_t n);

/* True if the directory and our lock file still exist, or if r has none. */
bool	registry_there(const struct registry *r);

/* Removes the lock file, releases the lock and closes the registry. */
void	registry_close(struct registry *r);

/* Closes the registry, but not the lock: another process has it, too. */
void	registry_leave(struct registry *r);

/*
 * Writes the path where the registry belongs.  Returns false if there is no
 * such path; errno is set if it could not be determined.
 */
bool	registry_home(char *path, size_t size);

#endif
