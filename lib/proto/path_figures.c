/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "proto/path_figures.h"

void
path_figures_limit(struct path_figures *f)
{
	const int64_t number[] = { f->rtt, f->worst, f->segments, f->resent,
	    f->all_segments, f->all_resent, f->sent, f->received,
	    f->sent_rate, f->received_rate, f->answered };
	size_t i;

	for (i = 0; i < PAIRS(number); i++)
		if (number[i] < 0 || number[i] > INT64_MAX / 4)
			*f = (struct path_figures){ 0 };
	if (f->known != 1 || f->hop < 0 || f->hop >= PATH_HOPS)
		*f = (struct path_figures){ 0 };
}

void
path_figures_join(struct path_figures *f, const struct path_figures *more)
{
	struct path_figures tcp = f->rtt != 0 ? *f : *more;

	/* The bytes to a jump host are not those of this connection alone. */
	if (f->known && f->hop == PATH_SERVER) {
		tcp.sent = f->sent;
		tcp.received = f->received;
		tcp.sent_rate = f->sent_rate;
		tcp.received_rate = f->received_rate;
	} else if (more->known && more->hop == PATH_SERVER) {
		tcp.sent = more->sent;
		tcp.received = more->received;
		tcp.sent_rate = more->sent_rate;
		tcp.received_rate = more->received_rate;
	}
	*f = tcp;
}

const char *
path_figures_hop(const struct path_figures *f)
{
	static const char *const hop[] = { [PATH_SERVER] = "server",
	    [PATH_PROXY] = "proxy", [PATH_JUMP] = "jump-host" };

	return f->hop >= 0 && f->hop < PATH_HOPS ? hop[f->hop] : "server";
}

double
path_figures_share(const struct path_figures *f)
{
	if (f->segments <= 0)
		return -1;
	return f->resent >= f->segments ? 1 :
	    (double)f->resent / (double)f->segments;
}

int
path_figures_rating(double share)
{
	return share >= 0.1 ? 2 : share >= 0.02;
}

/* --- text --- */

/* "0.3ms", "12ms", "1.2s". */
static char *
path_figures_time(int64_t us, char *out, size_t size)
{
	long long ms = (us + 500) / 1000;

	if (us < 9950)
		snprintf(out, size, "%lld.%lldms", (long long)(us + 50) / 1000,
		    (long long)(us + 50) % 1000 / 100);
	else if (ms < 1000)
		snprintf(out, size, "%lldms", ms);
	else
		snprintf(out, size, "%lld.%llds", (ms + 50) / 1000,
		    (ms + 50) % 1000 / 100);
	return out;
}

char *
path_figures_trip(const struct path_figures *f, char *out, size_t size)
{
	char worst[32];

	if (f->rtt <= 0) {
		snprintf(out, size, "-");
		return out;
	}
	(void)path_figures_time(f->worst > f->rtt ? f->worst : f->rtt, worst,
	    sizeof worst);
	(void)path_figures_time(f->rtt, out, size);
	snprintf(out + strlen(out), size - strlen(out), "/%s", worst);
	return out;
}

char *
path_figures_resent(const struct path_figures *f, char *out, size_t size)
{
	double share = 100 * path_figures_share(f);

	if (share < 0)
		snprintf(out, size, "-");
	else
		snprintf(out, size, share > 0 && share < 9.95 ? "%.1f%%" :
		    "%.0f%%", share);
	return out;
}

char *
path_figures_bytes(int64_t bytes, char *out, size_t size)
{
	static const char unit[] = "kMGTPE";
	double n = (double)bytes;
	size_t i;

	if (bytes < 1000) {
		snprintf(out, size, "%dB", (int)bytes);
		return out;
	}
	for (i = 0, n /= 1000; n >= 999.5; i++)
		n /= 1000;
	snprintf(out, size, n < 9.95 ? "%.1f%cB" : "%.0f%cB", n, unit[i]);
	return out;
}

char *
path_figures_words(const struct path_figures *f, char *out, size_t size)
{
	char sent[32], received[32], rtt[32], worst[32], share[16];
	char tcp[120] = "", to[40] = "";

	(void)path_figures_bytes(f->sent_rate, sent, sizeof sent);
	(void)path_figures_bytes(f->received_rate, received, sizeof received);
	if (f->hop != PATH_SERVER)
		snprintf(to, sizeof to, " to the %s", f->hop == PATH_PROXY ?
		    "proxy" : "first jump host");
	if (f->rtt > 0)
		snprintf(tcp, sizeof tcp, "round trip%s %s, at most %s; ", to,
		    path_figures_time(f->rtt, rtt, sizeof rtt),
		    path_figures_time(f->worst, worst, sizeof worst));
	if (f->segments > 0)
		snprintf(tcp + strlen(tcp), sizeof tcp - strlen(tcp),
		    "%s of %lld segments retransmitted; ",
		    path_figures_resent(f, share, sizeof share),
		    (long long)f->segments);
	snprintf(out, size, "%ssent %s/s, received %s/s", tcp, sent, received);
	return out;
}
