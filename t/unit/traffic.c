/* SPDX-License-Identifier: ISC */
/* The counters of a connection, and how long it was idle. */
#include <string.h>

#include "../lib/tap.h"
#include "transport/traffic.h"

static void
test_traffic(void)
{
	const struct traffic_path none = { 0 }, path = { .known = true,
	    .rtt = 21449, .rttvar = 2000, .resent = 3, .unanswered = 1,
	    .pending = 52, .received_ago = 3000 };
	struct traffic t;
	char out[TRAFFIC_TEXT];

	traffic_start(&t, 1000);
	ok(strcmp(traffic_text(&t, &none, "connecting", 1000, out),
	    "state=connecting age=0s sent=0 sent_rate=0 sent_last=never "
	    "received=0 received_rate=0 received_last=never") == 0,
	    "the counters are printed as key=value",
	    out);
	traffic_sent(&t, 500, 2000);
	traffic_sent(&t, 0, 3000);
	traffic_received(&t, 9000, 3000);
	ok(strcmp(traffic_text(&t, &none, "quiet", 6000, out),
	    "state=quiet age=5s sent=500 sent_rate=100 sent_last=4s "
	    "received=9000 received_rate=1800 received_last=3s") == 0,
	    "the counters are printed as key=value", out);
	traffic_totals(&t, 700, 9000, 8000);
	ok(strcmp(traffic_text(&t, &path, "unacknowledged", 8000, out),
	    "state=unacknowledged age=7s sent=700 sent_rate=100 sent_last=0s "
	    "received=9000 received_rate=0 received_last=5s rtt=21.4ms "
	    "rttvar=2.0ms retransmits=3 unanswered=1 pending=52 heard=3s") ==
	    0, "the rates count since the last print", out);
	traffic_start(&t, 0);
	traffic_sent(&t, UINT64_MAX / 2000, 1);
	ok(strstr(traffic_text(&t, &path, "quiet", INT64_MAX / 4, out),
	    "heard=3s") != NULL, "the longest counters fit", out);
}

/* Asked after 300 s of silence, a server that forgot us is dead 10 s later. */
static void
test_quiet(void)
{
	struct traffic t;

	traffic_start(&t, 1000);
	ok(traffic_quiet(&t, 9000, 0) == 0,
	    "a connection without an answer has no idle time", NULL);
	traffic_sent(&t, 1, 2000);
	traffic_received(&t, 1, 3000);
	ok(traffic_quiet(&t, 313000, 10000) == 300000,
	    "an idle connection was quiet up to its last answer", NULL);
	traffic_sent(&t, 1, 303000);
	traffic_sent(&t, 1, 308000);
	ok(traffic_quiet(&t, 313000, 10000) == 300000,
	    "a busy connection was quiet before its first question", NULL);
	traffic_received(&t, 1, 309000);
	ok(traffic_quiet(&t, 313000, 3000) == 1000,
	    "an answer shows that the path did not forget the connection",
	    NULL);
}

int
main(void)
{
	test_traffic();
	test_quiet();
	return tap_end();
}
