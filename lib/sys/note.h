/* SPDX-License-Identifier: ISC */
#ifndef SYS_NOTE_H
#define SYS_NOTE_H

#include <stddef.h>

/* A small file that is replaced as a whole. */

/* Puts n bytes into name in the directory dir; none: removes it.  0, or -1. */
int	note_write(int dir, const char *name, const char *text, size_t n);

/*
 * What is in it, with a NUL; "" if there is none, or it is no plain file of
 * ours.
 */
void	note_read(int dir, const char *name, char *text, size_t size);

/* Sets the time of name in dir, if it is there: the file is in use. */
void	note_touch(int dir, const char *name);

#endif
