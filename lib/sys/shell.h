/* SPDX-License-Identifier: ISC */
/* Runs a command of Match exec. */
#ifndef SYS_SHELL_H
#define SYS_SHELL_H

/*
 * Runs a command as ssh runs one of Match exec: $SHELL -c, input and output
 * from and to /dev/null, standard error ours.  Returns its exit status; -1 if
 * it had none, or could not be run.
 */
int	shell_status(const char *command);

#endif
