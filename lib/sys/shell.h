/* SPDX-License-Identifier: ISC */
/* Runs a command of Match exec, and waits for it. */
#ifndef SYS_SHELL_H
#define SYS_SHELL_H

/*
 * Runs a command as ssh runs a Match exec: with $SHELL -c, with /dev/null as
 * standard input and output, and with our standard error.  Returns its exit
 * status; -1 if a signal ended it, or if it could not be run.
 */
int	shell_status(const char *command);

#endif
