/* SPDX-License-Identifier: ISC */
/*
 * hooks: when the user's own commands are run, by tables: each row is what
 * happens at a time (ms), and what must come of it.  TAP.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/span.h"
#include "supervise/check.h"
#include "supervise/notify_policy.h"
#include "supervise/sshlog_login.h"

static int tests, bad;

static void
ok(bool good, const char *name)
{
	bad += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", ++tests, name);
}

/* --- check.c --- */

struct check_row {
	int64_t now;
	char what;	/* (u)p, (d)own, (t)imer, ended (w)ell, (b)adly */
	unsigned orders;
	int64_t timer;
};

static void
check_rows(const char *name, int64_t interval, const struct check_row *row,
    size_t n)
{
	struct check c;
	unsigned orders;
	bool good = true;
	size_t i;

	check_start(&c, interval);
	for (i = 0; i < n && good; i++) {
		orders = row[i].what == 'w' || row[i].what == 'b' ?
		    check_ended(&c, row[i].what == 'w') :
		    check_look(&c, row[i].now, row[i].what == 'u' ||
		    (row[i].what == 't' && c.up));
		good = orders == row[i].orders && c.timer == row[i].timer;
		if (!good)
			printf("# row %zu: orders %x, timer %lld\n", i, orders,
			    (long long)c.timer);
	}
	ok(good, name);
}

#define ROWS(name, interval, ...) \
	check_rows(name, interval, (const struct check_row []){ __VA_ARGS__ }, \
	    sizeof (const struct check_row []){ __VA_ARGS__ } / \
	    sizeof (struct check_row))

static void
test_check(void)
{
	ROWS("no check, nothing to do", 0,
	    { 0, 'u', 0, SPAN_NEVER }, { 90000, 't', 0, SPAN_NEVER });
	ROWS("the first check comes an interval after it is up", 100,
	    { 0, 't', 0, SPAN_NEVER }, { 50, 'u', 0, 150 },
	    { 149, 't', 0, 150 }, { 150, 't', CHECK_RUN, 250 });
	ROWS("three failures in a row are a dead tunnel", 100,
	    { 0, 'u', 0, 100 }, { 100, 't', CHECK_RUN, 200 },
	    { 0, 'b', 0, 200 }, { 200, 't', CHECK_RUN, 300 },
	    { 0, 'b', 0, 300 }, { 300, 't', CHECK_RUN, 400 },
	    { 0, 'b', CHECK_DEAD, SPAN_NEVER },
	    { 400, 't', 0, SPAN_NEVER }, { 450, 'd', 0, SPAN_NEVER });
	ROWS("a good one in between counts from nothing", 100,
	    { 0, 'u', 0, 100 }, { 100, 't', CHECK_RUN, 200 },
	    { 0, 'b', 0, 200 }, { 200, 't', CHECK_RUN, 300 },
	    { 0, 'b', 0, 300 }, { 300, 't', CHECK_RUN, 400 },
	    { 0, 'w', 0, 400 }, { 400, 't', CHECK_RUN, 500 },
	    { 0, 'b', 0, 500 }, { 500, 't', CHECK_RUN, 600 },
	    { 0, 'b', 0, 600 });
	ROWS("one that hangs is ended when the next is due, and has failed",
	    100, { 0, 'u', 0, 100 }, { 100, 't', CHECK_RUN, 200 },
	    { 200, 't', CHECK_KILL | CHECK_RUN, 300 },
	    { 300, 't', CHECK_KILL | CHECK_RUN, 400 },
	    { 400, 't', CHECK_KILL | CHECK_DEAD, SPAN_NEVER });
	ROWS("a tunnel that is lost is not checked, and begins anew", 100,
	    { 0, 'u', 0, 100 }, { 100, 't', CHECK_RUN, 200 },
	    { 0, 'b', 0, 200 }, { 200, 't', CHECK_RUN, 300 },
	    { 0, 'b', 0, 300 }, { 300, 't', CHECK_RUN, 400 },
	    { 310, 'd', CHECK_KILL, SPAN_NEVER },
	    { 320, 'u', 0, 420 }, { 420, 't', CHECK_RUN, 520 },
	    { 0, 'b', 0, 520 });
	ROWS("the end of one that is not awaited means nothing", 100,
	    { 0, 'u', 0, 100 }, { 0, 'b', 0, 100 }, { 0, 'b', 0, 100 },
	    { 0, 'b', 0, 100 });
}

/* --- notice.c --- */

/*
 * A letter a step, a second each: what happens (U D W N G), (e)nd of the
 * command, (l)ook, (!) the limit has come, (z) all is over, (x) it
 * could not be run yet.  What is run comes out, by its
 * letter, (k) for a kill, (.) for nothing.
 */
static void
notice_steps(const char *name, const char *steps, const char *wanted)
{
	static const char letters[NOTIFY_POLICY_EVENTS + 1] = "-UDWNGS";
	struct notify_policy n;
	char out[40] = "";
	size_t i, at = 0;
	int64_t now = 0;
	unsigned orders;

	notify_policy_start(&n);
	for (i = 0; steps[i] != '\0'; i++, now += 1000) {
		if (steps[i] == 'e')
			notify_policy_ended(&n);
		else if (steps[i] == '!')
			now = n.timer;
		else if (steps[i] == 'x')
			notify_policy_later(&n);
		else if (steps[i] == 'z')
			notify_policy_last(&n, now, 5000);
		else if (steps[i] != 'l')
			(void)notify_policy_happened(&n,
			    (enum notify_policy_event) (strchr(letters,
			    steps[i]) - letters));
		orders = notify_policy_look(&n, now);
		if (orders & NOTIFY_POLICY_KILL)
			out[at++] = 'k';
		if (orders & NOTIFY_POLICY_RUN)
			out[at++] = letters[n.latest];
		if (orders == 0)
			out[at++] = '.';
	}
	ok(strcmp(out, wanted) == 0, name);
	if (strcmp(out, wanted) != 0)
		printf("# %s: %s, not %s\n", steps, out, wanted);
}

static void
test_notice(void)
{
	notice_steps("each change is told at once", "UeDeWeUeS", "U.D.W.U.S");
	notice_steps("never two at once", "UDe", "U.D");
	notice_steps("of what waits the last counts", "UDWUDe", "U....D");
	notice_steps("and it is told once", "UDele", "U.D..");
	notice_steps("waiting is told once until it is up", "DeWeWWeWUeWe",
	    "D.W.....U.W.");
	notice_steps("needing its person, too", "NeNNUeNe", "N...U.N.");
	notice_steps("one loss after the other is told", "DeDeD", "D.D.D");
	notice_steps("one that hangs is ended at the limit", "Ul!", "U.k");
	notice_steps("and makes room for the next", "UD!", "U.kD");
	notice_steps("at the end one that hangs makes room at once", "USzl!l",
	    "U..kSk.");
	notice_steps("one that cannot be run yet is run later", "UDxxl",
	    "U.DD.");
	notice_steps("nothing happened, nothing is run", "lele", "....");
}

/* --- login.c --- */

#define OFFER(k) "Offering public key: /home/a b/" k " ED25519 SHA256:" k " agent"
#define TAKES(k) "Server accepts key: /home/a b/" k " ED25519 SHA256:" k " explicit"
#define BY(how) "Authenticated to h ([::1]:22) using \"" how "\"."
#define DENIED(methods) "u@h: Permission denied (" methods ")."

static void
login_told(struct sshlog_login *l, const char *const *line)
{
	sshlog_login_begin(l);
	for (; *line != NULL; line++)
		(void)sshlog_login_line(l, *line);
}

static void
test_login(void)
{
	static const struct {
		const char *name;
		bool first;
		const char *before[5];	/* a login that went well; or none */
		const char *now[5];	/* one that was refused */
		const char *wants;
	} row[] = {
		{ "no denial", true, { NULL }, { OFFER("k"), NULL }, NULL },
		{ "a key that needs its passphrase", false,
		    { OFFER("k"), TAKES("k"), BY("publickey"), NULL },
		    { OFFER("k"), TAKES("k"), DENIED("publickey"), NULL },
		    "passphrase or touch for the key /home/a b/k" },
		{ "a key that the agent has no more", false,
		    { OFFER("k"), TAKES("k"), BY("publickey"), NULL },
		    { OFFER("j"), DENIED("publickey,password"), NULL },
		    "the key /home/a b/k (load it with ssh-add)" },
		{ "the same without any", false,
		    { OFFER("k"), TAKES("k"), BY("publickey"), NULL },
		    { "Trying private key: /k", DENIED("publickey"), NULL },
		    "the key /home/a b/k (load it with ssh-add)" },
		{ "a key that the server takes no more: nobody", false,
		    { OFFER("k"), TAKES("k"), BY("publickey"), NULL },
		    { OFFER("k"), DENIED("publickey,password"), NULL },
		    NULL },
		{ "a code after the key", false,
		    { OFFER("k"), TAKES("k"), BY("keyboard-interactive"),
		    NULL }, { OFFER("k"), TAKES("k"),
		    DENIED("keyboard-interactive"), NULL },
		    "one-time code or password" },
		{ "a password", false,
		    { OFFER("j"), BY("password"), NULL },
		    { OFFER("j"), DENIED("publickey,password"), NULL },
		    "password" },
		{ "nothing is known of the last one: nobody", false,
		    { NULL }, { DENIED("publickey,password"), NULL }, NULL },
		{ "the first one, and somebody is there", true,
		    { NULL }, { OFFER("j"), DENIED("publickey,password"),
		    NULL }, "password" },
		{ "the first one, and there is nothing to ask for", true,
		    { NULL }, { OFFER("j"), DENIED("publickey"), NULL },
		    NULL },
	};
	char text[SSHLOG_LOGIN_TEXT];
	struct sshlog_login l;
	const char *wants;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		l = (struct sshlog_login){ .key = "" };
		login_told(&l, row[i].before);
		if (row[i].before[0] != NULL)
			sshlog_login_done(&l);
		login_told(&l, row[i].now);
		wants = sshlog_login_wants(&l, row[i].first, text);
		ok((wants == NULL) == (row[i].wants == NULL) &&
		    (wants == NULL || strcmp(wants, row[i].wants) == 0),
		    row[i].name);
		if (wants != NULL)
			printf("# %s\n", wants);
	}
}

int
main(void)
{
	test_check();
	test_notice();
	test_login();
	printf("1..%d\n", tests);
	return bad != 0;
}
