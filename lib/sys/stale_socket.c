/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <unistd.h>

#include "sys/peer.h"
#include "sys/stale_socket.h"

void
stale_socket_remove(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode) &&
	    st.st_uid == geteuid() && peer_listener(path) == -1 &&
	    errno == ECONNREFUSED)
		(void)unlink(path);
}
