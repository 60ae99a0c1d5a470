/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/log.h"

/* A line this long goes into a pipe whole (PIPE_BUF) or not at all. */
#define LINE 1024

static void
log_stderr(const char *program, const char *colon, const char *text)
{
	struct pollfd err = { .fd = STDERR_FILENO, .events = POLLOUT };
	char line[LINE];
	int n;

	n = snprintf(line, sizeof line - 2, "%s%s%s", program, colon, text);
	if (n > (int)sizeof line - 3)
		n = (int)sizeof line - 3;
	/* ssh may have the terminal in raw mode, where \n alone goes down. */
	if (isatty(STDERR_FILENO))
		line[n++] = '\r';
	line[n++] = '\n';
	if (poll(&err, 1, 0) == 1 && (err.revents & POLLOUT))
		(void)descriptors_write(STDERR_FILENO, line, (size_t)n);
}

static void	log_text(const struct log *, int, const char *, va_list)
		    __attribute__((format(printf, 3, 0)));

static void
log_text(const struct log *l, int priority, const char *fmt, va_list ap)
{
	char text[LINE], *c;

	vsnprintf(text, sizeof text, fmt, ap);
	/* One line, by which no stranger gives a terminal orders. */
	for (c = text; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	if (!l->silent)
		log_stderr(l->program, ": ", text);
	if (l->syslog) {
		openlog(l->program, LOG_PID, LOG_USER);
		syslog(priority, "%s", text);
	}
}

void
log_say(const struct log *l, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_text(l, LOG_NOTICE, fmt, ap);
	va_end(ap);
}

void
log_detail(const struct log *l, const char *fmt, ...)
{
	va_list ap;

	if (!l->verbose)
		return;
	va_start(ap, fmt);
	log_text(l, LOG_INFO, fmt, ap);
	va_end(ap);
}

void
log_raw(const char *line)
{
	log_stderr("", "", line);
}

int
log_open(const char *path)
{
	return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

void
log_line(int fd, const char *line)
{
	char text[LINE];
	int n = snprintf(text, sizeof text, "%s\r\n", line);

	(void)descriptors_write(fd, text, n < LINE ? (size_t)n : LINE - 1);
}
