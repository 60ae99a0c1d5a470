/* SPDX-License-Identifier: ISC */
/* Which session on the server held a port of ours. */
#include <string.h>

#include "../lib/tap.h"
#include "supervise/reclaim.h"

static void
test_reclaim(void)
{
	static const struct {
		const char *text;
		int status;
		long pid;
		const char *shown;
	} row[] = {
		{ "sshp-reclaim 82 0 sshd.0.7.b-1", 0, 82, NULL },
		{ "motd\nsshp-reclaim 82 9 sshd-session.9.Tue.1\n", 0, 82,
		    "behind a greeting" },
		{ "sshp-reclaim 82 9 dropbear.9.7.b\r\nlogout\n", 0, 82,
		    "before a farewell" },
		{ "sshp-reclaim 82 9 sshd.0.7.b", 0, 0, NULL },
		{ "sshp-reclaim 82 9 sh.9.7.b", 0, 0, NULL },
		{ "sshp-reclaim 1 0 sshd.0.7.b", 0, 0, NULL },
		{ "sshp-reclaim -1 0 sshd.0.7.b", 0, 0, NULL },
		{ "sshp-reclaim 82 0 sshd.0.$(x)", 0, 0, NULL },
		{ "sshp-reclaim 82 0 sshd.0.7 8", 0, 0, NULL },
		{ "no", 0, 0, NULL }, { "", 255, 0, "nothing" }, { "", -1, 0,
		    "killed" },
	};
	char note[RECLAIM_SCRIPT];
	struct reclaim r;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		r = (struct reclaim){ .wanted = true };
		(void)reclaim_answer(&r, RECLAIM_NAME, row[i].status,
		    row[i].text);
		ok(r.holder.pid == row[i].pid && r.unable ==
		    (row[i].pid == 0 && row[i].status == 0), "holder",
		    row[i].shown == NULL ? row[i].text : row[i].shown);
	}
	r = (struct reclaim){ .wanted = true };
	ok(reclaim_next(&r, true) == RECLAIM_NAME &&
	    reclaim_next(&r, true) == RECLAIM_NOTHING, "reclaim",
	    "named once, and nobody to end");
	for (i = 0; i < 9; i++) {
		(void)reclaim_answer(&r, RECLAIM_NAME, 0, row[0].text);
		reclaim_lost(&r, true);
	}
	ok(r.n == RECLAIM_LOST, "reclaim", "no more than it remembers");
	ok(reclaim_next(&r, false) == RECLAIM_NAME, "reclaim",
	    "nothing refused, nobody ended");
	ok(reclaim_next(&r, true) == RECLAIM_END &&
	    reclaim_answer(&r, RECLAIM_END, 0, "sshp-reclaim ended 82\n"
	    "sshp-reclaim done\n") == 1 && r.n == 0, "reclaim", "ended");
	(void)reclaim_answer(&r, RECLAIM_NAME, 0, row[0].text);
	reclaim_lost(&r, false);
	ok(r.n == 0, "reclaim", "it held nothing");
	(void)reclaim_answer(&r, RECLAIM_NAME, 0, row[0].text);
	reclaim_lost(&r, true);
	(void)reclaim_answer(&r, RECLAIM_NAME, 0, row[2].text);
	ok(strcmp(reclaim_note(&r, note), "82 sshd.0.7.b-1\n"
	    "82 dropbear.9.7.b\n") == 0, "reclaim", "the note");
	r = (struct reclaim){ .wanted = true };
	reclaim_recall(&r, note);
	ok(r.n == 2 && strcmp(r.lost[1].mark, "dropbear.9.7.b") == 0,
	    "reclaim", "is read again");
	r = (struct reclaim){ .wanted = true };
	reclaim_recall(&r, "82 sshd.0.$(x)\n82 sshd.0.7.b\n");
	ok(r.n == 0, "reclaim", "but not if somebody else wrote it");
	(void)reclaim_answer(&r, RECLAIM_NAME, 255, "");
	(void)reclaim_answer(&r, RECLAIM_NAME, 255, "");
	ok(r.unable && reclaim_next(&r, true) == RECLAIM_NOTHING, "reclaim",
	    "no command is run there");
}

int
main(void)
{
	test_reclaim();
	return tap_end();
}
