/* SPDX-License-Identifier: ISC */
/* What a reload does with an edit: at once, later or by reconnecting. */
#include <stdio.h>
#include <string.h>

#include "../lib/edit_side.h"
#include "../lib/tap.h"
#include "plan/reload.h"

#define L1 "LocalForward 1 a:1\n"
#define L2 "LocalForward 2 a:1\n"
#define R1 "RemoteForward 1 a:1\n"

static void
test_compare(void)
{
	static const struct {
		const char *name, *was, *next;
		const char *what;	/* "now|later|why|" and letters: c
					   changed, f forwards, o order, r
					   reconnect */
	} row[] = {
		{ "an edit of nothing changes nothing", L1, L1, "|||" },
		{ "a comment and the case of a keyword change nothing",
		    "Compression yes\n", "# x\nCOMPRESSION yes\n", "|||" },
		{ "a new forward is a change of forwards", "", L1, "|||cfo" },
		{ "a removed forward is a change of forwards", L1 R1, L1,
		    "|||cfo" },
		{ "another target is a change of forwards",
		    "LocalForward 1 a:1\n", "LocalForward 1 a:2\n",
		    "|||cfo" },
		{ "another order is no change", L1 L2, L2 L1, "|||o" },
		{ "ClearAllForwardings is a change of forwards", L1,
		    L1 "ClearAllForwardings yes\n", "|||cfo" },
		{ "another HostName reconnects", "", "HostName x\n",
		    "||hostname|cr" },
		{ "another user reconnects", "", "User you\n", "||user|cr" },
		{ "another port reconnects", "", "Port 23\n", "||port|cr" },
		{ "another key reconnects", "IdentityFile /a\n",
		    "IdentityFile /a\nIdentityFile /b\n",
		    "||identityfile|cr" },
		{ "another jump host reconnects", "", "ProxyJump j\n",
		    "|proxyusefdpass|proxyjump|cr" },
		{ "a port that is the default changes the word alone", "",
		    "Port 22\n", "||port|cr" },
		{ "times between attempts change at once", "",
		    "PersistBackoff 2s 3s\nPersistMaxTries 7\n",
		    "PersistBackoff, PersistMaxTries|||c" },
		{ "a command changes at once", "PersistNotify a\n",
		    "PersistNotify b\n", "PersistNotify|||c" },
		{ "an option of ssh waits", "", "Compression yes\n",
		    "|compression||c" },
		{ "the second value of RekeyLimit counts",
		    "RekeyLimit default 1h\n", "RekeyLimit default 2h\n",
		    "|rekeylimit||c" },
		{ "an option of the guard waits", "", "PersistTimeout 7\n",
		    "|PersistTimeout||c" },
		{ "PersistName is not for this function", "",
		    "PersistName x\n", "|||" },
		{ "an edit of all kinds", L1, R1 "PersistReclaim yes\n"
		    "Compression yes\nUser you\n",
		    "PersistReclaim|compression|user|cfor" },
	};
	struct config_edit_side a, b;
	struct side was, next;
	struct reload r;
	char got[700];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		side_open(&was, "-NoPersist=yes h", row[i].was);
		side_open(&next, "-NoPersist=yes h", row[i].next);
		a = side_edit(&was);
		b = side_edit(&next);
		reload_compare(&r, &a, &b);
		snprintf(got, sizeof got, "%s|%s|%s|%s%s%s%s", r.now, r.later,
		    r.why, r.changed ? "c" : "", r.forwards ? "f" : "",
		    r.order ? "o" : "", r.reconnect ? "r" : "");
		ok(strcmp(got, row[i].what) == 0, row[i].name, got);
		side_close(&was);
		side_close(&next);
	}
}

/* The jump hosts' own blocks, which the settings of the server do not have. */
static void
test_hops(void)
{
	struct config_edit_side a, b;
	struct side was, next, hop, other;
	struct reload r;

	side_open(&was, "-NoPersist=yes h", "ProxyJump j\n");
	side_open(&next, "-NoPersist=yes h", "ProxyJump j\n");
	side_open(&hop, "-N j", "User me\n");
	side_open(&other, "-N j", "User you\n");
	a = side_edit(&was);
	b = side_edit(&next);
	a.first = &hop.config;
	b.first = &hop.config;
	reload_compare(&r, &a, &b);
	ok(!r.changed, "the same jump host is no change", NULL);
	b.first = &other.config;
	reload_compare(&r, &a, &b);
	ok(r.reconnect && r.why[0] == '\0',
	    "another account at the jump host reconnects", r.why);
	b.first = NULL;
	words_add(&next.hops, "y");
	reload_compare(&r, &a, &b);
	ok(r.reconnect, "another address of a jump host reconnects", NULL);
	side_close(&was);
	side_close(&next);
	side_close(&hop);
	side_close(&other);
}

static void
test_forwards(void)
{
	struct side was, next;
	size_t from[4] = { 9, 9, 9, 9 };

	side_open(&was, "-NoPersist=yes h", L1 L2 R1);
	side_open(&next, "-NoPersist=yes h", "LocalForward 3 a:1\n" L2 R1
	    "DynamicForward 1\n");
	ok(reload_forwards(&was.plan, &next.plan, from),
	    "the lists differ", NULL);
	ok(from[0] == 3 && from[1] == 1 && from[2] == 3 && from[3] == 2,
	    "a forward is the same if its letter and its text are", NULL);
	ok(!reload_forwards(&was.plan, &was.plan, from) && from[0] == 0 &&
	    from[1] == 1 && from[2] == 2, "equal lists do not differ", NULL);
	side_close(&was);
	side_close(&next);
	side_open(&was, "-NoPersist=yes -D /s -D 1080 -L /t:a:1 h", "");
	ok(reload_only_at_start(&was.plan.forward[1]) &&
	    !reload_only_at_start(&was.plan.forward[0]) &&
	    !reload_only_at_start(&was.plan.forward[2]),
	    "only a -D on a socket cannot be asked for", NULL);
	side_close(&was);
}

int
main(void)
{
	test_compare();
	test_hops();
	test_forwards();
	return tap_end();
}
