/* SPDX-License-Identifier: ISC */
/*
 * resume FILE...: replays stories of a session and its transports through both
 * real ends; story.h has the rest of their language.
 *
 *	session RING LIMIT		rings, kB; longest time away, s
 *	MS dial [TEXT]			a transport; TEXT comes first: one word
 *	MS flood N			the same; N bytes of text come first
 *	MS link				the same, and nothing passes yet
 *	MS pass [END N]			all passes; END writes N bytes, and what
 *					is on its way arrives
 *	MS write END N			N bytes of END are on their way
 *	MS cut				the transport is lost at both ends
 *	MS lost END			only END notices
 *	MS gives END N			its local side gives N bytes; all may
 *					pass, as after most lines
 *	MS feeds END N | closes END	the same and eof, and nothing passes
 *	MS takes END N			its local side takes N bytes
 *	MS eof END | gone END | stop END
 *	MS blocks END | unblocks END	its local side takes nothing; or again
 *	MS restart END			END knows nothing any more
 *	MS forge END FIELD N		its epoch, received, limit or ring is N
 *	MS other-machine | reboot | version N | secret
 *	MS raw END HEX...		these bytes, two digits each, come to END
 *	MS wait				until the timer of an end, at most to MS
 *	= END got N | room N | blocks N | resumes N | retransmitted N
 *	= END written N			bytes to transports since the last time
 *	= END up | down | over | goes-on | eof | dials
 *	= END end WORD | status WORD
 */
#include "../lib/resume_pair.h"
#include "../lib/story.h"
#include "base/span.h"

static const char *const ends[] = { "client", "holder" };
static const char *const reasons[] = { "goes-on", "done", "stopped", "away",
    "not-joined", "no-session", "rebooted", "replaced", "missing",
    "sshd-failed", "full", "old", "fault", "no-memory" };
static const char *const statuses[] = { "ok", "unknown", "superseded", "gap",
    "no-sshd", "too-many", "bad-version" };

static struct pair p;
static uint32_t ring, limit;

static int
side(const char *word)
{
	return STORY_FIND(ends, word);
}

static struct resume *
end_(const char *word)
{
	return &p.end[side(word)].r;
}

/* Something happened: what can pass, passes. */
static const char *
passes(int64_t now)
{
	pair_settle(&p, now);
	resume_look(&p.end[0].r, now);
	resume_look(&p.end[1].r, now);
	return p.end[0].wrong || p.end[1].wrong ?
	    "a local side got another byte than was given" : NULL;
}

static const char *
session(int64_t now, char **word)
{
	ring = (uint32_t)atoi(word[0]) * 1024;
	limit = (uint32_t)atoi(word[1]);
	if (pair_restart(&p, 0, ring, limit, now) == -1 ||
	    pair_restart(&p, 1, ring, limit, now) == -1)
		return "no memory";
	return NULL;
}

static const char *
dial(int64_t now, char **word)
{
	if (!resume_wants_transport(&p.end[0].r))
		return "the client wants no transport";
	pair_dial(&p, word[0] == NULL ? "" : word[0]);
	return passes(now);
}

static const char *
flood(int64_t now, char **word)
{
	static char text[PAIR_PIPE];
	size_t n = (size_t)atoi(word[0]);

	memset(text, '.', n);
	text[n] = '\0';
	pair_dial(&p, text);
	return passes(now);
}

STORY_SETS(link_, pair_dial(&p, ""))

static const char *
pass(int64_t now, char **word)
{
	int from;

	if (word[0] == NULL)
		return passes(now);
	from = side(word[0]);
	(void)pair_write(&p, from, (size_t)atoi(word[1]));
	(void)pair_arrive(&p, !from, p.n[!from], now);
	return NULL;
}

static const char *
write_(int64_t now, char **word)
{
	(void)now;
	(void)pair_write(&p, side(word[0]), (size_t)atoi(word[1]));
	return NULL;
}

static const char *
cut(int64_t now, char **word)
{
	(void)word;
	pair_cut(&p, now);
	return passes(now);
}

static const char *
lost(int64_t now, char **word)
{
	p.linked = false;
	resume_lost(end_(word[0]), now);
	return passes(now);
}

static const char *
gives(int64_t now, char **word)
{
	size_t n = (size_t)atoi(word[1]);
	bool all = pair_give(&p, side(word[0]), n, now) == n;
	const char *why = passes(now);

	return why != NULL ? why : all ? NULL : "there was no room for all";
}

static const char *
feeds(int64_t now, char **word)
{
	(void)pair_give(&p, side(word[0]), (size_t)atoi(word[1]), now);
	return NULL;
}

static const char *
takes(int64_t now, char **word)
{
	(void)pair_take(&p, side(word[0]), (size_t)atoi(word[1]), now);
	return passes(now);
}

static const char *
closes(int64_t now, char **word)
{
	pair_give_eof(&p, side(word[0]), now);
	return NULL;
}

static const char *
eof(int64_t now, char **word)
{
	pair_give_eof(&p, side(word[0]), now);
	return passes(now);
}

static const char *
gone(int64_t now, char **word)
{
	resume_gone(end_(word[0]), now);
	return passes(now);
}

static const char *
stop(int64_t now, char **word)
{
	resume_stop(end_(word[0]), now);
	return passes(now);
}

static const char *
blocks(int64_t now, char **word)
{
	p.end[side(word[0])].blocked = word[-1][0] == 'b';
	return passes(now);
}

static const char *
restart(int64_t now, char **word)
{
	return pair_restart(&p, side(word[0]), ring, limit, now) == -1 ?
	    "no memory" : NULL;
}

static const char *
forge(int64_t now, char **word)
{
	static const char *const fields[] = { "epoch", "received", "limit",
	    "ring" };
	struct resume *r = end_(word[0]);
	int n = atoi(word[2]);

	(void)now;
	switch (STORY_FIND(fields, word[1])) {
	case 0:
		r->epoch = (uint64_t)n;
		break;
	case 1:
		r->in.begin = r->in.end = (uint64_t)n;
		break;
	case 2:
		r->limit = (uint32_t)n;
		break;
	default:
		r->in.size = (size_t)n;
	}
	return NULL;
}

static const char *
raw(int64_t now, char **word)
{
	int to = side(word[0]);
	char byte[3] = "";

	while (*++word != NULL)
		for (; (*word)[0] != '\0'; *word += 2) {
			memcpy(byte, *word, 2);
			p.pipe[to][p.n[to]++] = (uint8_t)strtol(byte, NULL,
			    16);
		}
	return passes(now);
}

static const char *
wait_(int64_t now, char **word)
{
	int64_t a = resume_timer(&p.end[0].r), b = resume_timer(&p.end[1].r);

	(void)word;
	if (b < a)
		a = b;
	if (a > now)
		return "no timer so early";
	story_now = a;
	return passes(a);
}

static const char *
version(int64_t now, char **word)
{
	(void)now;
	p.greeting.min = p.greeting.max = (uint8_t)atoi(word[0]);
	return NULL;
}

STORY_SETS(other_machine, p.greeting.machine[0] ^= 1)
STORY_SETS(reboot, p.greeting.boot[0] ^= 1)
STORY_SETS(secret, p.end[0].r.id.secret[RESUME_ID - 1] ^= 1)

/* A number of an end; -1: there is none of this name. */
static int64_t
number(struct pair_end *e, const char *name)
{
	int64_t written;

	if (strcmp(name, "got") == 0)
		return (int64_t)e->taken;
	if (strcmp(name, "room") == 0)
		return (int64_t)resume_room(&e->r);
	if (strcmp(name, "blocks") == 0)
		return (int64_t)pair_blocks(&e->r);
	if (strcmp(name, "resumes") == 0)
		return e->r.resumes;
	if (strcmp(name, "retransmitted") == 0)
		return e->r.retransmitted;
	if (strcmp(name, "written") != 0)
		return -1;
	written = (int64_t)e->written;
	e->written = 0;
	return written;
}

/* A state of an end. */
static bool
state(const struct pair_end *e, const char *name)
{
	static const char *const names[] = { "up", "down", "over", "goes-on",
	    "eof", "dials" };
	const bool is[] = { e->r.phase == RESUME_UP, e->r.phase == RESUME_DOWN,
	    resume_over(&e->r), e->r.end == RESUME_GOES_ON, e->eof_taken,
	    resume_wants_transport(&e->r) };

	return is[STORY_FIND(names, name)];
}

static const char *
is(int64_t now, char **word)
{
	struct pair_end *e = &p.end[side(word[0])];
	int64_t n;

	(void)now;
	if (word[1] == NULL)
		return "what is it";
	if (word[2] == NULL)
		return state(e, word[1]) ? NULL : "it is not";
	if (strcmp(word[1], "end") == 0)
		return STORY_FIND(reasons, word[2]) == (int)e->r.end ? NULL :
		    resume_end_text(e->r.end);
	if (strcmp(word[1], "status") == 0)
		return STORY_FIND(statuses, word[2]) == (int)p.status ? NULL :
		    statuses[p.status];
	n = number(e, word[1]);
	return n == atoi(word[2]) ? NULL : "it is another number";
}

static void
begin(void)
{
	resume_free(&p.end[0].r);
	resume_free(&p.end[1].r);
	memset(&p, 0, sizeof p);
	p.greeting = (struct resume_greeting){ .min = 1, .max = RESUME_VERSION,
	    .machine = "a machine", .boot = "a boot" };
	p.id = (struct resume_identity){ "a name", "a secret", "a tag" };
}

static void
show(void)
{
	int i;

	for (i = 0; i < 2; i++)
		printf("# %s: %s, phase %d, end %d, got %llu, room %zu, "
		    "blocks %zu, resumes %lld, retransmitted %lld, written "
		    "%llu\n", ends[i], p.end[i].r.over ? "over" : "on",
		    (int)p.end[i].r.phase, (int)p.end[i].r.end,
		    (unsigned long long)p.end[i].taken,
		    resume_room(&p.end[i].r), pair_blocks(&p.end[i].r),
		    (long long)p.end[i].r.resumes,
		    (long long)p.end[i].r.retransmitted,
		    (unsigned long long)p.end[i].written);
}

int
main(int argc, char **argv)
{
	static const struct story_verb verbs[] = {
		{ "session", session }, { "dial", dial }, { "flood", flood },
		{ "link", link_ }, { "pass", pass }, { "feeds", feeds },
		{ "takes", takes }, { "closes", closes },
		{ "write", write_ }, { "cut", cut }, { "lost", lost },
		{ "gives", gives }, { "eof", eof }, { "gone", gone },
		{ "stop", stop }, { "blocks", blocks }, { "unblocks", blocks },
		{ "restart", restart }, { "forge", forge }, { "raw", raw },
		{ "other-machine", other_machine }, { "reboot", reboot },
		{ "secret", secret }, { "version", version },
		{ "wait", wait_ }, { "=", is },
	};
	static const struct story_piece piece = { STORY_VERBS(verbs), begin,
	    show };
	enum resume_end e;
	bool all = true;
	int status;

	for (e = RESUME_GOES_ON; e < RESUME_ENDS; e++)
		all = all && strlen(resume_end_text(e)) > 8;
	ok(all, "each end of a session has words", NULL);
	status = story_main(&piece, argc, argv);
	begin();
	return status;
}
