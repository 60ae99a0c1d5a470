/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "supervise/reclaim.h"

enum { FAILED = 255 };		/* ssh itself failed, for any reason */

/* Begins each line of an answer, because a shell may print other lines. */
static const char sign[] = "sshp-reclaim ";

/*
 * m PID prints a mark: command, user, start, and on Linux the boot.  sshd
 * runs the user's shell with the command, sh takes its place, and so the
 * parent of sh is the sshd of this connection.  There are no single quotes.
 */
static const char mark[] =
    "m() { if s=$(cat /proc/$1/stat); then "
    "c=${s#*\\(} u= b=; c=${c%\\)*}; "
    "while read -r k v x; do [ $k = Uid: ] && u=$v; done </proc/$1/status; "
    "read -r b </proc/sys/kernel/random/boot_id; "
    "set -- ${s##*\\) }; echo $c.$u.${20}.$b; "
    "else echo $(ps -o comm= -o uid= -o lstart= -p $1) | tr -s \" /\" ..; "
    "fi; } 2>/dev/null; ";

/* e PID MARK ends the process if it has that mark and is not our own sshd. */
static const char end[] =
    "e() { [ $1 != $PPID ] && [ \"$(m $1)\" = $2 ] && kill $1 && "
    "echo sshp-reclaim ended $1 || return 0; "
    "sleep .1 || sleep 1; [ \"$(m $1)\" = $2 ] || return 0; "
    "sleep 1; [ \"$(m $1)\" = $2 ] && kill -9 $1; } 2>/dev/null; ";

/* If lost is full, the oldest entry is dropped. */
static void
reclaim_remember(struct reclaim *r, const struct reclaim_process *p)
{
	if (r->n == RECLAIM_LOST)
		memmove(r->lost, r->lost + 1, --r->n * sizeof *r->lost);
	r->lost[r->n++] = *p;
}

void
reclaim_lost(struct reclaim *r, bool held)
{
	if (held && r->holder.pid != 0)
		reclaim_remember(r, &r->holder);
	r->holder.pid = 0;
	r->named = r->ended = false;
}

enum reclaim_what
reclaim_next(struct reclaim *r, bool refused)
{
	if (!r->wanted || r->unable)
		return RECLAIM_NOTHING;
	if (refused && r->n > 0 && !r->ended) {
		r->ended = true;
		return RECLAIM_END;
	}
	if (r->named)
		return RECLAIM_NOTHING;
	r->named = true;
	return RECLAIM_NAME;
}

void
reclaim_script(const struct reclaim *r, enum reclaim_what what,
    char out[RECLAIM_SCRIPT])
{
	int n = snprintf(out, RECLAIM_SCRIPT, "exec /bin/sh -c '%s", mark);
	size_t i;

	if (what == RECLAIM_NAME) {
		snprintf(out + n, RECLAIM_SCRIPT - (size_t)n,
		    "echo %s$PPID $(id -u) $(m $PPID)'", sign);
		return;
	}
	n += snprintf(out + n, RECLAIM_SCRIPT - (size_t)n, "%s", end);
	for (i = 0; i < r->n; i++)
		n += snprintf(out + n, RECLAIM_SCRIPT - (size_t)n,
		    "e %ld %s & ", r->lost[i].pid, r->lost[i].mark);
	snprintf(out + n, RECLAIM_SCRIPT - (size_t)n,
	    "wait; echo %sdone'", sign);
}

/*
 * A mark from an answer becomes part of a command later, so it may have only
 * these characters.
 */
static bool
reclaim_plain(const char *word)
{
	return word[strspn(word, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:_-")] == '\0';
}

/* Reads "PID UID MARK"; false if it is no sshd of the user we log in as. */
static bool
reclaim_name(struct reclaim_process *p, const char *line)
{
	char *at, *daemon, owner[32];
	long pid = strtol(line, &at, 10), user;

	if (pid <= 1 || *at != ' ')
		return false;
	user = strtol(at + 1, &at, 10);
	if (*at != ' ' || user < 0)
		return false;
	snprintf(p->mark, sizeof p->mark, "%.*s",
	    (int)strcspn(at + 1, "\r\n"), at + 1);
	snprintf(owner, sizeof owner, ".%ld.", user);
	if (!reclaim_plain(p->mark) ||
	    ((daemon = strstr(p->mark, "sshd")) == NULL &&
	    (daemon = strstr(p->mark, "dropbear")) == NULL) ||
	    strstr(daemon, owner) == NULL)
		return false;
	p->pid = pid;
	return true;
}

/* True if the answer is complete.  Adds the ended processes to *ended. */
static bool
reclaim_read(struct reclaim *r, enum reclaim_what what, const char *text,
    size_t *ended)
{
	const char *line;
	bool whole = false;

	for (line = strstr(text, sign); line != NULL;
	    line = strstr(line, sign)) {
		line += sizeof sign - 1;
		if (what == RECLAIM_NAME)
			whole = whole || reclaim_name(&r->holder, line);
		else if (strncmp(line, "ended ", 6) == 0)
			(*ended)++;
		else if (strncmp(line, "done", 4) == 0)
			whole = true;
	}
	return whole;
}

size_t
reclaim_answer(struct reclaim *r, enum reclaim_what what, int status,
    const char *text)
{
	size_t ended = 0;

	if (reclaim_read(r, what, text, &ended)) {
		r->failures = 0;
		if (what == RECLAIM_END)
			r->n = 0;
	} else if (status != -1) {
		r->unable = status != FAILED || ++r->failures > 1;
	}
	return ended;
}

static int
reclaim_line(const struct reclaim_process *p, char *out, size_t size)
{
	return p->pid == 0 ? 0 :
	    snprintf(out, size, "%ld %s\n", p->pid, p->mark);
}

char *
reclaim_note(const struct reclaim *r, char out[RECLAIM_SCRIPT])
{
	int n = 0;
	size_t i;

	out[0] = '\0';
	for (i = 0; i < r->n; i++)
		n += reclaim_line(&r->lost[i], out + n,
		    RECLAIM_SCRIPT - (size_t)n);
	(void)reclaim_line(&r->holder, out + n, RECLAIM_SCRIPT - (size_t)n);
	return out;
}

void
reclaim_recall(struct reclaim *r, const char *note)
{
	struct reclaim_process p;
	char *at;

	while (*note != '\0') {
		p.pid = strtol(note, &at, 10);
		if (*at != ' ' || p.pid <= 1)
			return;
		snprintf(p.mark, sizeof p.mark, "%.*s",
		    (int)strcspn(at + 1, "\n"), at + 1);
		if (p.mark[0] == '\0' || !reclaim_plain(p.mark))
			return;
		reclaim_remember(r, &p);
		note = at + 1 + strcspn(at + 1, "\n");
		note += *note == '\n';
	}
}
