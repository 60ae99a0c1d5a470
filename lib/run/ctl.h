/* SPDX-License-Identifier: ISC */
#ifndef RUN_CTL_H
#define RUN_CTL_H

/* sshpctl(1): returns the status to exit with. */
int	ctl_run(int argc, char **argv);

#endif
