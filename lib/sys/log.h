/* SPDX-License-Identifier: ISC */
/* Writes one line per event to standard error and syslog. */
#ifndef SYS_LOG_H
#define SYS_LOG_H

#include <stdbool.h>

/*
 * What a program says to its user: one line per event on standard error, and
 * to syslog if asked.  A standard error that is full is never waited for; one
 * that is systemd's journal gets the line's priority with it.
 */
struct log {
	const char *program;	/* begins every line */
	bool verbose;		/* say what only the curious want, too */
	bool syslog;		/* tell syslog as well, facility user */
	bool silent;		/* say nothing on standard error */
};

/* Says "program: " and the text. */
void	log_say(const struct log *l, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* The same, for the verbose alone. */
void	log_detail(const struct log *l, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* Opens a file to append lines to, as ssh -E does; fd, or -1 and errno. */
int	log_open(const char *path);

/* Appends a line to it; 0, or -1 and errno. */
int	log_line(int fd, const char *line);

/* Says a line of another program as it is, but for control characters. */
void	log_raw(const char *line);

#endif
