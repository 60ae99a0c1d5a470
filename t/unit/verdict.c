/* SPDX-License-Identifier: ISC */
/* What a verdict says to a person. */
#include <string.h>

#include "../lib/tap.h"
#include "transport/verdict.h"

/* Whatever ends a connection has words of its own. */
static void
test_verdict_words(void)
{
	struct handshake p = { .state = HANDSHAKE_SILENT };
	char out[CAUSES][VERDICT_TEXT];
	int i, k;
	bool own;

	for (i = CAUSE_NOT_SSH; i <= CAUSE_SSH_WEDGED; i++) {
		out[i][0] = '\0';
		verdict_text(&(struct verdict){ .cause = (enum cause)i,
		    .silence = 1000, .phase = &p, .error = "error",
		    .mine = "here", .chosen = "there" }, out[i]);
		own = out[i][0] != '\0';
		for (k = CAUSE_NOT_SSH; k < i; k++)
			own = own && strcmp(out[k], out[i]) != 0;
		ok(own, "a verdict has words of its own", out[i]);
	}
}

static void
test_verdict(void)
{
	struct handshake http = { .state = HANDSHAKE_NOT_SSH };
	struct handshake silent = { .state = HANDSHAKE_SILENT };
	char out[VERDICT_TEXT];

	handshake_feed(&http, "HTTP/1.1 302 Found\r\n", 20);
	verdict_text(&(struct verdict){ .cause = CAUSE_PATH_BUSY,
	    .silence = 10020, .unanswered = 11, .pending = 5 }, out);
	ok(strcmp(out, "path dead, busy: 11 retransmits unanswered, "
	    "no ack for 10s, 5 bytes waiting") == 0,
	    "a verdict is printed with its evidence", out);
	verdict_text(&(struct verdict){ .cause = CAUSE_PATH_IDLE,
	    .unanswered = 14 }, out);
	ok(strcmp(out, "path dead, idle: 14 keepalives unanswered") == 0,
	    "a verdict is printed with its evidence", out);
	verdict_text(&(struct verdict){ .cause = CAUSE_NO_BANNER,
	    .silence = 30000, .phase = &silent }, out);
	ok(strcmp(out, "no SSH banner within 30s of connecting: nothing "
	    "received") == 0, "a verdict is printed with its evidence", out);
	verdict_text(&(struct verdict){ .cause = CAUSE_NOT_SSH,
	    .phase = &http }, out);
	ok(strcmp(out, "not an SSH server: received \"HTTP/1.1 302 Found\" "
	    "(a captive portal or web server?)") == 0,
	    "a verdict is printed with its evidence", out);
	verdict_text(&(struct verdict){ .cause = CAUSE_ADDRESS_GONE,
	    .silence = 3000, .mine = "10.0.0.1" }, out);
	ok(strcmp(out, "address gone: no interface has had 10.0.0.1 for 3s") ==
	    0, "a verdict is printed with its evidence", out);
	verdict_text(&(struct verdict){ .cause = CAUSE_HANDSHAKE_STUCK,
	    .silence = 30000, .phase = &silent }, out);
	ok(strcmp(out, "handshake stuck: no progress after the banner for 30s") == 0,
	    "a verdict is printed with its evidence", out);
	silent.state = HANDSHAKE_SSH;
	silent.server.last = 31;
	verdict_text(&(struct verdict){ .cause = CAUSE_HANDSHAKE_STUCK,
	    .silence = 30000, .phase = &silent }, out);
	ok(strcmp(out, "handshake stuck: no progress after message 31 for 30s") == 0,
	    "a verdict is printed with its evidence", out);
	verdict_text(&(struct verdict){ .cause = CAUSE_HANDSHAKE_STUCK,
	    .slow = true, .silence = 150000, .phase = &silent }, out);
	ok(strcmp(out, "handshake stuck: not finished 2m30s after the banner, "
	    "last received message 31") == 0,
	    "a verdict is printed with its evidence", out);
}

int
main(void)
{
	test_verdict();
	test_verdict_words();
	return tap_end();
}
