/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "base/span.h"
#include "tunnel-guard/connection_error.h"

void
connection_error_unasked(struct report *r, const char *host, int error)
{
	report_failed(r, CAUSE_DNS_TEMPORARY,
	    "Could not resolve hostname %s: %s", host, strerror(error));
}

const char *
connection_error_resolver(const struct resolved *found)
{
	return found->gai == EAI_SYSTEM ? strerror(found->error) :
	    gai_strerror(found->gai);
}

void
connection_error_unresolved(struct report *r, const char *host,
    const char *port, const struct resolved *found)
{
	if (found->gai == EAI_SERVICE)
		report_failed(r, CAUSE_OTHER, "port %s: unknown service",
		    port);
	else
		report_failed(r, found->gai == EAI_NONAME ? CAUSE_DNS_NONE :
		    CAUSE_DNS_TEMPORARY, "Could not resolve hostname %s: %s",
		    host, connection_error_resolver(found));
}

void
connection_error_undialled(struct report *r, const char *host, const char *port,
    const struct dial *d, int error, int64_t span)
{
	char text[SPAN_TEXT], tried[80] = "";

	if (d->n > 1)
		snprintf(tried, sizeof tried, " (%zu of %zu addresses tried)",
		    d->tried, d->n);
	if (error == EINPROGRESS)
		report_failed(r, CAUSE_UNANSWERED, "connect to host %s "
		    "port %s: %s after %s%s", host, port,
		    strerror(ETIMEDOUT), span_text(span, text), tried);
	else if (error != ECONNREFUSED && d->why.text[0] != '\0')
		report_failed(r, CAUSE_UNANSWERED, "%s", d->why.text);
	else
		report_failed(r, error == ECONNREFUSED ? CAUSE_REFUSED :
		    CAUSE_UNANSWERED, "connect to host %s port %s: %s", host,
		    port, strerror(error));
}

void
connection_error_unproxied(struct report *r, const char *host, const char *port,
    const struct proxy_url *v, const struct proxy *p, bool silent)
{
	/* Most silent proxies are waiting for the host. */
	report_failed(r, silent && p->cause == CAUSE_OTHER ?
	    CAUSE_UNANSWERED : p->cause,
	    "connect to host %s port %s: proxy %s port %s: %s", host, port,
	    v->host, v->port, p->why);
}
