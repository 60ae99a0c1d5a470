/* SPDX-License-Identifier: ISC */
/* subreaper COMMAND...: runs it, and adopts and outlives what it orphans. */
#include <sys/prctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	if (argc < 2 || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == -1)
		return 2;
	if (fork() == 0) {
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	while (wait(NULL) != -1 || errno == EINTR)
		;
	return 0;
}
