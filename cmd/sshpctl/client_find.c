/* SPDX-License-Identifier: ISC */
/* Finds supervisors by registry entries and run directories, and names them. */
#include <sys/file.h>

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sshpctl/client.h"
#include "sys/clock.h"
#include "sys/descriptors.h"

enum {
	SCAN = 1000,		/* limit for all places of other users, ms */
	MOST = 512,		/* limit of supervisors of one other user */
	ALL = 8192		/* limit of supervisors */
};

/* --- names --- */

char *
client_user(long uid, char *out, size_t size)
{
	static char name[64];
	static long known = -1;
	const struct passwd *pw;

	if (uid != known) {
		pw = getpwuid((uid_t)uid);
		if (pw != NULL && pw->pw_name[0] != '\0')
			snprintf(name, sizeof name, "%s", pw->pw_name);
		else
			snprintf(name, sizeof name, "%ld", uid);
		known = uid;
	}
	snprintf(out, size, "%s", name);
	return out;
}

struct tunnel_name
client_names(const struct sought *o, char user[64])
{
	return (struct tunnel_name){ .uid = o->uid, .own = o->own,
	    .user = client_user(o->uid, user, 64), .name = o->status.name,
	    .id = o->status.id };
}

int
client_means(const struct sought *o, const char *word)
{
	char user[64];
	struct tunnel_name t = client_names(o, user);

	return tunnel_name_means(&t, word);
}

/* --- places --- */

static struct sought *
client_room(struct client *s)
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

void
client_limit(struct client *s, int error)
{
	if (error == EMFILE || error == ENFILE || error == ENOMEM ||
	    error == EOVERFLOW)
		s->blind = error;
}

/* The order during client_look(): by user and socket. */
static int
by_socket(const void *a, const void *b)
{
	const struct sought *x = a, *y = b;

	if (x->uid != y->uid)
		return x->uid < y->uid ? -1 : 1;
	return strcmp(x->socket, y->socket);
}

/* The same supervisor from an earlier look; these are sorted. */
static struct sought *
client_known(const struct client *s, const struct sought *o)
{
	return s->known == 0 ? NULL : bsearch(o, s->one, s->known,
	    sizeof *o, by_socket);
}

static void
client_add(struct client *s, struct sought *found)
{
	const struct userdir *d = &s->places.dir[s->at];
	struct sought *o, *old;

	found->uid = d->uid;
	found->own = d->own;
	old = client_known(s, found);
	if (old != NULL && found->socket[0] != '\0') {
		old->held = old->held || found->held;
		old->place = found->place != -1 ? found->place : old->place;
		return;
	}
	if (!d->own && (s->others >= MOST || s->n >= ALL)) {
		s->blind = EOVERFLOW;
		return;
	}
	if ((o = client_room(s)) == NULL)
		return;
	*o = *found;
	o->began = o->next = clock_now();
	s->others += !d->own;
	s->n++;
}

/* True if a running process holds the lock on fd. */
static bool
lock_held(int fd)
{
	return flock(fd, LOCK_SH | LOCK_NB) == -1 && errno == EWOULDBLOCK;
}

/* True if word means o, as its registry entry tells without a request. */
static bool
client_wants(const struct client *s, const struct sought *o)
{
	struct sought as = *o;
	size_t i;

	as.uid = s->places.dir[s->at].uid;
	as.own = s->places.dir[s->at].own;
	for (i = 0; s->word != NULL && s->word[i] != NULL; i++)
		if (client_means(&as, s->word[i]) != 0)
			return true;
	return s->word == NULL;
}

static void
client_enter(struct client *s, const char *id, const struct control_entry *e)
{
	struct sought o = { .fd = -1, .held = true,
	    .place = (ssize_t)s->at, .process = (pid_t)e->pid };

	o.status.pid = e->pid;
	snprintf(o.status.id, sizeof o.status.id, "%s", id);
	snprintf(o.status.name, sizeof o.status.name, "%s", e->name);
	snprintf(o.status.to, sizeof o.status.to, "%s", e->to);
	snprintf(o.status.forwards, sizeof o.status.forwards, "%s",
	    e->forwards);
	o.status.kind = strchr(id, '-') == NULL ? CONTROL_TUNNEL :
	    CONTROL_SHELL;
	if (e->socket[0] == '/')
		snprintf(o.socket, sizeof o.socket, "%s", e->socket);
	else if (e->state != CONTROL_NO_STATE) {
		o.status.state = e->state;
		o.answered = true;
		o.got = clock_now();
	}
	/* Added even if over, because client_run() finds it again. */
	o.over = !client_wants(s, &o);
	client_add(s, &o);
}

static void
client_lock(void *arg, int dir, const char *name)
{
	struct client *s = arg;
	struct control_entry e;
	char text[CONTROL_SIZE], id[64];
	size_t len = strlen(name) - strlen(".lock");
	int fd = userdirs_file(dir, name, s->places.dir[s->at].uid);
	ssize_t n;

	if (fd == -1) {
		client_limit(s, errno);
		return;
	}
	n = lock_held(fd) ? descriptors_read(fd, text, sizeof text - 1) : 0;
	close(fd);
	if (n <= 0 || len >= sizeof id)
		return;
	snprintf(id, sizeof id, "%.*s", (int)len, name);
	text[n] = '\0';
	/* After an edit of ssh_config, one supervisor has two locks. */
	if (control_entered(&e, text, strcspn(text, "\n")) == 0 &&
	    e.of[0] == '\0' && control_is_id(id))
		client_enter(s, id, &e);
}

static void
client_run(void *arg, int dir, const char *name)
{
	struct client *s = arg;
	struct sought o = { .fd = -1, .place = -1 };

	(void)dir;
	if (snprintf(o.socket, sizeof o.socket, "%s/%s/ctl",
	    s->places.dir[s->at].path, name) < (int)sizeof o.socket)
		client_add(s, &o);
}

/* Calls found for each file that ends in end, in our places or others'. */
static void
client_places(struct client *s, bool own, const char *end,
    void (*found)(void *, int, const char *))
{
	int64_t ends = clock_now() + SCAN;

	s->known = s->n;
	if (s->n > 0)
		qsort(s->one, s->n, sizeof *s->one, by_socket);
	for (s->at = 0; s->at < s->places.n; s->at++) {
		if (s->places.dir[s->at].own != own)
			continue;
		/* The limit is per user, so that no user can hide another's. */
		if (s->at == 0 || s->places.dir[s->at].uid !=
		    s->places.dir[s->at - 1].uid)
			s->others = 0;
		if (!own && clock_now() >= ends) {
			s->blind = EOVERFLOW;
			break;
		}
		if (userdirs_each(&s->places.dir[s->at], end, found,
		    s) == -1)
			client_limit(s, errno);
	}
}

void
client_find(struct client *s, bool own)
{
	client_places(s, own, ".lock", client_lock);
	client_places(s, own, ".run", client_run);
}

bool
client_held(const struct client *s, const struct sought *o)
{
	const struct userdir *d;
	char name[80];
	int dir, fd = -1;
	bool held;

	if (!o->held || o->place < 0)
		return false;
	d = &s->places.dir[o->place];
	snprintf(name, sizeof name, "%s.lock", o->status.id);
	if ((dir = userdirs_open(d)) != -1) {
		fd = userdirs_file(dir, name, d->uid);
		close(dir);
	}
	held = fd != -1 && lock_held(fd);
	if (fd != -1)
		close(fd);
	return held;
}
