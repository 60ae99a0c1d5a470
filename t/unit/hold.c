/* SPDX-License-Identifier: ISC */
/*
 * hold FILE...: replays stories of held clients through the real machine;
 * story.h has the rest of their language.
 *
 *	hold SPAN FORWARDS [HELD CONNECTED]	longest wait, ms; limits
 *	MS client F			a client of forward F connects
 *	MS clients N F			N of them
 *	MS up F | down F		ssh listens for forward F, or not
 *	MS left I | ends I		client I is gone; they count from 0
 *	MS busy				from now on ssh has no room
 *	MS room				ssh has room again
 *	MS lost				ssh is lost
 *	MS removed F			forward F is gone
 *	MS span SPAN			another longest wait
 *	MS wait				until the timer, at most to MS
 *	> ORDER...			what came of the line before: pass0,
 *					busy0, reset0; "-" for nothing
 *	= held F N | connected F N | passed N | timer MS | idle | full
 *	= expired F N | left F N | lost F N | clients F N
 */
#include "../lib/story.h"
#include "base/span.h"
#include "supervise/hold.h"

enum { MOST = 256, FORWARDS = 4 };

static struct {
	struct hold h;
	struct hold_client client[MOST];
	struct hold_forward forward[FORWARDS];
	bool busy;
	int passed;
	char orders[256];
} s;

static void
add(const char *what, uint32_t i)
{
	size_t n = strlen(s.orders);

	snprintf(s.orders + n, sizeof s.orders - n, "%s%s%u", n > 0 ? " " : "",
	    what, (unsigned)i);
}

/* Something has happened. */
static const char *
happened(int64_t now)
{
	struct hold_order o;

	s.orders[0] = '\0';
	while ((o = hold_next(&s.h, now)).what != HOLD_NOTHING) {
		add(o.what == HOLD_RESET ? "reset" : s.busy ? "busy" : "pass",
		    o.i);
		if (o.what == HOLD_RESET)
			continue;
		if (s.busy)
			hold_busy(&s.h, o.i, now);
		else
			hold_passed(&s.h, o.i, now);
		s.passed += !s.busy;
	}
	return NULL;
}

static const char *
hold(int64_t now, char **word)
{
	struct hold_limits l = { MOST / 2, MOST / 2 };

	(void)now;
	if (word[0] == NULL || word[1] == NULL)
		return "how long, and how many forwards";
	if (word[2] != NULL && word[3] != NULL)
		l = (struct hold_limits){ atoi(word[2]), atoi(word[3]) };
	hold_start(&s.h, s.client, s.forward, (size_t)atoi(word[1]), l,
	    atoi(word[0]));
	return NULL;
}

static const char *
client(int64_t now, char **word)
{
	(void)hold_accepted(&s.h, (size_t)atoi(word[0]), now);
	return happened(now);
}

static const char *
clients(int64_t now, char **word)
{
	int n = atoi(word[0]);

	while (n-- > 0)
		(void)hold_accepted(&s.h, (size_t)atoi(word[1]), now);
	return happened(now);
}

static const char *
up(int64_t now, char **word)
{
	hold_up(&s.h, (size_t)atoi(word[0]), word[-1][0] == 'u');
	return happened(now);
}

static const char *
left(int64_t now, char **word)
{
	hold_ended(&s.h, (uint32_t)atoi(word[0]));
	return happened(now);
}

static const char *
busy(int64_t now, char **word)
{
	s.busy = word[-1][0] == 'b';
	return happened(now);
}

static const char *
lost(int64_t now, char **word)
{
	(void)word;
	hold_lost(&s.h);
	return happened(now);
}

static const char *
removed(int64_t now, char **word)
{
	hold_removed(&s.h, (size_t)atoi(word[0]));
	return happened(now);
}

static const char *
span(int64_t now, char **word)
{
	hold_span(&s.h, atoi(word[0]));
	return happened(now);
}

static const char *
wait_(int64_t now, char **word)
{
	(void)word;
	if (s.h.timer > now)
		return "no timer so early";
	story_now = s.h.timer;
	return happened(s.h.timer);
}

static const char *
came(int64_t now, char **word)
{
	char text[256] = "";
	size_t n = 0;

	(void)now;
	for (; *word != NULL && strcmp(*word, "-") != 0; word++)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s%s",
		    n > 0 ? " " : "", *word);
	return strcmp(text, s.orders) == 0 ? NULL : "something else came";
}

static const char *
is(int64_t now, char **word)
{
	const struct hold_forward *f = word[1] == NULL || word[2] == NULL ?
	    NULL : &s.forward[atoi(word[1])];
	const int64_t got[] = { s.passed, s.h.timer, f == NULL ? 0 :
	    strcmp(word[0], "held") == 0 ? f->held :
	    strcmp(word[0], "connected") == 0 ? f->connected :
	    strcmp(word[0], "expired") == 0 ? f->expired :
	    strcmp(word[0], "left") == 0 ? f->left :
	    strcmp(word[0], "lost") == 0 ? f->lost : f->clients };

	(void)now;
	if (strcmp(word[0], "idle") == 0)
		return s.h.timer == SPAN_NEVER ? NULL : "a timer is set";
	if (strcmp(word[0], "full") == 0)
		return hold_room(&s.h) ? "there is room" : NULL;
	if (word[1] == NULL)
		return "what is it";
	if (f == NULL)
		return got[strcmp(word[0], "timer") == 0] == atoi(word[1]) ?
		    NULL : "it is another number";
	return got[2] == atoi(word[2]) ? NULL : "it is another number";
}

static void
begin(void)
{
	memset(&s, 0, sizeof s);
}

static void
show(void)
{
	printf("# orders: %s; passed %d, timer %lld\n", s.orders, s.passed,
	    (long long)s.h.timer);
}

int
main(int argc, char **argv)
{
	static const struct story_verb verbs[] = {
		{ "hold", hold }, { "client", client },
		{ "clients", clients }, { "up", up }, { "down", up },
		{ "left", left }, { "ends", left }, { "busy", busy },
		{ "room", busy }, { "lost", lost }, { "wait", wait_ },
		{ "removed", removed }, { "span", span },
		{ ">", came }, { "=", is },
	};
	static const struct story_piece piece = { STORY_VERBS(verbs), begin,
	    show };
	struct hold_limits many = hold_limits(HOLD_DESCRIPTORS, 1024);
	struct hold_limits few = hold_limits(1024, 1024);
	struct hold_limits ssh = hold_limits(HOLD_DESCRIPTORS, 256);

	ok(many.held == HOLD_MOST_HELD &&
	    many.connected == HOLD_MOST_CONNECTED,
	    "enough descriptors allow the greatest numbers of clients", NULL);
	ok(ssh.connected < 256 && ssh.connected >= 200,
	    "the connected clients have descriptors in ssh, too", NULL);
	ok(few.held + 2 * few.connected <= 1024 - HOLD_SPARE &&
	    few.connected >= 200 && few.held >= 400,
	    "the clients of 1024 descriptors leave some for sshp", NULL);
	ok(hold_limits(10, 10).held >= 1 && hold_limits(10, 10).connected >= 1,
	    "one client is served even with few descriptors", NULL);
	return story_main(&piece, argc, argv);
}
