/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/visible.h"
#include "run/seek.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/peer.h"
#include "sys/registry.h"

void
seek_open(struct seek *s, enum control_request ask)
{
	*s = (struct seek){ .place = registry_places(), .ask = ask };
}

/* --- looking --- */

int
seek_ask(struct sought *o, enum control_request r)
{
	char packet[CONTROL_SIZE];

	if (o->fd == -1)
		return -1;
	return peer_post(o->fd, packet, control_ask(r, packet));
}

static struct sought *
seek_room(struct seek *s)
{
	size_t room = 2 * s->room + 8;
	struct sought *more;

	if (s->n < s->room)
		return &s->one[s->n];
	if ((more = realloc(s->one, room * sizeof *more)) == NULL)
		return NULL;
	s->one = more;
	s->room = room;
	return &s->one[s->n];
}

static bool
seek_known(const struct seek *s, const char *socket)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->one[i].fd != -1 &&
		    strcmp(s->one[i].socket, socket) == 0)
			return true;
	return false;
}

/* Ours are the limits, not those of a place that is not there. */
static void
seek_limit(struct seek *s, int error)
{
	if (error == EMFILE || error == ENFILE || error == ENOMEM)
		s->blind = error;
}

/* PrivateTmp hides a path from us, but not the process that has it. */
static int
seek_connect(const char *socket, int64_t pid)
{
	char path[200];
	int fd = peer_connect(socket);

	if (fd != -1 || pid <= 0)
		return fd;
	snprintf(path, sizeof path, "/proc/%lld/root%s", (long long)pid,
	    socket);
	return peer_connect(path);
}

/* Only our own are ours to speak to, and everybody's are root's. */
static bool
seek_may(long uid)
{
	return uid == -1 || geteuid() == 0 || uid == (long)geteuid();
}

static void
seek_try(struct seek *s, const char *socket, int64_t pid, const char *place)
{
	struct sought *o;
	int fd;

	if (seek_known(s, socket) || (o = seek_room(s)) == NULL)
		return;
	if ((fd = seek_connect(socket, pid)) == -1) {
		seek_limit(s, errno);
		return;
	}
	*o = (struct sought){ .fd = fd, .uid = peer_user(fd) };
	snprintf(o->place, sizeof o->place, "%s", place);
	snprintf(o->socket, sizeof o->socket, "%s", socket);
	if (seek_may(o->uid) && seek_ask(o, s->ask) == 0)
		s->n++;
	else
		close(fd);
}

static void
seek_lock(struct seek *s, const char *place, const char *name)
{
	struct control_entry e;
	struct files_owner owner;
	char path[600], *text;
	struct stat st;
	size_t len;
	int error;

	/* In another's directory there may be anything. */
	snprintf(path, sizeof path, "%s/%s", place, name);
	if (lstat(path, &st) == -1 || !S_ISREG(st.st_mode) ||
	    st.st_size > CONTROL_SIZE)
		return;
	if ((text = files_read(path, &len, &owner, &error)) == NULL) {
		seek_limit(s, error);
		return;
	}
	if (control_entered(&e, text, strcspn(text, "\n")) == 0 &&
	    e.socket[0] == '/')
		seek_try(s, e.socket, e.pid, place);
	free(text);
}

static void
seek_run(struct seek *s, const char *place, const char *name)
{
	char path[160];

	if (snprintf(path, sizeof path, "%s/%s/ctl", place, name) <
	    (int)sizeof path)
		seek_try(s, path, 0, "");
}

static bool
ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n > m && strcmp(name + n - m, end) == 0;
}

static void
seek_place(struct seek *s, const char *place, const char *end,
    void (*found)(struct seek *, const char *, const char *))
{
	DIR *d = opendir(place);
	struct dirent *e;

	if (d == NULL)
		seek_limit(s, errno);
	while (d != NULL && (e = readdir(d)) != NULL)
		if (ends_in(e->d_name, end))
			found(s, place, e->d_name);
	if (d != NULL)
		closedir(d);
}

void
seek_look(struct seek *s)
{
	size_t i;

	for (i = 0; s->place != NULL && s->place[i] != NULL; i++)
		seek_place(s, s->place[i], ".lock", seek_lock);
	for (i = 0; s->place != NULL && s->place[i] != NULL; i++)
		seek_place(s, s->place[i], ".run", seek_run);
}

/* --- hearing --- */

static void
seek_read(struct sought *o, int64_t now)
{
	struct control_status got;
	char packet[CONTROL_SIZE];
	ssize_t n;

	while ((n = peer_take(o->fd, packet, sizeof packet)) > 0) {
		if (control_told(&got, packet, (size_t)n) == -1)
			continue;
		o->status = got;
		o->answered = true;
		o->got = now;
		o->changes++;
	}
	if (n == 0 || errno != EAGAIN) {
		close(o->fd);
		o->fd = -1;
	}
}

static bool
seek_settled(const struct seek *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->one[i].fd != -1 && !s->one[i].answered)
			return false;
	return true;
}

/* One turn; returns what poll(2) does. */
static int
seek_turn(struct seek *s, struct pollfd *set, int ms, const int fd[2])
{
	size_t i;
	int got;

	for (i = 0; i < s->n; i++)
		set[i] = (struct pollfd){ .fd = s->one[i].fd,
		    .events = POLLIN };
	for (i = 0; i < 2; i++)
		set[s->n + i] = (struct pollfd){ .events = POLLIN,
		    .fd = fd == NULL ? -1 : fd[i] };
	got = poll(set, s->n + 2, ms < 0 ? 0 : ms);
	for (i = 0; i < s->n && got > 0; i++)
		if (set[i].revents != 0)
			seek_read(&s->one[i], clock_now());
	return got;
}

bool
seek_wait(struct seek *s, int ms, bool settled, const int fd[2])
{
	struct pollfd *set = calloc(s->n + 2, sizeof *set);
	int64_t ends = clock_now() + ms;
	bool key = false;
	int got = 1;

	while (set != NULL && got >= 0 && !key) {
		if (settled && seek_settled(s))
			break;
		got = seek_turn(s, set, (int)(ends - clock_now()), fd);
		key = got > 0 && (set[s->n].revents | set[s->n + 1].revents);
		if (clock_now() >= ends || (got > 0 && !settled))
			break;
	}
	free(set);
	return key;
}

/* --- what was found --- */

static int
by_name(const void *a, const void *b)
{
	const struct sought *x = a, *y = b;
	int order = strcmp(x->status.name, y->status.name);

	return order != 0 ? order : strcmp(x->status.id, y->status.id);
}

static bool
seek_twice(const struct seek *s, size_t n, const struct sought *o)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s->one[i].status.pid == o->status.pid &&
		    s->one[i].uid == o->uid &&
		    strcmp(s->one[i].status.id, o->status.id) == 0)
			return true;
	return false;
}

void
seek_tidy(struct seek *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->n; i++) {
		if (s->one[i].fd != -1 && s->one[i].answered &&
		    !seek_twice(s, n, &s->one[i]))
			s->one[n++] = s->one[i];
		else if (s->one[i].fd != -1)
			close(s->one[i].fd);
	}
	s->n = n;
	if (n > 0)
		qsort(s->one, n, sizeof *s->one, by_name);
}

bool
seek_is(const struct sought *o, const char *word)
{
	size_t n = strlen(o->status.name);

	return strcmp(o->status.name, word) == 0 ||
	    strcmp(o->status.id, word) == 0 ||
	    (strncmp(word, o->status.name, n) == 0 && word[n] == '/' &&
	    strcmp(o->status.id, word + n + 1) == 0);
}

int64_t
seek_age(const struct sought *o, int64_t ms, int64_t now)
{
	return ms + now - o->got;
}

void
seek_close(struct seek *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->one[i].fd != -1)
			close(s->one[i].fd);
	for (i = 0; s->place != NULL && s->place[i] != NULL; i++)
		free(s->place[i]);
	free(s->place);
	free(s->one);
	*s = (struct seek){ .one = NULL };
}
