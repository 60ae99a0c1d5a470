/* SPDX-License-Identifier: ISC */
#ifndef RUN_SSHP_H
#define RUN_SSHP_H

/*
 * Does what argv, ssh's own command line, and the configuration ask for: most
 * often that is to become ssh, and then this does not return.  Else returns
 * the status to exit with.
 */
int	sshp_run(int argc, char **argv);

#endif
