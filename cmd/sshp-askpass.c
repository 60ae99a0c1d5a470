/* SPDX-License-Identifier: ISC */
#include "run/askpass.h"

/*
 * sshp-askpass question: ssh's SSH_ASKPASS under sshp(1) with PersistPassword:
 * has the answer from sshp's memory, or from the person.
 */
int
main(int argc, char **argv)
{
	return askpass_run(argc, argv);
}
