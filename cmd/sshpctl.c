/* SPDX-License-Identifier: ISC */
#include "run/ctl.h"

/*
 * sshpctl [list [-w]|why|wait|restart|stop|metrics] [name]: looks at and
 * steers what sshp(1) keeps.
 */
int
main(int argc, char **argv)
{
	return ctl_run(argc, argv);
}
