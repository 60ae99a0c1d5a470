/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "sshp/readiness.h"

void
readiness_orders(struct service_manager *m, const struct session *s,
    unsigned orders, const char *why)
{
	char text[500];

	if ((orders & ORDER_QUIT) || (s->stop != 0 && (orders & ORDER_TERM)))
		service_manager_stopping(m);
	if (orders & ORDER_TELL_UP) {
		service_manager_ready(m, "up");
	} else if (orders & (ORDER_TELL_LOST | ORDER_TELL_WAIT |
	    ORDER_TELL_NEED)) {
		snprintf(text, sizeof text, "%s: %s",
		    orders & ORDER_TELL_LOST ? "lost" :
		    orders & ORDER_TELL_NEED ? "needs you" : "waiting", why);
		service_manager_status(m, text);
	} else if (orders & ORDER_TELL_END) {
		service_manager_status(m, s->status == 0 ? "stopped" : why);
	}
}
