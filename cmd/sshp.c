/* SPDX-License-Identifier: ISC */
#include "run/sshp.h"

/*
 * sshp [ssh's options] destination [command]: ssh, and where the user's
 * ssh_config(5) says Persist, an ssh that comes back.  All letters are ssh's.
 */
int
main(int argc, char **argv)
{
	return sshp_run(argc, argv);
}
