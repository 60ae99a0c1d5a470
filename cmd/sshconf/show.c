/* SPDX-License-Identifier: ISC */
/* Prints the settings for a host as ssh -G does: sshconf show. */
#include <stdlib.h>

#include "conf/show.h"
#include "sshconf/sshconf.h"

enum { FAILED = 255 };

int
sshconf_show(struct sshconf *c)
{
	struct words lines = { 0 };
	char *usual;
	int status;

	if (config_evaluate(&c->config, &c->line, &c->world.source) !=
	    CONFIG_GOOD || (usual = sshconf_standard(c)) == NULL)
		return FAILED;
	show_lines(&lines, &c->config, &c->world.source, usual);
	if (c->json)
		sshconf_object(c, "settings", show_json(&c->world.pool,
		    &lines));
	else
		sshconf_lines(&lines);
	status = lines.failed ? FAILED : 0;
	free(usual);
	words_free(&lines);
	return status;
}
