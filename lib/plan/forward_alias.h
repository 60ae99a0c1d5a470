/* SPDX-License-Identifier: ISC */
/*
 * Another spelling of a local forward, for an ssh that cannot cancel the first.
 */
#ifndef PLAN_FORWARD_ALIAS_H
#define PLAN_FORWARD_ALIAS_H

#include <stdbool.h>

#include "base/words.h"
#include "plan/forward_plan.h"

/*
 * Since 10.1 ssh does not let go of a local forward that could not listen when
 * it logged in: it cannot be cancelled, and asked for again it "exists"
 * (mux.c, mux_master_process_close_fwd).  So another is asked for that listens
 * at the same place and leads to the same, and that ssh, which compares texts,
 * has not seen yet.
 *
 * Sets f->twin and f->forward_alias_path, in w; gateway is GatewayPorts.  There
 * may be none: "*:8080" has no other name.
 */
void	forward_alias_make(struct words *w, struct plan_forward *f,
	    bool gateway);

#endif
