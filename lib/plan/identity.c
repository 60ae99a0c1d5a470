/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/sha1.h"
#include "plan/identity.h"

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "-L 80:[localhost]:80": the ends of a forward are parted by a newline. */
static void
add_forwards(struct words *w, const struct settings *s, enum keyword k,
    char letter)
{
	const struct value *v;
	size_t n;

	for (v = s->first[k]; v != NULL; v = v->next) {
		n = strcspn(v->text, "\n");
		if (v->text[n] == '\0' || k == KW_dynamicforward)
			words_add(w, "-%c %.*s", letter, (int)n, v->text);
		else
			words_add(w, "-%c %.*s:%s", letter, (int)n, v->text,
			    v->text + n + 1);
	}
}

/* All words in one, in text. */
static const char *
joined(struct words *text, const struct words *w)
{
	char *all = words_join(w->word, w->n);
	const char *kept = all == NULL ? NULL : words_add(text, "%s", all);

	free(all);
	return kept;
}

static void
make_to(struct identity *i, const struct plan_facts *f)
{
	const struct settings *s = &f->config->settings;
	const char *user = settings_get(s, KW_user);
	const char *port = settings_get(s, KW_port);

	i->to = words_add(&i->text, "%s@%s:%s", user == NULL ? f->user : user,
	    f->config->host, port == NULL ? "22" : port);
}

static void
make_alive(struct identity *i, const struct plan_facts *f)
{
	const struct value *v =
	    f->config->settings.first[KW_serveraliveinterval];

	if (v == NULL)
		return;
	i->alive = strtoll(v->text, NULL, 10);
	i->alive_at = v->at.line == 0 ? words_add(&i->text, "command line") :
	    words_add(&i->text, "%s:%d", v->at.file, v->at.line);
}

int
identity_make(struct identity *i, const struct plan_facts *f, bool tunnel,
    const char *machine)
{
	const struct settings *s = &f->config->settings;
	const char *jump = settings_get(s, KW_proxyjump);
	const char *proxy = settings_get(s, KW_proxycommand);
	struct words forwards = { 0 };
	char hex[SHA1_HEX];
	const char *all;

	*i = (struct identity){ .name = f->config->name };
	add_forwards(&forwards, s, KW_localforward, 'L');
	add_forwards(&forwards, s, KW_remoteforward, 'R');
	add_forwards(&forwards, s, KW_dynamicforward, 'D');
	if (forwards.n > 0)
		qsort(forwards.word, forwards.n, sizeof *forwards.word,
		    by_text);
	make_to(i, f);
	make_alive(i, f);
	i->forwards = joined(&i->text, &forwards);
	/* One name may mean two hosts, by the way that leads to them. */
	all = i->to == NULL || i->forwards == NULL ? NULL :
	    words_add(&i->text, "%s\n%s\n%s\n%s\n%s%s%s", machine, i->to,
	    i->forwards, jump == NULL ? "" : jump, proxy == NULL ? "" : proxy,
	    tunnel ? "" : "\n", tunnel ? "" : i->name);
	if (all != NULL) {
		memcpy(i->id, sha1_hex(hex, all, strlen(all)),
		    sizeof i->id - 1);
		i->id[sizeof i->id - 1] = '\0';
	}
	all = forwards.failed || i->text.failed ? NULL : all;
	words_free(&forwards);
	return all == NULL ? -1 : 0;
}

void
identity_free(struct identity *i)
{
	words_free(&i->text);
}
