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
		    (row[i].pid == 0 && row[i].status == 0),
		    "the mark of a process is read from the output of a "
		    "command, or nothing is",
		    row[i].shown == NULL ? row[i].text : row[i].shown);
	}
	r = (struct reclaim){ .wanted = true };
	ok(reclaim_next(&r, true) == RECLAIM_NAME &&
	    reclaim_next(&r, true) == RECLAIM_NOTHING,
	    "the process of a session is asked for once, and none is ended",
	    NULL);
	for (i = 0; i < 9; i++) {
		(void)reclaim_answer(&r, RECLAIM_NAME, 0, row[0].text);
		reclaim_lost(&r, true);
	}
	ok(r.n == RECLAIM_LOST, "only the last sessions are remembered", NULL);
	ok(reclaim_next(&r, false) == RECLAIM_NAME,
	    "no process is ended while no forward is refused", NULL);
	ok(reclaim_next(&r, true) == RECLAIM_END &&
	    reclaim_answer(&r, RECLAIM_END, 0, "sshp-reclaim ended 82\n"
	    "sshp-reclaim done\n") == 1 && r.n == 0,
	    "a process that was ended is forgotten", NULL);
	(void)reclaim_answer(&r, RECLAIM_NAME, 0, row[0].text);
	reclaim_lost(&r, false);
	ok(r.n == 0, "a session that held no port is not remembered", NULL);
	(void)reclaim_answer(&r, RECLAIM_NAME, 0, row[0].text);
	reclaim_lost(&r, true);
	(void)reclaim_answer(&r, RECLAIM_NAME, 0, row[2].text);
	ok(strcmp(reclaim_note(&r, note), "82 sshd.0.7.b-1\n"
	    "82 dropbear.9.7.b\n") == 0, "the note has a line for each session",
	    NULL);
	r = (struct reclaim){ .wanted = true };
	reclaim_recall(&r, note);
	ok(r.n == 2 && strcmp(r.lost[1].mark, "dropbear.9.7.b") == 0,
	    "the note is read as it was written", NULL);
	r = (struct reclaim){ .wanted = true };
	reclaim_recall(&r, "82 sshd.0.$(x)\n82 sshd.0.7.b\n");
	ok(r.n == 0, "a note with a line that sshp never writes is ignored",
	    NULL);
	(void)reclaim_answer(&r, RECLAIM_NAME, 255, "");
	(void)reclaim_answer(&r, RECLAIM_NAME, 255, "");
	ok(r.unable && reclaim_next(&r, true) == RECLAIM_NOTHING,
	    "after two failures sshp asks the server for no command again",
	    NULL);
}

int
main(void)
{
	test_reclaim();
	return tap_end();
}
