/* SPDX-License-Identifier: ISC */
/* Edits of ssh_config while sshp runs: which are applied, and what follows. */
#include <stdio.h>
#include <string.h>

#include "../lib/edit_side.h"
#include "../lib/tap.h"
#include "plan/config_edit.h"

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void
test_refused(void)
{
	static const struct {
		const char *name, *line, *was, *next, *why;
	} row[] = {
		{ "an edit that changes nothing is applied", "h",
		    "Persist yes\n", "Persist yes\n", NULL },
		{ "another port is applied", "h", "Persist yes\n",
		    "Persist yes\nPort 23\n", NULL },
		{ "an edit that removes Persist yes is not applied", "h",
		    "Persist yes\n", "Port 23\n",
		    "Persist yes no longer applies" },
		{ "an edit to Persist no is not applied", "-N h",
		    "Persist yes\n", "Persist no\n",
		    "Persist yes no longer applies" },
		{ "an edit that turns a tunnel into a shell is not applied",
		    "h", "Persist yes\nSessionType none\n", "Persist yes\n",
		    "SessionType has changed" },
		{ "an edit that turns a shell into a tunnel is not applied",
		    "h", "Persist yes\n", "Persist yes\nSessionType none\n",
		    "SessionType has changed" },
		{ "an edit of -f is not applied", "-N h", "Persist yes\n",
		    "Persist yes\nForkAfterAuthentication yes\n",
		    "ForkAfterAuthentication has changed" },
		{ "an edit to a remote command is not applied", "h",
		    "Persist yes\n", "Persist yes\nRemoteCommand ls\n",
		    "sshp cannot keep a remote command" },
		{ "another command of PersistRemoteCommand is applied", "h",
		    "Persist yes\nPersistRemoteCommand yes\n"
		    "RemoteCommand ls\n", "Persist yes\n"
		    "PersistRemoteCommand yes\nRemoteCommand ps\n", NULL },
	};
	struct side was, next;
	const char *why;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		side_open(&was, row[i].line, row[i].was);
		side_open(&next, row[i].line, row[i].next);
		why = config_edit_refused(&was.plan, &next.facts);
		ok(same(why, row[i].why), row[i].name, why);
		side_close(&was);
		side_close(&next);
	}
}

static void
test_deferred(void)
{
	static const struct {
		const char *name, *was, *next;
		bool password;
		const char *what;
	} row[] = {
		{ "PersistPassword switched on needs a restart", "",
		    "PersistPassword yes\n", false, "PersistPassword" },
		{ "PersistPassword is switched on again at once", "",
		    "PersistPassword yes\n", true, NULL },
		{ "PersistPassword is switched off at once",
		    "PersistPassword yes\n", "", true, NULL },
		{ "a new PersistName needs a restart", "", "PersistName a\n",
		    false, "PersistName" },
		{ "another PersistName needs a restart", "PersistName a\n",
		    "PersistName b\n", false, "PersistName" },
		{ "the same PersistName needs no restart", "PersistName a\n",
		    "PersistName a\nPort 23\n", false, NULL },
	};
	struct side was, next;
	const char *what;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		side_open(&was, "-NoPersist=yes h", row[i].was);
		side_open(&next, "-NoPersist=yes h", row[i].next);
		what = config_edit_deferred(&was.config, &next.config,
		    row[i].password);
		ok(same(what, row[i].what), row[i].name, what);
		side_close(&was);
		side_close(&next);
	}
}

#define CANONICAL "CanonicalizeHostname yes\nCanonicalDomains d.example\n"

static void
test_unresolved(void)
{
	static const struct {
		const char *name, *was, *next, *host_was, *host;
		bool unresolved;
	} row[] = {
		{ "a name that no resolver finds now is the same host",
		    CANONICAL, CANONICAL, "h.d.example", "h", true },
		{ "a name that is found again is the same host", CANONICAL,
		    CANONICAL, "h.d.example", "h.d.example", false },
		{ "another name is another host", CANONICAL, CANONICAL,
		    "h.d.example", "hh", false },
		{ "an edit of CanonicalDomains is an edit", CANONICAL,
		    "CanonicalizeHostname yes\nCanonicalDomains other\n",
		    "h.d.example", "h", false },
		{ "without CanonicalizeHostname, a short name is another host",
		    "", "", "h.d.example", "h", false },
	};
	struct side was, next;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		side_open(&was, "-N h", row[i].was);
		side_open(&next, "-N h", row[i].next);
		was.config.host = row[i].host_was;
		next.config.host = row[i].host;
		ok(config_edit_unresolved(&was.config, &next.config) ==
		    row[i].unresolved, row[i].name, NULL);
		side_close(&was);
		side_close(&next);
	}
}

#define P CONFIG_EDIT_PASSWORDS
#define R CONFIG_EDIT_RECLAIM
#define B CONFIG_EDIT_BANNER

static void
test_effects(void)
{
	static const struct {
		const char *name, *was, *next, *hop_was, *hop;
		unsigned effects;
	} row[] = {
		{ "another forward forgets nothing", "",
		    "LocalForward 1 a:1\n", "x", "x", 0 },
		{ "another server forgets passwords and held ports", "",
		    "HostName other\n", "x", "x", P | R | B },
		{ "another port is another server", "", "Port 23\n", "x",
		    "x", P | R | B },
		{ "another account forgets passwords and held ports", "",
		    "User you\n", "x", "x", P | R | B },
		{ "another HostKeyAlias is another server", "",
		    "HostKeyAlias k\n", "x", "x", P | R | B },
		{ "another ProxyJump forgets passwords, but not held ports",
		    "", "ProxyJump j\n", "x", "x", P | B },
		{ "another ProxyCommand forgets passwords, but not held ports",
		    "ProxyCommand nc %h %p\n", "ProxyCommand ncat %h %p\n",
		    "x", "x", P | B },
		{ "a jump host with another address forgets passwords",
		    "ProxyJump j\n", "ProxyJump j\n", "x", "y", P | B },
		{ "another ConnectTimeout measures the banner again", "",
		    "ConnectTimeout 7\n", "x", "x", B },
	};
	struct config_edit_side side_was, side_next;
	struct side was, next;
	char more[40];
	unsigned got;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		side_open(&was, "-NoPersist=yes h", row[i].was);
		side_open(&next, "-NoPersist=yes h", row[i].next);
		words_add(&was.hops, "%s", row[i].hop_was);
		words_add(&next.hops, "%s", row[i].hop);
		side_was = side_edit(&was);
		side_next = side_edit(&next);
		got = config_edit_effects(&side_was, &side_next);
		snprintf(more, sizeof more, "effects %x", got);
		ok(got == row[i].effects, row[i].name, more);
		side_close(&was);
		side_close(&next);
	}
}

int
main(void)
{
	test_refused();
	test_deferred();
	test_unresolved();
	test_effects();
	return tap_end();
}
