/* SPDX-License-Identifier: ISC */
#include <sys/resource.h>

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sshpctl/client.h"
#include "sys/clock.h"
#include "sys/peer.h"

enum {
	OTHERS = 500,		/* limit for another user's supervisor, ms */
	LATE = 2500,		/* after this, no frequent checks of one, ms */
	AGAIN = 20,		/* between two connects, ms */
	PATH = 250,		/* limit for the figures of a path, ms */
	STOPPED = 50,		/* after this, checks for a stop, ms */

	PACKETS = 16		/* limit from one supervisor in one turn */
};

/* Raises the limit: there may be many supervisors, each with a descriptor. */
static void
client_raise(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == -1 || r.rlim_cur >= r.rlim_max)
		return;
	r.rlim_cur = r.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &r);
}

void
client_open(struct client *s, const char *const *word,
    enum control_request ask)
{
	client_raise();
	*s = (struct client){ .ask = ask, .word = word, .all = word == NULL };
	for (; word != NULL && *word != NULL; word++)
		s->all = s->all || strchr(*word, ':') != NULL;
	userdirs_find(&s->places, s->all);
	s->blind = s->places.error;
}

/* --- names --- */

size_t
client_add_chosen(struct client *s, const char *word)
{
	size_t i, n = 0;
	int best = 1, is;

	for (i = 0; i < s->n; i++)
		if ((is = client_means(&s->one[i], word)) > best)
			best = is;
	for (i = 0; i < s->n; i++) {
		if (client_means(&s->one[i], word) != best)
			continue;
		s->one[i].chosen = true;
		n++;
	}
	return n;
}

size_t
client_choose(struct client *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->n; i++)
		s->one[i].chosen = s->word == NULL;
	for (i = 0; s->word != NULL && s->word[i] != NULL; i++)
		(void)client_add_chosen(s, s->word[i]);
	for (i = 0; i < s->n; i++)
		n += s->one[i].chosen;
	return n;
}

/* The list is sorted, so only neighbours can have the same name. */
bool
client_twice(const struct client *s, size_t i)
{
	const struct sought *o = &s->one[i];

	return (i > 0 && o[-1].uid == o->uid &&
	    strcmp(o[-1].status.name, o->status.name) == 0) ||
	    (i + 1 < s->n && o[1].uid == o->uid &&
	    strcmp(o[1].status.name, o->status.name) == 0);
}

char *
client_address(const struct client *s, size_t i, char *out, size_t size)
{
	char user[64];
	struct tunnel_name t = client_names(&s->one[i], user);

	return tunnel_name_write(&t, client_twice(s, i), out, size);
}

/* --- connecting --- */

/* PrivateTmp hides the path, so connects through /proc/pid/root, too. */
static int
client_connect(const struct sought *o)
{
	int fd = o->own ? peer_connect(o->socket) :
	    peer_connect_to(o->socket, o->uid);
	char path[300];

	if (fd != -1 || errno == EAGAIN || o->process <= 0 || !o->held ||
	    peer_owner(o->process) != o->uid)
		return fd;
	if (!o->own)
		return peer_connect_in(o->process, o->socket, o->uid);
	snprintf(path, sizeof path, "/proc/%lld/root%s",
	    (long long)o->process, o->socket);
	return peer_connect(path);
}

/* Checks the peer's credentials: a name in a directory proves nothing. */
static bool
client_is_theirs(struct sought *o)
{
	long uid = peer_user(o->fd);
	pid_t pid = peer_process(o->fd);

	if (uid != -1 && uid != o->uid)
		return false;
	if (pid > 0)
		o->process = pid;
	return true;
}

static void
client_drop(struct sought *o)
{
	if (o->fd != -1)
		close(o->fd);
	o->fd = -1;
	o->posted = false;
}

int
client_ask(struct client *s, struct sought *o, enum control_request r)
{
	char packet[CONTROL_SIZE];
	int error;

	if (o->fd == -1) {
		if (o->socket[0] == '\0') {
			errno = EAGAIN;
			return -1;
		}
		if ((o->fd = client_connect(o)) == -1) {
			client_limit(s, errno);
			return -1;
		}
		if (!client_is_theirs(o)) {
			client_drop(o);
			errno = EPERM;
			return -1;
		}
	}
	if (peer_post(o->fd, packet, control_ask(r, packet)) == 0)
		return 0;
	error = errno;
	client_drop(o);
	errno = error;
	return -1;
}

/* Connects if due.  A registered supervisor may only be busy: retries. */
static void
client_try(struct client *s, struct sought *o, int64_t now)
{
	if (o->over || o->posted || o->answered || now < o->next ||
	    o->socket[0] == '\0')
		return;
	o->next = now + AGAIN;
	if (client_ask(s, o, s->ask) == 0)
		o->posted = true;
	else
		o->over = errno == EPERM || (errno != EAGAIN && !o->held);
}

static void
client_tries(struct client *s)
{
	int64_t now = clock_now();
	size_t i;

	for (i = 0; i < s->n; i++)
		client_try(s, &s->one[i], now);
}

/* Asks a supervisor that is watched for the figures of the path, too. */
static void
client_ask_path(struct sought *o)
{
	char packet[CONTROL_SIZE];

	(void)peer_post(o->fd, packet, control_ask(CONTROL_PATH, packet));
}

/*
 * Prepares another look.  A silent supervisor may answer now, and an answering
 * one may be stopped.  client_look() finds one that did not listen again.
 */
static void
client_again(struct client *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->n; i++)
		if (s->one[i].socket[0] != '\0')
			s->one[n++] = s->one[i];
	s->n = n;
	for (i = 0; i < s->n; i++) {
		s->one[i].next = 0;
		if (s->paths && s->one[i].fd != -1 && s->one[i].answered)
			client_ask_path(&s->one[i]);
		s->one[i].stopped = s->one[i].process > 0 &&
		    peer_stopped(s->one[i].process);
	}
}

void
client_look(struct client *s)
{
	client_again(s);
	client_find(s, true);
	client_tries(s);
	if (!s->all || geteuid() != 0)
		return;
	client_find(s, false);
	client_tries(s);
}

/* --- answers --- */

/* Takes an answer.  Another user's supervisor may lie about id and pids. */
static void
client_take(struct sought *o, const struct control_status *got, bool foreign,
    int64_t now)
{
	char id[sizeof got->id];

	if (o->held && strcmp(o->status.id, got->id) != 0)
		return;
	snprintf(id, sizeof id, "%s", got->id);
	o->status = *got;
	o->foreign = foreign;
	if (o->process > 0)
		o->status.pid = o->process;
	if (!o->own && peer_parent((pid_t)o->status.ssh) != o->process)
		o->status.ssh = 0;
	if (!o->answered)
		o->first = now;
	o->answered = true;
	o->silent = o->stopped = false;
	o->got = now;
	o->changes++;
}

static void
client_read(struct client *s, struct sought *o, int64_t now)
{
	struct control_status got;
	char packet[CONTROL_SIZE];
	ssize_t n = 0;
	int i, told;

	for (i = 0; i < PACKETS; i++) {
		if ((n = peer_take(o->fd, packet, sizeof packet)) <= 0)
			break;
		told = control_told(&got, packet, (size_t)n);
		if (told != -1)
			client_take(o, &got, told == 1, now);
	}
	/* Closes when done, so that the supervisor has room for others. */
	if (o->answered && s->ask != CONTROL_WATCH && s->word == NULL &&
	    !o->status.follows)
		client_drop(o);
	else if (n == 0 || (n == -1 && errno != EAGAIN)) {
		client_drop(o);
		o->next = now + AGAIN;
	}
}

/* True if o has answered, or will not answer. */
static bool
client_is_settled(struct sought *o, int64_t now)
{
	if (o->answered && !o->stopped)
		return !o->status.follows || o->fd == -1 ||
		    now - o->first >= PATH;
	if (o->over || o->stopped)
		return true;
	if (!o->own && now - o->began >= OTHERS)
		return true;
	o->stopped = now - o->began >= STOPPED && o->process > 0 &&
	    peer_owner(o->process) == o->uid && peer_stopped(o->process);
	return o->stopped;
}

/* Limit for poll(2) until a supervisor is due, ms. */
static int
client_due(struct client *s, int ms)
{
	int64_t now = clock_now();
	size_t i;

	for (i = 0; i < s->n && ms > AGAIN; i++)
		if (!client_is_settled(&s->one[i], now) &&
		    now - s->one[i].began < LATE)
			ms = AGAIN;
	return ms < 0 ? 0 : ms;
}

static bool
client_settled(struct client *s)
{
	int64_t now = clock_now();
	size_t i;

	for (i = 0; i < s->n; i++)
		if (!client_is_settled(&s->one[i], now))
			return false;
	return true;
}

/* One turn; returns the value of poll(2). */
static int
client_turn(struct client *s, struct pollfd *set, int ms, const int fd[2])
{
	size_t i, n = 2;
	int got;

	for (i = 0; i < 2; i++)
		set[i] = (struct pollfd){ .events = POLLIN,
		    .fd = fd == NULL ? -1 : fd[i] };
	for (i = 0; i < s->n; i++)
		if (s->one[i].fd != -1)
			set[n++] = (struct pollfd){ .fd = s->one[i].fd,
			    .events = POLLIN };
	got = poll(set, n, ms);
	for (i = 0, n = 2; i < s->n && got > 0; i++) {
		if (s->one[i].fd == -1)
			continue;
		if (set[n++].revents != 0)
			client_read(s, &s->one[i], clock_now());
	}
	client_tries(s);
	return got;
}

bool
client_wait(struct client *s, int ms, bool settled, const int fd[2])
{
	struct pollfd *set = calloc(s->n + 2, sizeof *set);
	int64_t ends = clock_now() + ms, left;
	bool key = false;
	int got = 1;

	while (set != NULL && got >= 0 && !key) {
		if (settled && client_settled(s))
			break;
		left = ends - clock_now();
		got = client_turn(s, set, client_due(s, left < 0 ? 0 :
		    (int)left), fd);
		key = got > 0 && (set[0].revents | set[1].revents);
		if (clock_now() >= ends || (got > 0 && !settled))
			break;
	}
	free(set);
	return key;
}

/* --- the result --- */

static int
by_name(const void *a, const void *b)
{
	const struct sought *x = a, *y = b;
	int order;

	if (x->own != y->own)
		return x->own ? -1 : 1;
	if (x->uid != y->uid)
		return x->uid < y->uid ? -1 : 1;
	if ((order = strcmp(x->status.name, y->status.name)) != 0 ||
	    (order = strcmp(x->status.id, y->status.id)) != 0)
		return order;
	if (x->status.pid != y->status.pid)
		return x->status.pid < y->status.pid ? -1 : 1;
	/* Of two entries for one supervisor, the one with more facts first. */
	if (x->answered != y->answered)
		return x->answered ? -1 : 1;
	return (y->place != -1) - (x->place != -1);
}

/* True if o stays in the list, with an answer or as silent. */
static bool
client_stays(struct client *s, struct sought *o)
{
	if (o->over)
		return false;
	if (o->answered)
		return o->fd != -1 || s->ask != CONTROL_WATCH ||
		    (o->socket[0] == '\0' && client_held(s, o));
	if (!client_held(s, o) && (o->fd == -1 || !o->own))
		return false;
	o->silent = true;
	o->status.pid = o->process;
	if (o->status.id[0] == '\0') {
		snprintf(o->status.name, sizeof o->status.name, "?");
		s->nameless++;
	}
	return true;
}

void
client_tidy(struct client *s)
{
	size_t i, n = 0;

	s->nameless = 0;
	for (i = 0; i < s->n; i++)
		if (client_stays(s, &s->one[i]))
			s->one[n++] = s->one[i];
		else
			client_drop(&s->one[i]);
	if (n > 0)
		qsort(s->one, n, sizeof *s->one, by_name);
	for (i = s->n = 0; i < n; i++) {
		if (s->n > 0 && s->one[i].status.id[0] != '\0' &&
		    s->one[i].uid == s->one[s->n - 1].uid &&
		    s->one[i].status.pid == s->one[s->n - 1].status.pid &&
		    strcmp(s->one[i].status.id,
		    s->one[s->n - 1].status.id) == 0)
			client_drop(&s->one[i]);
		else
			s->one[s->n++] = s->one[i];
	}
}

int64_t
client_age(const struct sought *o, int64_t ms, int64_t now)
{
	return ms + now - o->got;
}

void
client_close(struct client *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		client_drop(&s->one[i]);
	userdirs_free(&s->places);
	free(s->one);
	*s = (struct client){ .one = NULL };
}
