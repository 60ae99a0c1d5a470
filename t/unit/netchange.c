/* SPDX-License-Identifier: ISC */
/*
 * place FILE...: replays stories of the network around a connection through
 * the real place machine; story.h has the rest of their language.
 *
 *	start SECONDS [waits [nowhere]]	timeout; it begins well, or with no
 *				route to be seen
 *	MS net WORD...		what is there now: here or away, carrier or
 *				dark, same or other or nowhere
 *	MS slept
 *	MS until MS2 SIGN [RTT]	looks as the machine's timer asks, until MS2;
 *				SIGN: "-" nothing came since MS; MS3 the peer
 *				answers all from then on; "+" nothing, and busy,
 *				a retransmit a second; "0" busy, none leaves;
 *				"~" busy, one in all
 *	MS stopped			ssh is stopped: it excuses the last order
 *	= nothing | hold | probe | calm | dead WHY MS
 *				the last order that was not nothing, since the
 *				last such line; and when
 */
#include "../lib/story.h"
#include "base/span.h"
#include "transport/netchange.h"

static const char *const orders[] = {
	[NETCHANGE_NOTHING] = "nothing", [NETCHANGE_HOLD] = "hold",
	[NETCHANGE_PROBE] = "probe", [NETCHANGE_CALM] = "calm",
	[NETCHANGE_DEAD] = "dead",
};
static const char *const whys[] = {
	[CAUSE_UNKNOWN] = "well", [CAUSE_ADDRESS_GONE] = "gone",
	    [CAUSE_RESUMED] = "slept",
	[CAUSE_ROUTE_MOVED] = "moved", [CAUSE_PATH_RETURNED] = "returned",
};

static struct {
	struct netchange place;
	enum netchange_order order;
	int64_t at;
} s;

static void
ordered(int64_t now, enum netchange_order o)
{
	if (o == NETCHANGE_NOTHING || s.order == NETCHANGE_DEAD)
		return;
	s.order = o;
	s.at = now;
}

static const char *
start(int64_t now, char **word)
{
	struct netchange_sample at_first = { true, true, NETCHANGE_SAME };

	(void)now;
	if (word[1] != NULL && word[2] != NULL)
		at_first.chosen = NETCHANGE_NOWHERE;
	netchange_start(&s.place, atoll(word[0]) * 1000, word[1] != NULL,
	    &at_first);
	return NULL;
}

static const char *
net(int64_t now, char **word)
{
	struct netchange_sample p = { .chosen = NETCHANGE_NOWHERE };

	for (; *word != NULL; word++) {
		if (strcmp(*word, "here") == 0)
			p.present = true;
		else if (strcmp(*word, "carrier") == 0)
			p.carrier = true;
		else if (strcmp(*word, "same") == 0)
			p.chosen = NETCHANGE_SAME;
		else if (strcmp(*word, "other") == 0)
			p.chosen = NETCHANGE_OTHER;
	}
	ordered(now, netchange_changed(&s.place, now, &p));
	return NULL;
}

static const char *
slept(int64_t now, char **word)
{
	(void)word;
	ordered(now, netchange_slept(&s.place, now, 3600000));
	return NULL;
}

static const char *
until(int64_t from, char **word)
{
	int64_t to = atoll(word[0]), now, answers = SPAN_NEVER;
	struct netchange_signs g = { .rtt = word[2] != NULL ? atoi(word[2]) :
	    0 };

	if (word[1][0] >= '1' && word[1][0] <= '9')
		answers = atoll(word[1]);
	g.busy = strchr("+0~", word[1][0]) != NULL;
	while (s.order != NETCHANGE_DEAD && s.place.timer <= to) {
		now = s.place.timer > from ? s.place.timer : from;
		g.received_ago = now >= answers ? 0 : now - from + 1;
		g.unanswered = word[1][0] == '~' ? 1 :
		    (int)((now - from) / 1000);
		g.resent = word[1][0] == '+' ? g.unanswered : 0;
		ordered(now, netchange_look(&s.place, now, &g));
	}
	return NULL;
}

static const char *
stopped(int64_t now, char **word)
{
	(void)word;
	if (!netchange_excused(&s.place, now, true))
		return "it is not excused";
	s.order = NETCHANGE_NOTHING;
	return NULL;
}

static const char *
holds(int64_t now, char **word)
{
	enum netchange_order o = s.order;

	(void)now;
	s.order = NETCHANGE_NOTHING;
	if (word[0] == NULL || strcmp(word[0], orders[o]) != 0)
		return orders[o];
	if (word[1] != NULL && strcmp(word[1], whys[s.place.why]) != 0)
		return whys[s.place.why];
	return word[1] != NULL && word[2] != NULL &&
	    atoll(word[2]) != s.at ? "at another time" : NULL;
}

static void
test_verdict(void)
{
	static const struct {
		struct netchange place; const char *chosen, *text;
	} row[] = {
		{ { .why = CAUSE_ADDRESS_GONE, .gone_since = 1000 }, NULL,
		    "address gone: no interface has had mine for 3s" },
		{ { .why = CAUSE_ADDRESS_GONE, .gone_since = 1000 }, "other",
		    "address gone: no interface has mine, the route to the "
		    "server is from other now" },
		{ { .why = CAUSE_ROUTE_MOVED, .since = 1000, .unanswered = 7 },
		    "other", "route moved: the route to the server is from "
		    "other now, not mine; 7 probes unanswered for 3s" },
		{ { .why = CAUSE_RESUMED, .since = 1000, .unanswered = 4,
		    .busy = true, .asleep = 7200000 }, "mine", "resumed after "
		    "2h00m asleep: 4 retransmits unanswered for 3s" },
		{ { .why = CAUSE_PATH_RETURNED, .since = 1000, .unanswered = 9 },
		    "mine", "the network is back: 9 probes unanswered for 3s" },
	};
	struct verdict v;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		netchange_verdict(&row[i].place, 4000, "mine", row[i].chosen,
		    &v);
		ok(strcmp(v.text, row[i].text) == 0 && v.silence == 3000 &&
		    v.cause == row[i].place.why,
		    "a verdict after a change of the network has its evidence",
		    v.text);
	}
}

/* The machine slept; the last look found retransmits, or probes. */
static void
test_evidence(void)
{
	const struct netchange_sample well = { true, true, NETCHANGE_SAME };
	const struct netchange_signs busy = { .busy = true, .received_ago = 300,
		.unanswered = 5 }, idle = { .received_ago = 300 };
	struct netchange p;

	netchange_start(&p, 30000, true, &well);
	(void)netchange_slept(&p, 1000, 7200000);
	ok(p.asleep == 7200000, "the duration of the sleep is kept", NULL);
	(void)netchange_look(&p, 1250, &busy);
	ok(p.busy && p.unanswered == 5,
	    "with bytes out the evidence is the retransmits", NULL);
	(void)netchange_look(&p, 1500, &idle);
	ok(!p.busy && p.unanswered == 2,
	    "without bytes out the evidence is the probes", NULL);
}

static void
begin(void)
{
	memset(&s, 0, sizeof s);
}

static void
show(void)
{
	printf("# at %lld, timer %lld\n", (long long)s.at,
	    (long long)s.place.timer);
}

int
main(int argc, char **argv)
{
	static const struct story_verb verbs[] = {
		{ "start", start }, { "net", net }, { "slept", slept },
		{ "until", until }, { "stopped", stopped }, { "=", holds },
	};
	static const struct story_piece piece = { STORY_VERBS(verbs), begin,
	    show };

	test_verdict();
	test_evidence();
	return story_main(&piece, argc, argv);
}
