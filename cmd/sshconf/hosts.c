/* SPDX-License-Identifier: ISC */
/* Prints the host names in ssh_config: sshconf hosts. */
#include <stdio.h>
#include <string.h>

#include "base/quote.h"
#include "conf/line.h"
#include "sshconf/sshconf.h"

enum { FAILED = 255 };

/* A name with control characters: nobody types it, a terminal obeys it. */
static bool
hosts_control(const char *name)
{
	for (; *name != '\0'; name++)
		if (utf8_control(name))
			return true;
	return false;
}

/* Prints a host name without wildcards, and its file and line. */
static void
hosts_name(struct sshconf *c, const char *name, struct origin at)
{
	struct pool *p = &c->world.pool;
	const char *file;

	if (!c->json) {
		printf("%s\t%s:%d\n", name, lint_visible(p, at.file),
		    at.line);
		return;
	}
	name = quote_json(p, name);
	file = quote_json(p, at.file);
	if (name != NULL && file != NULL)
		printf("%s{\"host\":%s,\"file\":%s,\"line\":%d}",
		    c->hosts++ == 0 ? "" : ",", name, file, at.line);
}

void
sshconf_hosts_heard(void *arg, const struct heard *h)
{
	struct sshconf *c = arg;
	size_t i;

	for (i = 0; h->k == KW_host && i < h->line->n; i++)
		if (strpbrk(h->line->word[i], "*?!") == NULL &&
		    h->line->word[i][0] != '\0' &&
		    !hosts_control(h->line->word[i]))
			hosts_name(c, h->line->word[i], h->at);
}

int
sshconf_hosts(struct sshconf *c)
{
	enum config_result is;

	if (c->json)
		fputs("{\"schema\":1,\"hosts\":[", stdout);
	is = config_check(&c->config, &c->line, &c->world.source);
	if (c->json)
		puts("]}");
	if (is == CONFIG_GOOD)
		return 0;
	log_say(&c->log, "hosts: ssh rejects these files (sshconf lint shows "
	    "why)");
	return FAILED;
}
