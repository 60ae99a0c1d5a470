/* SPDX-License-Identifier: ISC */
/* Locks that show which supervisors run, also after a logout. */
#ifndef SYS_REGISTRY_H
#define SYS_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Who runs, and what became of them: $XDG_STATE_HOME/sshp, or
 * ~/.local/state/sshp, survives a logout and is seen from cron and from units.
 * ID.lock holds a line about the process that has locked it; the lock ends
 * with its owner, however that ends.  Where it can't be written to, the run
 * directory stands in.
 */
struct registry {
	int dir;		/* -1: there is none */
	int lock;		/* -1: nothing is held */
	char path[256];		/* of the directory */
	char id[64];
};

/*
 * Opens it, or fallback (a directory that is there, may be NULL) in its place.
 * Returns 0; or -1 and why it is not in its place, "object: problem", when
 * r->dir may be open all the same.
 */
int	registry_open(struct registry *r, const char *fallback, char *why,
	    size_t size);

/*
 * Takes ID.lock.  Returns 1 if it is ours; 0 if another process has it, and
 * what it wrote in holder; -1 and errno if nobody can have it.  Once it is
 * ours, files of tunnels that do not run are removed if nobody has touched
 * them for 90 days.
 */
int	registry_take(struct registry *r, const char *id, char *holder,
	    size_t size);

/* Writes n bytes into the lock that is held, in place of what was there. */
void	registry_write(const struct registry *r, const char *text, size_t n);

/* Is it still where it was, and the lock with it?  True if there was none. */
bool	registry_there(const struct registry *r);

/* Gives the lock up, and removes it. */
void	registry_close(struct registry *r);

/* Closes it without giving up the lock: another process has it, too. */
void	registry_leave(struct registry *r);

/*
 * Where it should be; false if there is no place for it, and errno if that could
 * not be found out.
 */
bool	registry_home(char *path, size_t size);

#endif
