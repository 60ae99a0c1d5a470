/* SPDX-License-Identifier: ISC */
/* Writes one line per event to standard error and syslog. */
#ifndef SYS_LOG_H
#define SYS_LOG_H

#include <stdbool.h>

/*
 * The messages of a program: one line per event on standard error, and to
 * syslog if asked.  A full standard error drops the line: the program never
 * waits for it.  systemd's journal gets the priority with each line.
 */
struct log {
	const char *program;	/* begins every line */
	bool verbose;		/* write log_detail() lines, too */
	bool syslog;		/* write to syslog as well, facility user */
	bool silent;		/* write nothing to standard error */
};

/* Writes "program: " and the text. */
void	log_say(const struct log *l, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* The same, only if verbose is set. */
void	log_detail(const struct log *l, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* Opens or creates a file for log_line(), as ssh -E; fd, or -1 and errno. */
int	log_open(const char *path);

/* Appends a line to the file fd; 0, or -1 and errno. */
int	log_line(int fd, const char *line);

/* Writes a line of another program; control characters but tabs become "?". */
void	log_raw(const char *line);

#endif
