/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "plan/forward_alias.h"

static const char digits[] = "0123456789";

/* An IPv6 address without a letter: a nought before one of its numbers. */
static const char *
forward_alias_ipv6(struct words *w, const char *host)
{
	const char *last = strrchr(host, ':') + 1;
	size_t n = strspn(last, digits);

	if (strspn(host, digits) < 4)
		return words_add(w, "0%s", host);
	if (n == 0 || n == 4)
		return NULL;
	return words_add(w, "%.*s0%s", (int)(last - host), host, last);
}

/* The same host in another text: the other case, or the other base. */
static const char *
forward_alias_host(struct words *w, const char *host)
{
	size_t n = strcspn(host, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ%");
	const char *last = strrchr(host, '.');

	if (host[n] != '\0' && host[n] != '%')
		return words_add(w, "%.*s%c%s", (int)n, host, host[n] ^ 0x20,
		    host + n + 1);
	if (strchr(host, ':') != NULL)
		return forward_alias_ipv6(w, host);
	last = last == NULL ? host : last + 1;
	return words_add(w, "%.*s0x%lx", (int)(last - host), host,
	    strtoul(last, NULL, 0));
}

/* The address that stands for all, or for this machine alone, as a default. */
static const char *
forward_alias_default(bool gateway)
{
	return gateway ? "*" : "localhost";
}

/* A port's; NULL. */
static const char *
forward_alias_port(struct words *w, const struct plan_forward *f, bool gateway)
{
	const char *host;

	if (f->host == NULL)
		return words_add(w, "[%s]:%s", forward_alias_default(gateway),
		    f->spec);
	if (strcmp(f->host, forward_alias_default(gateway)) == 0)
		return strchr(f->spec, ']') + 2;
	if (strcmp(f->host, "*") == 0 || *f->host == '\0' ||
	    (host = forward_alias_host(w, f->host)) == NULL)
		return NULL;
	return words_add(w, "[%s]%s", host, strchr(f->spec, ']') + 1);
}

void
forward_alias_make(struct words *w, struct plan_forward *f, bool gateway)
{
	const char *here;

	if (f->spec == NULL)
		return;
	if (f->path == NULL) {
		f->twin = forward_alias_port(w, f, gateway);
		return;
	}
	here = *f->path == '/' ? "/." : "./";
	f->twin = words_add(w, "%s%s", here, f->spec);
	f->forward_alias_path = words_add(w, "%s%s", here, f->path);
}
