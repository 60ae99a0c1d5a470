/* SPDX-License-Identifier: ISC */
/* By the route socket of the BSDs. */
#include "sys/netwatch.h"

#if defined(__APPLE__) || defined(__FreeBSD__) || defined(__NetBSD__) || \
    defined(__OpenBSD__) || defined(__DragonFly__)
#include <sys/types.h>
#include <sys/socket.h>

#include <fcntl.h>

#include "sys/descriptors.h"

/*
 * The first is kept and its like handed out, one after the other: in
 * OpenBSD's sandbox (pledge(2)) there are no new ones.
 */
int
netwatch_open(void)
{
	static int first = -1;

	if (first == -1)
		first = descriptors_socket(PF_ROUTE, SOCK_RAW);
	return first == -1 ? -1 : fcntl(first, F_DUPFD_CLOEXEC, 0);
}
#endif
