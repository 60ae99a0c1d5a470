/* SPDX-License-Identifier: ISC */
/* Which tunnel a word of sshpctl's command line means. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "../lib/tap.h"
#include "supervise/tunnel_name.h"

static const struct tunnel_name ours = { "ann", 1000, true, "vps",
    "0123456789ab" }, hers = { "eve", 1001, false, "vps", "ba9876543210" },
    odd = { "ann", 1000, true, "[::1]", "0123456789ab" };

static void
test_means(void)
{
	static const struct {
		const struct tunnel_name *t;
		const char *word;
		int means;
		const char *rule;
	} row[] = {
		{ &ours, "vps", 2, "the name means our tunnel" },
		{ &ours, "VPS", 0, "a name in other letters means nothing" },
		{ &ours, "vp", 0, "the begin of a name means nothing" },
		{ &ours, "0123456789ab", 2, "the id means our tunnel" },
		{ &ours, "vps/0123456789ab", 2, "name and id mean our tunnel" },
		{ &ours, "vps/ba9876543210", 0,
		    "the name with another id means nothing" },
		{ &ours, "v*", 2, "a pattern means our tunnel" },
		{ &ours, "0*", 0, "a pattern does not mean an id" },
		{ &ours, "ann:vps", 1, "our own user may be named" },
		{ &hers, "vps", 0,
		    "a name without a user means no tunnel of another user" },
		{ &hers, "*", 0,
		    "a pattern without a user means no tunnel of another "
		    "user" },
		{ &hers, "eve:vps", 1, "USER:NAME means that user's tunnel" },
		{ &hers, "1001:vps", 1, "UID:NAME means that user's tunnel" },
		{ &hers, "eve:*", 1, "USER:PATTERN means that user's tunnel" },
		{ &hers, "eve:ba9876543210", 1,
		    "USER:ID means that user's tunnel" },
		{ &hers, "ann:vps", 0, "another USER:NAME means nothing" },
		{ &hers, "ev:vps", 0, "the begin of a user means nothing" },
		{ &odd, "[::1]", 2,
		    "a name that looks like a pattern means its tunnel" },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(tunnel_name_means(row[i].t, row[i].word) == row[i].means,
		    row[i].rule, row[i].word);
}

static void
test_write(void)
{
	char out[100];

	ok_text("our tunnel is called by its name", NULL,
	    tunnel_name_write(&ours, false, out, sizeof out), "vps");
	ok_text("two tunnels of one name are called by name and id", NULL,
	    tunnel_name_write(&ours, true, out, sizeof out),
	    "vps/0123456789ab");
	ok_text("the tunnel of another user is called USER:NAME", NULL,
	    tunnel_name_write(&hers, false, out, sizeof out), "eve:vps");
	ok(tunnel_name_means(&hers, tunnel_name_write(&hers, true, out,
	    sizeof out)) == 1, "what is written means the tunnel", out);
}

int
main(void)
{
	test_means();
	test_write();
	return tap_end();
}
