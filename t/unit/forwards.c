/* SPDX-License-Identifier: ISC */
/*
 * forwards FILE...: replays stories of forwards through the real machine,
 * with the file's clock; story.h has the rest of their language.
 *
 *	forwards KIND...		L local, R remote, 0 remote at any port,
 *					S local, and only ssh's start opens it
 *	MS begin [nosocket]		ssh is started
 *	MS login [silent]		it logged in; silent: it says nothing
 *	MS granted | refused | port N	ssh tells of the next remote one
 *	MS look I up|down		the Ith, from 0, was looked at
 *	MS done [PORT] | denied | clings | unknown	the call ended
 *	MS haste | again I | lost
 *	MS edit KIND|I...		the list becomes new ones, and Ith ones
 *	MS wait				until the machine's timer, at most to MS
 *	> ORDER...			what came of the line before: cancel0,
 *					forward0, tell0; "-" for nothing
 *	= close I now|later|closed	what would close the Ith
 *	= decided I | undecided I
 *	= up N | unanswered | settled | open | idle | timer MS | port I N
 */
#include "../lib/story.h"
#include "base/span.h"
#include "supervise/forwards.h"

enum { MOST = 16 };

static struct {
	struct forwards f;
	struct forwards_one list[2][MOST], *one;
	char orders[256];
} s;

static void
drain(int64_t now)
{
	static const char *const names[] = { "", "cancel", "forward", "tell" };
	struct forwards_order o;
	size_t n = strlen(s.orders);

	while ((o = forwards_next(&s.f, now)).what != FORWARDS_NOTHING &&
	    n < sizeof s.orders)
		n += (size_t)snprintf(s.orders + n, sizeof s.orders - n,
		    "%s%s%zu", n > 0 ? " " : "", o.what == FORWARDS_FORWARD &&
		    s.one[o.i].alias ? "alias" : names[o.what], o.i);
}

/* Something has happened. */
static const char *
happened(int64_t now)
{
	s.orders[0] = '\0';
	drain(now);
	return NULL;
}

static void
kind(struct forwards_one *o, char letter)
{
	o->remote = letter == 'R' || letter == '0';
	o->any = letter == '0';
	o->at_start = letter == 'S';
}

static const char *
forwards(int64_t now, char **word)
{
	size_t n;

	(void)now;
	s.one = s.list[0];
	memset(s.list, 0, sizeof s.list);
	for (n = 0; word[n] != NULL && n < MOST; n++)
		kind(&s.one[n], *word[n]);
	forwards_start(&s.f, s.one, n);
	return NULL;
}

static const char *
begins(int64_t now, char **word)
{
	forwards_begin(&s.f, word[0] == NULL);
	return happened(now);
}

static const char *
login(int64_t now, char **word)
{
	forwards_login(&s.f, now, word[0] == NULL);
	return happened(now);
}

static const char *
answer(int64_t now, char **word)
{
	forwards_answer(&s.f, now, strcmp(word[-1], "granted") == 0);
	return happened(now);
}

static const char *
port(int64_t now, char **word)
{
	forwards_port(&s.f, now, atoi(word[0]));
	return happened(now);
}

static const char *
look(int64_t now, char **word)
{
	forwards_look(&s.f, (size_t)atoi(word[0]), now,
	    strcmp(word[1], "up") == 0);
	return happened(now);
}

static const char *
done(int64_t now, char **word)
{
	static const char *const results[] = { "done", "denied", "clings",
	    "unknown" };

	forwards_done(&s.f, now, (enum forwards_result)STORY_FIND(results,
	    word[-1]), word[0] == NULL ? 0 : atoi(word[0]));
	return happened(now);
}

static const char *
haste(int64_t now, char **word)
{
	(void)word;
	forwards_retry_now(&s.f, now);
	return happened(now);
}

static const char *
again(int64_t now, char **word)
{
	forwards_renew(&s.f, (size_t)atoi(word[0]), now);
	return happened(now);
}

/* The words are indices, or kinds: "0" is the first, "any" is -R 0. */
static const char *
edit(int64_t now, char **word)
{
	struct forwards_one *one = s.list[s.one == s.list[0]];
	size_t from[MOST], n;

	memset(one, 0, sizeof s.list[0]);
	for (n = 0; word[n] != NULL && n < MOST; n++) {
		from[n] = *word[n] >= '0' && *word[n] <= '9' ?
		    (size_t)atoi(word[n]) : MOST;
		kind(&one[n], strcmp(word[n], "any") == 0 ? '0' : *word[n]);
	}
	forwards_edit(&s.f, one, n, from, now);
	s.one = one;
	return happened(now);
}

static const char *
lost(int64_t now, char **word)
{
	(void)word;
	forwards_lost(&s.f);
	return happened(now);
}

static const char *
waits(int64_t to, char **word)
{
	(void)word;
	s.orders[0] = '\0';
	while (s.f.timer <= to && s.f.timer != SPAN_NEVER)
		drain(s.f.timer);
	return NULL;
}

static const char *
ordered(int64_t now, char **word)
{
	char wanted[256] = "";

	(void)now;
	for (; *word != NULL; word++)
		if (strcmp(*word, "-") != 0) {
			strcat(wanted, wanted[0] == '\0' ? "" : " ");
			strcat(wanted, *word);
		}
	return strcmp(wanted, s.orders) == 0 ? NULL : "other orders";
}

static bool
closes(char **word)
{
	static const char *const names[] = { "closed", "now", "later" };

	return strcmp(names[forwards_close(&s.f, (size_t)atoi(word[0]))],
	    word[1]) == 0;
}

static bool
is(int64_t now, char **word)
{
	if (strcmp(word[0], "close") == 0)
		return closes(word + 1);
	if (strcmp(word[0], "decided") == 0)
		return forwards_decided(&s.f, (size_t)atoi(word[1]), now);
	if (strcmp(word[0], "undecided") == 0)
		return !forwards_decided(&s.f, (size_t)atoi(word[1]), now);
	if (strcmp(word[0], "up") == 0)
		return forwards_up(&s.f) == (size_t)atoi(word[1]);
	if (strcmp(word[0], "unanswered") == 0)
		return forwards_unanswered(&s.f);
	if (strcmp(word[0], "settled") == 0)
		return forwards_settled(&s.f);
	if (strcmp(word[0], "open") == 0)
		return !forwards_settled(&s.f);
	if (strcmp(word[0], "idle") == 0)
		return s.f.timer == SPAN_NEVER;
	if (strcmp(word[0], "timer") == 0)
		return s.f.timer == atoll(word[1]);
	return strcmp(word[0], "port") == 0 &&
	    s.one[atoi(word[1])].port == atoi(word[2]);
}

static const char *
holds(int64_t now, char **word)
{
	return is(now, word) ? NULL : "it is not so";
}

static void
begin(void)
{
	memset(&s, 0, sizeof s);
}

static void
show(void)
{
	printf("# orders \"%s\", timer %lld, up %zu\n", s.orders,
	    (long long)s.f.timer, forwards_up(&s.f));
}

int
main(int argc, char **argv)
{
	static const struct story_verb verbs[] = {
		{ "forwards", forwards }, { "begin", begins },
		{ "login", login }, { "granted", answer },
		{ "refused", answer }, { "port", port }, { "look", look },
		{ "done", done }, { "denied", done }, { "clings", done },
		{ "unknown", done },
		{ "haste", haste }, { "again", again }, { "edit", edit },
		{ "lost", lost },
		{ "wait", waits },
		{ ">", ordered }, { "=", holds },
	};
	static const struct story_piece piece = { STORY_VERBS(verbs), begin,
	    show };

	return story_main(&piece, argc, argv);
}
