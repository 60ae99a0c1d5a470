/* SPDX-License-Identifier: ISC */
#include <sys/time.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/sha1.h"
#include "compat/compat.h"
#include "sshp/login_queue.h"
#include "sys/child.h"
#include "sys/clock.h"
#include "sys/descriptors.h"
#include "sys/login_lock.h"
#include "sys/signals.h"

enum {
	RECORD, QUEUE, SLOTS,	/* bytes of the file to lock, by purpose */
	LOOK = 10		/* interval of the first in the queue, ms */
};

void
login_queue_open(struct login_queue *q)
{
	*q = (struct login_queue){ .fd = -1, .answer = -1,
	    .slot = LOOP_NEVER };
}

/* --- the record --- */

static void
record_get(int fd, struct login_slots *s, int64_t now)
{
	char text[LOGIN_SLOTS_TEXT];

	login_lock_read(fd, text, sizeof text);
	login_slots_read(s, text, now);
}

/* The length is constant, so that nothing of an earlier record stays. */
static void
record_put(int fd, const struct login_slots *s)
{
	char text[LOGIN_SLOTS_TEXT];
	size_t n;

	login_slots_write(s, text);
	n = strlen(text);
	memset(text + n, ' ', sizeof text - n);
	text[sizeof text - 1] = '\n';
	login_lock_write(fd, text, sizeof text);
}

static void
sleep_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	(void)nanosleep(&t, NULL);
}

/* A process holds the lock briefly, unless it is stopped at that moment. */
static void
record_lock(int fd)
{
	int i;

	for (i = 0; i < LOOK && !login_lock_try(fd, RECORD); i++)
		sleep_ms(1);
}

/* --- a slot --- */

/* Takes a free slot; false if there is none. */
static bool
slot_take(int fd, int64_t now)
{
	struct login_slots s;
	int i, n;

	record_get(fd, &s, now);
	n = login_slots_open(&s, now);
	for (i = 0; i < n && !login_lock_try(fd, SLOTS + i); i++)
		;
	if (i >= n)
		return false;
	record_lock(fd);
	record_get(fd, &s, now);
	login_slots_take(&s, now);
	record_put(fd, &s);
	login_lock_free(fd, RECORD);
	return true;
}

/* --- the child that waits --- */

static void
queue_alarm(int sig)
{
	(void)sig;
}

static int64_t
queue_moves(int fd)
{
	struct login_slots s;

	record_get(fd, &s, clock_now());
	return s.taken;
}

/* Waits to become the first; false if the queue does not move. */
static bool
queue_wait(int fd)
{
	static const struct itimerval often = {
		.it_value = { .tv_sec = LOGIN_SLOTS_STUCK },
		.it_interval = { .tv_sec = LOGIN_SLOTS_STUCK }
	};
	struct sigaction a = { .sa_handler = queue_alarm };
	int64_t began = clock_now(), before = queue_moves(fd), moves;
	bool over;

	(void)sigaction(SIGALRM, &a, NULL);
	(void)setitimer(ITIMER_REAL, &often, NULL);
	while (!login_lock_wait(fd, QUEUE)) {
		over = errno != EINTR;
		moves = queue_moves(fd);
		if (over || login_slots_give_up(moves != before,
		    clock_now() - began))
			return false;
		before = moves;
	}
	return true;
}

/* The first in the queue: waits for a slot. */
static void
queue_lead(int fd)
{
	int64_t end = clock_now() + LOGIN_SLOTS_STUCK * 1000, now;

	while ((now = clock_now()) < end && !slot_take(fd, now))
		sleep_ms(LOOK);
}

/* The child's exit is the answer. */
static void
queue_child(int answer, int fd, bool leads, pid_t parent)
{
	int high = fcntl(answer, F_DUPFD, 5), file = fcntl(fd, F_DUPFD, 5);

	child_dies_by(SIGKILL, parent);
	signals_reset();
	signal(SIGHUP, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	if (dup2(high, 3) == -1 || dup2(file, 4) == -1)
		_exit(1);
	closefrom(5);
	if (leads || queue_wait(4)) {
		queue_lead(4);
		login_lock_free(4, QUEUE);
	}
	_exit(0);
}

/* 0, or -1. */
static int
queue_fork(struct login_queue *q, bool leads)
{
	pid_t parent = getpid();
	int fd[2];

	if (descriptors_pipe(fd) == -1)
		return -1;
	if ((q->child = fork()) == 0)
		queue_child(fd[1], q->fd, leads, parent);
	close(fd[1]);
	if (q->child == -1) {
		q->child = 0;
		close(fd[0]);
		return -1;
	}
	q->answer = fd[0];
	return 0;
}

/* --- the supervisor's side --- */

bool
login_queue_enter(struct login_queue *q, const char *directory,
    const char *destination, int64_t now)
{
	char path[256], hex[SHA1_HEX];
	bool leads;

	login_queue_leave(q, LOGIN_OTHER, now);
	q->began = now;
	if (destination == NULL)
		return true;
	snprintf(path, sizeof path, "%s/.logins-%.12s", directory,
	    sha1_hex(hex, destination, strlen(destination)));
	if ((q->fd = login_lock_open(path)) == -1)
		return true;
	leads = login_lock_try(q->fd, QUEUE);
	if (leads && slot_take(q->fd, now)) {
		login_lock_free(q->fd, QUEUE);
		return true;
	}
	if (queue_fork(q, leads) == 0)
		return false;
	close(q->fd);
	q->fd = -1;
	return true;
}

bool
login_queue_waits(const struct login_queue *q)
{
	return q->child != 0;
}

void
login_queue_watch(struct login_queue *q, struct loop *l)
{
	q->slot = loop_watch(l, q->answer, POLLIN);
}

static void
queue_reap(struct login_queue *q)
{
	while (waitpid(q->child, NULL, 0) == -1 && errno == EINTR)
		;
	close(q->answer);
	q->child = 0;
	q->answer = -1;
}

bool
login_queue_take(struct login_queue *q, const struct loop *l)
{
	if (q->child == 0 || !loop_ready(l, q->slot))
		return false;
	queue_reap(q);
	login_lock_free(q->fd, QUEUE);
	q->began = l->now;
	return true;
}

void
login_queue_leave(struct login_queue *q, enum login_outcome outcome,
    int64_t now)
{
	struct login_slots s;

	if (q->child != 0) {
		(void)kill(q->child, SIGKILL);
		queue_reap(q);
	} else if (q->fd != -1 && outcome != LOGIN_OTHER) {
		record_lock(q->fd);
		record_get(q->fd, &s, now);
		login_slots_ended(&s, outcome, q->began, now);
		record_put(q->fd, &s);
	}
	if (q->fd != -1)
		close(q->fd);
	q->fd = -1;
}
