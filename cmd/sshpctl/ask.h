/* SPDX-License-Identifier: ISC */
/* Asks sshconf about a tunnel, because sshpctl reads no ssh_config itself. */
#ifndef SSHPCTL_ASK_H
#define SSHPCTL_ASK_H

#include <stdbool.h>

#include "base/words.h"
#include "sys/subprocess.h"

/* What "sshconf check --json" says of a host. */
struct ask {
	bool known;		/* a Host line has it, or it has forwards */
	char similar[300];	/* the name that was probably meant; or "" */
	struct words missing;	/* a text for each missing thing */
};

/*
 * Runs "sshconf check" in the account (NULL: ours; home is its directory).
 * connect: tries the name, the host key and the login, too.  Returns 0; or -1
 * if sshconf failed: then it has said why.
 */
int	ask_sshconf(struct ask *a, const char *name, bool connect,
	    const struct subprocess_user *account, const char *home);

void	ask_free(struct ask *a);

#endif
