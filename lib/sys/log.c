/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "base/quote.h"
#include "sys/descriptors.h"
#include "sys/log.h"

/* A line of this size is written to a pipe whole or not at all (PIPE_BUF). */
#define LINE 1024

/* True if standard error is systemd's journal, which reads priorities. */
static bool
log_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	char ours[64];
	struct stat st;

	if (stream == NULL || fstat(STDERR_FILENO, &st) == -1)
		return false;
	snprintf(ours, sizeof ours, "%llu:%llu",
	    (unsigned long long)st.st_dev, (unsigned long long)st.st_ino);
	return strcmp(stream, ours) == 0;
}

static void
log_stderr(int priority, const char *program, const char *colon,
    const char *text)
{
	struct pollfd err = { .fd = STDERR_FILENO, .events = POLLOUT };
	char line[LINE], level[8] = "";
	int n;

	if (log_journal())
		snprintf(level, sizeof level, "<%d>", priority);
	n = snprintf(line, sizeof line - 2, "%s%s%s%s", level, program, colon,
	    text);
	if (n > (int)sizeof line - 3)
		n = (int)sizeof line - 3;
	/* ssh may have set raw mode, where \n does not return to column 1. */
	if (isatty(STDERR_FILENO))
		line[n++] = '\r';
	line[n++] = '\n';
	if (poll(&err, 1, 0) == 1 && (err.revents & POLLOUT))
		(void)descriptors_write(STDERR_FILENO, line, (size_t)n);
}

/* Makes text one line, without control characters from a stranger. */
static void
log_clean(char *text)
{
	char *c;
	size_t n;

	for (c = text; *c != '\0'; c += n > 1 ? n : 1) {
		n = utf8_length(c);
		/* A single byte from 0x80 to 0x9f is a control, too. */
		if ((utf8_control(c) && *c != '\t') ||
		    (n == 0 && (unsigned char)*c < 0xa0))
			memset(c, '?', n > 1 ? n : 1);
	}
}

static void	log_text(const struct log *, int, const char *, va_list)
		    __attribute__((format(printf, 3, 0)));

static void
log_text(const struct log *l, int priority, const char *fmt, va_list ap)
{
	char text[LINE];

	vsnprintf(text, sizeof text, fmt, ap);
	log_clean(text);
	if (!l->silent)
		log_stderr(priority, l->program, ": ", text);
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
	char text[LINE];

	snprintf(text, sizeof text, "%s", line);
	log_clean(text);
	log_stderr(LOG_INFO, "", "", text);
}

int
log_open(const char *path)
{
	return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

int
log_line(int fd, const char *line)
{
	char text[LINE];
	int n = snprintf(text, sizeof text, "%.*s\r\n", LINE - 3, line);

	errno = ENOSPC;		/* for a partial write */
	return descriptors_write(fd, text, (size_t)n) == n ? 0 : -1;
}
