/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/words.h"
#include "conf/config.h"
#include "conf/line.h"
#include "run/hint.h"
#include "run/surroundings.h"

enum { HOSTS = 200, NAMED = 5 };

struct hint {
	struct words host;	/* names that can be typed */
	struct words kept;	/* of them, those with Persist */
	const char *system;	/* ssh's file of the system */
};

static bool
hint_has(const struct words *w, const char *name)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (strcmp(w->word[i], name) == 0)
			return true;
	return false;
}

/* Does the file stand with the system's, where names of its own may be? */
static bool
hint_others(const struct hint *t, const char *file)
{
	size_t n = (size_t)(strrchr(t->system, '/') + 1 - t->system);

	return file != NULL && strncmp(file, t->system, n) == 0;
}

static void
hint_heard(void *arg, const struct heard *h)
{
	struct hint *t = arg;
	size_t i;

	if (h->k != KW_host || hint_others(t, h->at.file))
		return;
	for (i = 0; i < h->line->n; i++)
		if (strpbrk(h->line->word[i], "*?!") == NULL &&
		    h->line->word[i][0] != '\0' && t->host.n < HOSTS &&
		    !hint_has(&t->host, h->line->word[i]))
			words_add(&t->host, "%s", h->line->word[i]);
}

/* Reads the files as for host; runs nothing and asks nobody. */
static enum persist_mode
hint_scan(const struct surroundings_hooks *hooks, struct hint *t, char *host)
{
	char name[] = "sshpctl", end[] = "--", *argv[] = { name, end, host,
	    NULL };
	enum persist_mode mode = PERSIST_NO;
	struct surroundings world;
	struct commandline line;
	struct config config;

	surroundings_open(&world, "ssh", hooks, t);
	if (t != NULL)
		t->system = world.source.system;
	if (commandline_parse(&line, 3, argv,
	    (struct commandline_release){ 9, 2 }) == 0) {
		(void)config_scan(&config, &line, &world.source);
		mode = config.persist.mode;
		config_free(&config);
	}
	commandline_free(&line);
	surroundings_close(&world);
	return mode;
}

/* "a, b and 3 more" */
static const char *
hint_names(const struct words *w, char *out, size_t size)
{
	size_t i, n = 0;

	*out = '\0';
	for (i = 0; i < w->n && i < NAMED && n < size; i++)
		n += (size_t)snprintf(out + n, size - n, "%s%s",
		    i == 0 ? "" : ", ", w->word[i]);
	if (w->n > NAMED && n < size)
		snprintf(out + n, size - n, " and %zu more", w->n - NAMED);
	return out;
}

void
hint_say(const struct log *log)
{
	static const struct surroundings_hooks none = { 0 },
	    hearing = { .heard = hint_heard };
	struct hint t = { .host = { 0 } };
	char host[] = "localhost", names[400];
	size_t i;

	(void)hint_scan(&hearing, &t, host);
	for (i = 0; i < t.host.n; i++)
		if (hint_scan(&none, NULL, t.host.word[i]) != PERSIST_NO)
			words_add(&t.kept, "%s", t.host.word[i]);
	if (t.kept.n > 0)
		log_say(log, "nothing is kept at present; Persist is set for "
		    "%s: sshp -f -N %s", hint_names(&t.kept, names,
		    sizeof names), t.kept.word[0]);
	else if (t.host.n > 0)
		log_say(log, "nothing is kept: Persist is not set for %s "
		    "(\"Persist yes\" under \"Host %s\" in ~/.ssh/config, then "
		    "sshp %s)", hint_names(&t.host, names, sizeof names),
		    t.host.word[0], t.host.word[0]);
	else
		log_say(log, "nothing is kept: start one with sshp -o "
		    "Persist=yes user@host, or -f -N -L 8080:localhost:80 for "
		    "a tunnel");
	words_free(&t.host);
	words_free(&t.kept);
}
