/* SPDX-License-Identifier: ISC */
#ifndef RUN_ASKPASS_H
#define RUN_ASKPASS_H

/* All of sshp-askpass; returns its status. */
int	askpass_run(int argc, char **argv);

#endif
