/* SPDX-License-Identifier: ISC */
/* The path of the running program. */
#ifndef SYS_EXE_PATH_H
#define SYS_EXE_PATH_H

#include <limits.h>

/*
 * Where this program's file is, by what the system knows of it; 0, or -1 where
 * it does not tell.
 */
int	exe_path_path(char path[PATH_MAX]);

#endif
