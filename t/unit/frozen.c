/* SPDX-License-Identifier: ISC */
/* A server whose kernel answers, but not its sshd. */
#include <string.h>

#include "../lib/tap.h"
#include "base/span.h"
#include "transport/frozen.h"

static struct verdict verdict; /* of the last frozen server */

/* Looks whenever it is due, until end; true if it is frozen. */
static bool
frozen_until(struct frozen *f, int64_t *now, int64_t end, int64_t pending,
    uint32_t segments)
{
	while (f->timer < end)
		if (frozen_look(f, *now = f->timer, pending, segments,
		    &verdict))
			return true;
	*now = end;
	return false;
}

/* Twenty seconds of requests; true if it is frozen. */
static bool
frozen_requests(struct frozen *f, int64_t *now, bool answered,
    int64_t pending)
{
	int i;

	for (i = 0; i < 100; i++) {
		if (frozen_until(f, now, *now + 200, pending, 0))
			return true;
		frozen_up(f, *now, answered ? 400 : 100);
		if (answered)
			frozen_down(f, *now, 300);
	}
	return false;
}

/*
 * A connection of an ssh that asks every 10 s under chacha20: "a" an answered
 * question, "q" an unanswered question, each 10 s after the previous one; "k" a
 * typed byte with its echo, "u" one without, each a second later; "p" a question
 * that waits behind bulk; "o" a segment out of order; "b" 30 kB; "R" requests
 * that are answered, "r" such that are not; "Y" the connection is made only
 * now; "L" it is known to have logged in; a digit as many seconds.  With ">"
 * first it is not known what is unacknowledged.  True if it was frozen.
 */
static bool
frozen(const char *said, int64_t interval, int64_t *when)
{
	struct frozen f;
	int64_t now = 1000000, pending = 0;
	uint32_t segments = 0;
	bool dead = false;

	frozen_start(&f, 10000, interval, *said == '>', now);
	f.began = 0;
	for (said += *said == '>'; *said != '\0' && !dead; said++) {
		dead = frozen_until(&f, &now, now +
		    (*said >= '0' && *said <= '9' ? (*said - '0') * 1000 :
		    strchr("aqp", *said) != NULL ? 10000 : 1000), pending,
		    segments);
		if (dead)
			break;
		pending = *said == 'p' ? 1000 : pending;
		segments += *said == 'o';
		if (strchr("aqp", *said) != NULL)
			frozen_up(&f, now, 52);
		if (strchr("ku", *said) != NULL)
			frozen_up(&f, now, 36);
		if (*said == 'Y')
			f.began = now;
		if (*said == 'L')
			frozen_login(&f);
		if (*said == 'b')
			frozen_up(&f, now, 30000);
		if (*said == 'a')
			frozen_down(&f, now + 100, 28);
		if (*said == 'k')
			frozen_down(&f, now + 100, 36);
		if (strchr("Rr", *said) != NULL)
			dead = frozen_requests(&f, &now, *said == 'R',
			    pending);
	}
	*when = now - f.received_at;
	return dead;
}

static void
test_frozen(void)
{
	static const struct {
		const char *said; int interval; bool frozen; int when;
		const char *name;
	} row[] = {
		{ "aaaqq9", 0, true, 23900, "learned: 2.4 intervals" },
		{ "aaaa", 0, false, 0, "answered" },
		{ "aqq9", 0, false, 0, "one answer is not enough to learn" },
		{ "qqqqqqqq", 0, false, 0, "a stream that nobody answers" },
		{ "aaaq9", 0, false, 0, "one question unanswered" },
		{ "kkkkuuuuuuuuuuuuuuuuuuuuuuuuuuuu", 0, false, 0,
		    "typing into what hangs" },
		{ "aaauuuuuuuuuuuuuuuuuuuuuuuuuuuu", 0, false, 0,
		    "typing, though it was learned" },
		{ "aaappp9", 0, false, 0, "behind bulk" },
		{ "aaaqoqoqoqo9", 0, false, 0, "what comes is out of order" },
		{ "aaaqoqqq9", 0, true, 24000, "until no more comes" },
		{ "qq9", 10000, true, 24000, "told" },
		{ "uuuuuuuuuuuuuuuuuuuuuuuuuuu9", 10000, true, 24000,
		    "told, and typed meanwhile" },
		{ "pp9", 10000, false, 0, "told, behind bulk" },
		{ "q9", 10000, false, 0, "told, asked once" },
		{ "999999", 10000, false, 0, "told, never asked" },
		{ "kqk9", 10000, false, 0, "told, and answered" },
		{ ">RRRRRRRRrr", 10000, true, 24000,
		    "far: behind requests that were answered" },
		{ ">bRRRRRRrr", 10000, true, 24000,
		    "far: and bulk long ago" },
		{ ">RRRbRrr", 10000, false, 0, "far: but not behind bulk" },
		{ ">kqq9", 10000, true, 24000, "far: told" },
		{ ">uuuuuuuuuuuuuuuuuuuuuuuuuuuuu9", 10000, true, 24000,
		    "far: told, and typed meanwhile" },
		{ ">kbqqq", 10000, false, 0, "far: behind bulk" },
		{ ">kbqqqq9", 10000, true, 44900, "far: behind no more" },
		{ ">kbbbbbbbbbbqqqqqqqqqqq", 10000, false, 0,
		    "far: behind much bulk" },
		{ ">kbbbbbbbbbbaaqq9", 10000, true, 23900,
		    "far: an answer shows that it has passed" },
		{ "Yqqqq9", 10000, false, 0, "young: it has never answered" },
		{ "YkLqqqq9", 10000, false, 0,
		    "young: what it said before the login shows nothing" },
		{ "YLqqqq9", 10000, false, 0, "young: silent since the login" },
		{ "YLkqq9", 10000, true, 24000,
		    "young: it has answered since the login" },
		{ ">YLkqq9", 10000, true, 24000, "young and far: likewise" },
		{ ">YLkqqb9", 10000, true, 24000,
		    "far: what was sent later does not delay the answer" },
	};
	int64_t when;
	size_t i;
	bool dead;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		dead = frozen(row[i].said, row[i].interval, &when);
		ok(dead == row[i].frozen && (!dead || (when >= row[i].when &&
		    when <= row[i].when + 1000)),
		    "a frozen server is told from a silent one", row[i].name);
		if (dead)
			printf("# after %d ms\n", (int)when);
	}
}

static void
test_verdict(void)
{
	int64_t when;

	ok(frozen("qq9", 10000, &when) && verdict.cause == CAUSE_PEER_FROZEN &&
	    verdict.silence == 24000 && strcmp(verdict.text, "peer frozen: "
	    "its kernel acknowledges, 2 keepalives of ssh unanswered, nothing "
	    "received for 24s") == 0,
	    "the verdict tells that the server's kernel acknowledges",
	    verdict.text);
	ok(frozen(">kqq9", 10000, &when) && strncmp(verdict.text, "path dead "
	    "or peer frozen (behind a proxy or a command): 2 ", 56) == 0,
	    "behind a proxy the verdict does not tell path from server",
	    verdict.text);
}

/* Two questions of a told interval have no answer, then ssh is looked at. */
static void
test_excused(void)
{
	struct frozen f;
	int64_t now = 1000000;

	frozen_start(&f, 10000, 10000, false, now);
	f.began = 0;
	frozen_up(&f, now += 10000, 52);
	(void)frozen_until(&f, &now, now + 10000, 0, 0);
	frozen_up(&f, now, 52);
	ok(frozen_until(&f, &now, now + 10000, 0, 0) &&
	    !frozen_excused(&f, now, false, false) && f.timer != SPAN_NEVER,
	    "a server that leaves two questions unanswered has no excuse",
	    NULL);
	ok(frozen_excused(&f, now, true, false) && f.timer == SPAN_NEVER &&
	    f.unanswered == 0, "with a stopped ssh the silence begins again", NULL);
	ok(frozen_excused(&f, now, false, true),
	    "while earlier data is missing the silence begins again", NULL);
}

int
main(void)
{
	test_frozen();
	test_verdict();
	test_excused();
	return tap_end();
}
