/* SPDX-License-Identifier: ISC */
/* The order in which the addresses of a name are tried. */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "../lib/tap.h"
#include "base/span.h"
#include "transport/eyeballs.h"

static void
test_eyeballs(void)
{
	static const struct {
		const char *in, *out; /* a family a letter; indices */
	} row[] = {
		{ "", "" }, { "6", "0" }, { "64", "01" }, { "46", "01" },
		{ "6644", "0213" }, { "66644", "03142" }, { "4666", "0123" },
		{ "6444", "0123" }, { "444", "012" }, { "464646", "012345" },
	};
	size_t i, k, n, order[8];
	int family[8];
	char got[9];

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		n = strlen(row[i].in);
		for (k = 0; k < n; k++)
			family[k] = row[i].in[k];
		eyeballs_order(family, n, order);
		for (k = 0; k < n; k++)
			got[k] = (char)('0' + order[k]);
		got[n] = '\0';
		ok(strcmp(got, row[i].out) == 0,
		    "the addresses of a name are tried in this order of "
		    "families", row[i].in);
	}
}

/* When a round is due: letters begin one or change the network. */
static void
test_redial(void)
{
	static const struct {
		const char *name, *done; int64_t at[6], due[6];
	} row[] = {
		{ "nobody answers", "dddddd", { 0, 2000, 5000, 10000, 20000,
		    30000 }, { 2000, 5000, 10000, 20000, 30000, 40000 } },
		{ "a question has no second", "ad", { 0, 6000 },
		    { SPAN_NEVER, 8000 } },
		{ "no network: a change counts at once", "i!!",
		    { 0, 700, 750 }, { 2000, 800, 800 } },
		{ "an attempt has its second", "d!", { 0, 200 },
		    { 2000, 1000 } },
		{ "but no more", "dd!", { 0, 2000, 3500 },
		    { 2000, 5000, 3600 } },
		{ "a change begins with 2 s again", "dddd!d",
		    { 0, 2000, 5000, 10000, 12000, 12100 },
		    { 2000, 5000, 10000, 20000, 12100, 14100 } },
		{ "changes all the time", "d!d!d!", { 0, 1, 1000, 1001, 3000,
		    3001 }, { 2000, 1000, 3000, 3000, 5000, 5000 } },
		{ "a question begun offline", "b!", { 0, 50 },
		    { SPAN_NEVER, 150 } },
		{ "a question begun online", "a!", { 0, 50 },
		    { SPAN_NEVER, 5000 } },
	};
	static const enum redial_doing doing[] = { ['i'] = REDIAL_IDLE,
	    ['a'] = REDIAL_ASKING, ['b'] = REDIAL_ASKING_BLIND,
	    ['d'] = REDIAL_DIALLING };
	struct redial r;
	size_t i, k;
	bool good;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		r = (struct redial){ .n = 0 };
		good = true;
		for (k = 0; row[i].done[k] != '\0'; k++) {
			if (row[i].done[k] == '!')
				redial_changed(&r, row[i].at[k]);
			else
				redial_begin(&r, doing[(size_t)
				    row[i].done[k]], row[i].at[k]);
			good = good && r.due == row[i].due[k];
			if (r.due != row[i].due[k])
				printf("# %zu: due at %lld\n", k,
				    (long long)r.due);
		}
		ok(good, "the next round of attempts is due when it should be",
		    row[i].name);
	}
}

/* Whether another attempt helps, and what the failure is called. */
static void
test_failures(void)
{
	ok(redial_may_answer(ENETUNREACH) && redial_may_answer(EACCES) &&
	    redial_may_answer(ETIMEDOUT) && !redial_may_answer(ECONNREFUSED),
	    "a network may help against an unreachable route, but not against "
	    "a refusal", NULL);
	ok(redial_may_resolve(EAI_AGAIN, true) &&
	    redial_may_resolve(EAI_SYSTEM, true) &&
	    !redial_may_resolve(EAI_NONAME, true),
	    "a name that does not exist is not resolved again", NULL);
	ok(redial_may_resolve(EAI_NONAME, false) &&
	    !redial_may_resolve(EAI_SERVICE, false),
	    "without a network each name may exist, but no unknown service",
	    NULL);
	ok(redial_cause(ECONNREFUSED) == CAUSE_REFUSED &&
	    redial_cause(EHOSTUNREACH) == CAUSE_UNANSWERED &&
	    redial_cause_name(EAI_NONAME) == CAUSE_DNS_NONE &&
	    redial_cause_name(EAI_FAIL) == CAUSE_DNS_TEMPORARY &&
	    redial_cause_name(EAI_SERVICE) == CAUSE_OTHER,
	    "each failure has its cause", NULL);
}

static void
test_next(void)
{
	struct redial r = { .doing = REDIAL_DIALLING, .n = 3 },
	    many = { .doing = REDIAL_DIALLING, .n = 4 },
	    idle = { .doing = REDIAL_IDLE };

	ok(redial_next(&r, true, false) == REDIAL_DIAL &&
	    redial_next(&r, false, true) == REDIAL_DIAL,
	    "if no address answers, all are dialled again", NULL);
	ok(redial_next(&r, true, true) == REDIAL_FAIL,
	    "with -W, a refusal is final if the other addresses are silent",
	    NULL);
	ok(redial_next(&many, true, false) == REDIAL_RESOLVE &&
	    redial_next(&many, false, false) == REDIAL_DIAL,
	    "with -W, the name is resolved again after four rounds", NULL);
	ok(redial_next(&idle, true, true) == REDIAL_RESOLVE,
	    "after a pause without a network, the name is resolved again",
	    NULL);
}

int
main(void)
{
	test_eyeballs();
	test_redial();
	test_failures();
	test_next();
	return tap_end();
}
