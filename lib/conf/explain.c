/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/quote.h"
#include "conf/explain.h"
#include "conf/forward.h"
#include "conf/show.h"

void
explain_open(struct explain *x)
{
	*x = (struct explain){ .last = &x->first };
}

static bool
same(struct origin a, struct origin b)
{
	return a.line != 0 && a.line == b.line && strcmp(a.file, b.file) == 0;
}

static struct loser *
find(struct explain *x, const struct heard *h)
{
	struct loser *l;

	for (l = x->first; l != NULL; l = l->next)
		if (l->k == h->k && same(l->at, h->at))
			break;
	return l;
}

void
explain_hear(struct explain *x, const struct heard *h)
{
	struct loser *l = find(x, h);

	/* A line with effect in the first pass comes again in the second. */
	if (l != NULL || h->k >= KEYWORDS || h->k == KW_host) {
		if (l != NULL && h->what == HEARD_SET)
			l->what = HEARD_SET;
		return;
	}
	if ((l = pool_get(&x->pool, sizeof *l)) == NULL)
		return;
	*l = (struct loser){ .k = h->k, .what = h->what, .at = h->at,
	    .block = h->block };
	l->value = pool_copy(&x->pool, h->value, strlen(h->value));
	if (h->why != NULL)
		l->why = pool_copy(&x->pool, h->why, strlen(h->why));
	*x->last = l;
	x->last = &l->next;
}

/* --- forwards in words --- */

/* "port 80 here", "the socket /x here"; where: "here" or "on the server". */
static const char *
proc_net(struct pool *p, const char *end, const char *where)
{
	const char *port, *host;

	if (*end == '/')
		return pool_text(p, "the socket %s %s", end, where);
	if (*end != '[')
		return strcmp(end, "0") == 0 ?
		    pool_text(p, "a port chosen %s", where) :
		    pool_text(p, "port %s %s", end, where);
	host = pool_copy(p, end + 1, strcspn(end + 1, "]"));
	port = strrchr(end, ':') + 1;
	if (host == NULL || *host == '\0' || strcmp(host, "*") == 0)
		return pool_text(p, "port %s on all addresses %s", port,
		    where);
	return pool_text(p, "port %s on %s %s", port, host, where);
}

/* "localhost:80" for "[localhost]:80". */
static const char *
leading(struct pool *p, const char *end)
{
	size_t n;

	if (*end != '[')
		return pool_text(p, "the socket %s", end);
	n = strcspn(end, "]");
	if (memchr(end, ':', n) != NULL)
		return end;
	return pool_text(p, "%.*s%s", (int)n - 1, end + 1, end + n + 1);
}

const char *
explain_forward(struct pool *p, enum keyword k, const char *text)
{
	bool remote = k == KW_remoteforward;
	const char *near = remote ? "on the server" : "here";
	const char *to = strchr(text, '\n'), *from;

	from = pool_copy(p, text, strcspn(text, "\n"));
	if (from == NULL || (from = proc_net(p, from, near)) == NULL)
		return NULL;
	if (to == NULL || strcmp(to + 1, "[socks]:0") == 0)
		return pool_text(p, "%s is a SOCKS proxy; its connections "
		    "leave from %s", from, remote ? "here" : "the server");
	if ((to = leading(p, to + 1)) == NULL)
		return NULL;
	return remote ? pool_text(p, "%s leads to %s here", from, to) :
	    pool_text(p, "%s leads to %s, as seen from the server", from, to);
}

/* --- reasons --- */

const char *
explain_why(struct explain *x, const struct loser *l, const char *header)
{
	const char *place = source_place(&x->pool, l->block);

	switch (l->what) {
	case HEARD_EARLIER:
		return "an earlier value is used";
	case HEARD_DUPLICATE:
		return "same as an earlier line";
	case HEARD_IGNORED:
		return "has no effect";
	case HEARD_SET:
		return "";
	case HEARD_BLOCK:
		break;
	}
	if (header == NULL)
		return "this block does not match";
	return l->why == NULL ?
	    pool_text(&x->pool, "\"%s\" at %s: no pattern matches", header,
	    place) : pool_text(&x->pool, "\"%s\" at %s: %s does not match",
	    header, place, l->why);
}

/* --- lines --- */

static void
add_value(struct words *out, struct explain *x, struct config *c,
    const struct config_source *s, enum keyword k, const struct value *v,
    const char *usual)
{
	const char *text = show_value(&x->pool, s, k, v, usual);
	const char *means;

	(void)c;
	words_add(out, "%s %s", keyword_rows[k].name,
	    text == NULL ? "" : text);
	words_add(out, "    %s", v->at.file == NULL ? "ssh itself" :
	    v->at.line == 0 ? "the command line" :
	    source_place(&x->pool, v->at));
	if (k == KW_localforward || k == KW_remoteforward ||
	    k == KW_dynamicforward)
		if ((means = explain_forward(&x->pool, k, v->text)) != NULL)
			words_add(out, "    %s", means);
}

bool
explain_lines(struct words *out, struct explain *x, struct config *c,
    const struct config_source *s, enum keyword k, const char *standard,
    const char *(*header)(void *arg, struct origin at), void *arg)
{
	const char *usual = show_standard(&x->pool, standard, k);
	const struct value *v;
	const struct loser *l;
	bool any = false;

	for (v = c->settings.first[k]; v != NULL; v = v->next, any = true)
		add_value(out, x, c, s, k, v, usual);
	for (l = x->first; l != NULL; l = l->next) {
		if (l->k != k || l->what == HEARD_SET)
			continue;
		if (l->what == HEARD_BLOCK && !x->all) {
			x->hidden++;
			continue;
		}
		if (!any)
			words_add(out, "%s %s\n    ssh's default",
			    keyword_rows[k].name, usual == NULL ? "(not set)" :
			    usual);
		any = true;
		words_add(out, "  - %s: %s\n      %s",
		    source_place(&x->pool, l->at), l->value,
		    explain_why(x, l, header(arg, l->block)));
	}
	return any;
}

/* --- JSON --- */

/* "file":...,"line":... */
static const char *
json_place(struct pool *p, struct origin at)
{
	const char *file = quote_json(p, at.file == NULL ? "" : at.file);

	return file == NULL ? "" :
	    pool_text(p, "\"file\":%s,\"line\":%d", file, at.line);
}

static const char *
json_value(struct explain *x, const struct config_source *s, enum keyword k,
    const struct value *v, const char *usual)
{
	const char *text = show_value(&x->pool, s, k, v, usual);
	const char *means = NULL;

	if (k == KW_localforward || k == KW_remoteforward ||
	    k == KW_dynamicforward)
		means = explain_forward(&x->pool, k, v->text);
	return pool_text(&x->pool, "{\"value\":%s,%s%s%s}",
	    quote_json(&x->pool, text == NULL ? "" : text),
	    json_place(&x->pool, v->at), means == NULL ? "" : ",\"means\":",
	    means == NULL ? "" : quote_json(&x->pool, means));
}

static const char *
json_loser(struct explain *x, const struct loser *l, const char *header)
{
	return pool_text(&x->pool, "{\"value\":%s,%s,\"why\":%s}",
	    quote_json(&x->pool, l->value), json_place(&x->pool, l->at),
	    quote_json(&x->pool, explain_why(x, l, header)));
}

/* list with one appended; NULL is the empty list. */
static const char *
json_add(struct pool *p, const char *list, const char *one)
{
	return list == NULL ? one : pool_text(p, "%s,%s", list, one);
}

const char *
explain_json(struct explain *x, struct config *c,
    const struct config_source *s, enum keyword k, const char *standard,
    const char *(*header)(void *arg, struct origin at), void *arg)
{
	const char *usual = show_standard(&x->pool, standard, k);
	const char *values = NULL, *lost = NULL;
	const struct value *v;
	const struct loser *l;

	for (v = c->settings.first[k]; v != NULL; v = v->next)
		values = json_add(&x->pool, values, json_value(x, s, k, v,
		    usual));
	for (l = x->first; l != NULL; l = l->next)
		if (l->k == k && l->what != HEARD_SET)
			lost = json_add(&x->pool, lost, json_loser(x, l,
			    header(arg, l->block)));
	if (values == NULL && lost == NULL)
		return NULL;
	return pool_text(&x->pool, "\"%s\":{\"values\":[%s],\"lost\":[%s]}",
	    keyword_rows[k].name, values == NULL ? "" : values,
	    lost == NULL ? "" : lost);
}

void
explain_close(struct explain *x)
{
	pool_free(&x->pool);
}
