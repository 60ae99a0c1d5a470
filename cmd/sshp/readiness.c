/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "sshp/readiness.h"

void
herald_orders(struct manager *m, const struct session *s, unsigned orders,
    const char *why)
{
	char text[500];

	if ((orders & ORDER_QUIT) || (s->stop != 0 && (orders & ORDER_TERM)))
		manager_stopping(m);
	if (orders & ORDER_TELL_UP) {
		manager_ready(m, "up");
	} else if (orders & (ORDER_TELL_LOST | ORDER_TELL_WAIT |
	    ORDER_TELL_NEED)) {
		snprintf(text, sizeof text, "%s: %s",
		    orders & ORDER_TELL_LOST ? "lost" :
		    orders & ORDER_TELL_NEED ? "needs you" : "waiting", why);
		manager_status(m, text);
	} else if (orders & ORDER_TELL_END) {
		manager_status(m, s->status == 0 ? "stopped" : why);
	}
}
