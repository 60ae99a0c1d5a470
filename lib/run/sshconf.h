/* SPDX-License-Identifier: ISC */
#ifndef RUN_SSHCONF_H
#define RUN_SSHCONF_H

/* Does what argv of sshconf(1) asks for; returns the status to exit with. */
int	sshconf_run(int argc, char **argv);

#endif
