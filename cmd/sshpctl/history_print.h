/* SPDX-License-Identifier: ISC */
/* Prints histories in words, and follows them: sshpctl log. */
#ifndef SSHPCTL_HISTORY_PRINT_H
#define SSHPCTL_HISTORY_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "sys/userdirs.h"

/*
 * Prints the events of the histories that the words mean, NULL for all of ours,
 * in the order of time.  follow: goes on with new events until a signal ends
 * sshpctl or standard output fails.  Returns 0; or -1 if word i, *missing,
 * means no history.
 */
int	history_print(const struct userdirs *places, const char *const *word,
	    bool follow, size_t *missing);

#endif
