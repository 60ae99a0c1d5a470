/* SPDX-License-Identifier: ISC */
#include "run/sshconf.h"

/*
 * sshconf show|explain|hosts|lint: reads ssh_config(5) as ssh does, and says
 * which line decided what, and what is wrong.
 */
int
main(int argc, char **argv)
{
	return sshconf_run(argc, argv);
}
