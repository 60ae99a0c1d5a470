/* SPDX-License-Identifier: ISC */
/* What the log of ssh says of forwards. */
#include <string.h>

#include "../lib/tap.h"
#include "supervise/sshlog_parse.h"

static void
test_forward(void)
{
	static const struct {
		const char *line;
		enum sshlog_forward_about about;
		int port;
		const char *where, *why;
	} row[] = {
		{ "remote forward success for: listen 80, connect h:1",
		    SSHLOG_FORWARD_GRANTED, 0, NULL, NULL },
		{ "remote forward failure for: listen /x:-2, connect h:1",
		    SSHLOG_FORWARD_REFUSED, 0, NULL, NULL },
		{ "Allocated port 4711 for remote forward to h:80",
		    SSHLOG_FORWARD_PORT, 4711, NULL, NULL },
		{ "bind [::1]:80: Address already in use",
		    SSHLOG_FORWARD_ADDRESS, 80, "::1",
		    "Address already in use" },
		{ "bind [::1", SSHLOG_FORWARD_OTHER, 0, NULL, NULL },
		{ "bind [::1]", SSHLOG_FORWARD_OTHER, 0, NULL, NULL },
		{ "channel_setup_fwd_listener_tcpip: cannot listen to port: 9",
		    SSHLOG_FORWARD_LOCAL, 9, NULL, NULL },
		{ "cannot bind to path /a: b: No such file",
		    SSHLOG_FORWARD_LOCAL, 0, "/a: b", "No such file" },
		{ "Warning: remote port forwarding failed for listen port 7",
		    SSHLOG_FORWARD_NAMED, 7, NULL, NULL },
		{ "Warning: remote port forwarding failed for listen path /a",
		    SSHLOG_FORWARD_NAMED, 0, "/a", NULL },
		{ "Could not request local forwarding.", SSHLOG_FORWARD_KNOWN,
		    0, NULL, NULL },
		{ "mux_master_process_open_fwd: requested local forward "
		    "LOCALHOST:80 -> h:80 failed", SSHLOG_FORWARD_KNOWN, 0,
		    NULL, NULL },
		{ "mux_confirm_remote_forward: remote port forwarding failed "
		    "for listen port 7", SSHLOG_FORWARD_KNOWN, 0, NULL, NULL },
		{ "", SSHLOG_FORWARD_OTHER, 0, NULL, NULL },
	};
	struct sshlog_forward a;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		a = sshlog_forward_read(row[i].line);
		ok(a.about == row[i].about && a.port == row[i].port &&
		    (row[i].where == NULL || (a.len == strlen(row[i].where) &&
		    strncmp(a.where, row[i].where, a.len) == 0)) &&
		    (row[i].why == NULL ? a.why == NULL :
		    a.why != NULL && strcmp(a.why, row[i].why) == 0),
		    "ssh answers", row[i].line);
	}
}

int
main(void)
{
	test_forward();
	return tap_end();
}
