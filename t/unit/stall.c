/* SPDX-License-Identifier: ISC */
/*
 * stall FILE...: replays stories of a connection through the real stall
 * machine, with the file's clock; story.h has the rest of their language.
 *
 *	timeout SECONDS [uncapped]
 *	MS sent				bytes were written
 *	MS found UNANSWERED		they were, and it is seen only now
 *	MS look [HEARD UNANSWERED [RESENT RTT]]	a look; without numbers nothing
 *					is out; RESENT is UNANSWERED if not said
 *	MS every STEP MS2 [HEARD UNANSWERED]	looks as the machine's timer
 *					asks, STEP ms late, until MS2; HEARD
 *					"-" grows since MS; UNANSWERED "+"
 *					grows by one a second
 *	MS forgive			what happened before is not known
 *	MS stopped | continued		ssh
 *	= alive | dead | asleep		what must be true now
 *	= says WORD...			how the verdict begins
 */
#include <errno.h>

#include "../lib/story.h"
#include "base/span.h"
#include "transport/stall.h"

static struct {
	struct stall stall;
	struct verdict verdict;
	bool stopped;
	bool dead;
	int64_t died;
} s;

static void
look_with(int64_t now, const struct stall_sample *sample)
{
	if (stall_look(&s.stall, now, sample, &s.verdict) &&
	    !stall_excused(&s.stall, now, s.stopped) && !s.dead) {
		s.dead = true;
		s.died = now;
	}
}

static const char *
timeout(int64_t now, char **word)
{
	(void)now;
	stall_start(&s.stall, atoll(word[0]) * 1000, word[1] == NULL);
	return NULL;
}

static const char *
sent(int64_t now, char **word)
{
	(void)word;
	stall_sent(&s.stall, now);
	return NULL;
}

static const char *
found(int64_t now, char **word)
{
	stall_found(&s.stall, now, atoi(word[0]), 1000);
	return NULL;
}

static const char *
forgive(int64_t now, char **word)
{
	(void)word;
	stall_forgive(&s.stall, now);
	return NULL;
}

static const char *
stopped(int64_t now, char **word)
{
	(void)now;
	s.stopped = strcmp(word[-1], "stopped") == 0;
	return NULL;
}

static const char *
says(char **word)
{
	const char *at = s.verdict.text;

	for (; *word != NULL; word++, at += *at == ' ')
		if (strncmp(at, *word, strlen(*word)) != 0)
			return s.verdict.text;
		else
			at += strlen(*word);
	return NULL;
}

static const char *
look(int64_t now, char **word)
{
	struct stall_sample sample = { .pending = word[0] != NULL };

	if (word[0] != NULL) {
		sample.received_ago = atoll(word[0]);
		sample.unanswered = atoi(word[1]);
		sample.resent = word[2] != NULL ? atoi(word[2]) :
		    sample.unanswered;
		if (word[2] != NULL && word[3] != NULL)
			sample.rtt = atoi(word[3]);
	}
	look_with(now, &sample);
	return NULL;
}

static const char *
every(int64_t from, char **word)
{
	int64_t late = atoll(word[0]), to = atoll(word[1]), now;
	struct stall_sample sample = { .pending = word[2] != NULL };

	while (!s.dead && s.stall.timer != SPAN_NEVER &&
	    (now = s.stall.timer + late) <= to) {
		if (sample.pending > 0) {
			sample.received_ago = word[2][0] == '-' ? now - from :
			    atoll(word[2]);
			sample.unanswered = word[3][0] == '+' ?
			    (int)((now - from) / 1000) : atoi(word[3]);
			sample.resent = sample.unanswered;
		}
		look_with(now, &sample);
	}
	return NULL;
}

static const char *
holds(int64_t now, char **word)
{
	(void)now;
	if (strcmp(word[0], "says") == 0)
		return says(word + 1);
	if (strcmp(word[0], "dead") == 0) {
		if (!s.dead)
			return "it lives";
		return word[1] != NULL && s.died != atoll(word[1]) ?
		    "it died at another time" : NULL;
	}
	if (s.dead)
		return "it died";
	if (strcmp(word[0], "asleep") == 0)
		return s.stall.timer == SPAN_NEVER ? NULL :
		    "it wants to be woken";
	return strcmp(word[0], "alive") == 0 ? NULL : "that means nothing";
}

static void
test_keepalive(void)
{
	static const struct {
		int64_t timeout; int idle, interval, count;
	} row[] = {
		{ 1000, 1, 1, 5 }, { 3000, 3, 1, 7 }, { 10000, 10, 1, 14 },
		{ 30000, 15, 2, 17 }, { 60000, 15, 4, 16 },
		{ 600000, 15, 40, 15 }, { 2147483647000, 15, 2184, 15 },
	};
	struct stall_keepalive k;
	char name[32];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		k = stall_keepalive(row[i].timeout);
		snprintf(name, sizeof name, "%lld ms",
		    (long long)row[i].timeout);
		ok(k.idle == row[i].idle && k.interval == row[i].interval &&
		    k.count == row[i].count, "the keepalives fit the timeout",
		    name);
	}
}

static void
test_rto_cap(void)
{
	static const struct {
		int64_t timeout, rtt; int cap; const char *name;
	} row[] = {
		{ 10000, 0, 1000, "a tenth of the timeout" },
		{ 3000, 0, 1000, "never below a second" },
		{ 30000, 0, 3000, "30 s" },
		{ 60000, 100, 6000, "60 s" },
		{ 10000, 3000, 3000, "a slow round trip" },
		{ 3600000, 0, 120000, "never above the kernel's" },
		{ 10000, 1LL << 40, 120000, "a mad round trip" },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(stall_rto_cap(row[i].timeout, row[i].rtt) == row[i].cap,
		    "the cap of the retransmit timeout fits the timeout and the round "
		    "trip", row[i].name);
}

/* The kernel ended the connection. */
static void
test_failed(void)
{
	const struct stall_keepalive k = { 10, 1, 14 };
	struct verdict v = { 0 };
	struct stall t;

	stall_start(&t, 10000, true);
	ok(!stall_failed(&t, 5000, ECONNRESET, "", &k, &v) &&
	    v.cause == CAUSE_UNKNOWN, "a reset is no dead path", NULL);
	ok(stall_failed(&t, 30000, ETIMEDOUT, "late", &k, &v) &&
	    v.cause == CAUSE_PATH_IDLE && v.silence == 24000 &&
	    strcmp(v.text, "path dead, idle: 14 keepalives unanswered") == 0,
	    "an idle connection that times out had unanswered keepalives",
	    v.text);
	stall_sent(&t, 30000);
	ok(stall_failed(&t, 40000, EHOSTUNREACH, "No route to host", &k, &v) &&
	    v.cause == CAUSE_PATH_GIVEN_UP && v.silence == 10000 &&
	    strcmp(v.text, "path dead, busy: the kernel gave up (No route to "
	    "host), no ack for 10s") == 0,
	    "a busy connection that times out was given up by the kernel",
	    v.text);
	ok(stall_reset(&k, 22999) && !stall_reset(&k, 23000),
	    "a connection that ends less than all keepalives after a segment "
	    "was reset", NULL);
}

static void
test_socket_timers(void)
{
	struct stall_keepalive k = stall_keepalive_first(30000, false);

	ok(k.idle == 1 && k.interval == 1 && k.count == 5,
	    "the kernel probes every second before the server speaks SSH",
	    NULL);
	k = stall_keepalive_first(30000, true);
	ok(k.idle == 15 && k.count == 17,
	    "through a proxy the kernel probes as after the banner", NULL);
	ok(stall_rto_cap_next(0, 30000, 0) == 3000,
	    "the first cap is set", NULL);
	ok(stall_rto_cap_next(3000, 30000, 3750) == 3000 &&
	    stall_rto_cap_next(3000, 30000, 3751) == 3751,
	    "a cap changes only by more than a quarter", NULL);
	ok(stall_rto_cap_urgent(200) == 1000 &&
	    stall_rto_cap_urgent(2000) == 2000,
	    "while probing, the cap is a round trip", NULL);
	ok(stall_rto_cap_eased(10000) == 10000,
	    "without looks, the cap is ten times the usual one", NULL);
}

static void
begin(void)
{
	memset(&s, 0, sizeof s);
}

static void
show(void)
{
	printf("# died at %lld, timer %lld\n", (long long)s.died,
	    (long long)s.stall.timer);
}

int
main(int argc, char **argv)
{
	static const struct story_verb verbs[] = {
		{ "timeout", timeout }, { "sent", sent }, { "look", look },
		{ "found", found }, { "every", every },
		{ "forgive", forgive }, { "stopped", stopped },
		{ "continued", stopped }, { "=", holds },
	};
	static const struct story_piece piece = { STORY_VERBS(verbs), begin,
	    show };

	test_keepalive();
	test_rto_cap();
	test_failed();
	test_socket_timers();
	return story_main(&piece, argc, argv);
}
