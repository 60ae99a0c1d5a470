/* SPDX-License-Identifier: ISC */
/*
 * reclaim [PID MARK]...: the command that PersistReclaim has the server run,
 * to end those; without any, to name the one that runs it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "supervise/reclaim.h"

int
main(int argc, char **argv)
{
	struct reclaim r = { .wanted = true };
	char script[RECLAIM_SCRIPT];
	int i;

	for (i = 1; i + 1 < argc && r.n < RECLAIM_LOST; i += 2, r.n++) {
		r.lost[r.n].pid = atol(argv[i]);
		snprintf(r.lost[r.n].mark, RECLAIM_MARK, "%s", argv[i + 1]);
	}
	reclaim_script(&r, argc == 1 ? RECLAIM_NAME : RECLAIM_END, script);
	puts(script);
	return 0;
}
