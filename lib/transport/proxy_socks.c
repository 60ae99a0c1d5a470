/* SPDX-License-Identifier: ISC */
/* SOCKS 5 and 4a. */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "transport/proxy_internal.h"

/* Goes on to an answer of so many bytes, after what is to be written. */
static void
socks_await(struct proxy *p, enum proxy_step step, size_t want)
{
	p->step = step;
	p->want = want;
	p->len = 0;
}

void
proxy_socks5_start(struct proxy *p)
{
	bool sign = p->ask.password != NULL;

	proxy_put_byte(p, 5);
	proxy_put_byte(p, sign ? 2 : 1);
	proxy_put_byte(p, 0);
	if (sign)
		proxy_put_byte(p, 2);
	socks_await(p, SOCKS5_METHOD, 2);
}

static void
socks5_sign(struct proxy *p)
{
	proxy_put_byte(p, 1);
	proxy_put_counted(p, p->ask.user);
	proxy_put_counted(p, p->ask.password);
	socks_await(p, SOCKS5_SIGNED, 2);
}

static void
socks5_connect(struct proxy *p)
{
	const struct proxy_ask *a = &p->ask;

	proxy_put(p, "\5\1\0", 3);
	proxy_put_byte(p, a->address_len == 0 ? 3 :
	    a->address_len == 4 ? 1 : 4);
	if (a->address_len == 0)
		proxy_put_counted(p, a->host);
	else
		proxy_put(p, a->address, a->address_len);
	proxy_put_port(p);
	socks_await(p, SOCKS5_REPLY, 2);
}

static void
socks5_method(struct proxy *p)
{
	if (p->line[1] == 0)
		socks5_connect(p);
	else if (p->line[1] == 2 && p->ask.password != NULL)
		socks5_sign(p);
	else
		proxy_refuse(p, CAUSE_PROXY, p->ask.password == NULL ?
		    "user and password required" :
		    "unknown login method required");
}

static void
socks5_signed(struct proxy *p)
{
	if (p->line[1] == 0)
		socks5_connect(p);
	else
		proxy_refuse(p, CAUSE_PROXY, "user and password rejected");
}

/* The meaning of a code, in ssh's words if ssh has any. */
static void
socks_refuse(struct proxy *p, int code)
{
	static const struct {
		enum proxy_kind kind; int code; enum cause cause;
		const char *why;
	} row[] = {
		{ PROXY_SOCKS5, 1, CAUSE_OTHER, "general failure" },
		{ PROXY_SOCKS5, 2, CAUSE_OTHER, "not permitted by its rules" },
		{ PROXY_SOCKS5, 3, CAUSE_UNANSWERED,
		    "Network is unreachable" },
		{ PROXY_SOCKS5, 4, CAUSE_UNANSWERED, "No route to host" },
		{ PROXY_SOCKS5, 5, CAUSE_REFUSED, "Connection refused" },
		{ PROXY_SOCKS5, 6, CAUSE_UNANSWERED, "Connection timed out" },
		{ PROXY_SOCKS5, 7, CAUSE_OTHER, "CONNECT is not supported" },
		{ PROXY_SOCKS5, 8, CAUSE_OTHER,
		    "address type not supported" },
		{ PROXY_SOCKS4, 91, CAUSE_OTHER, "rejected or failed" },
		{ PROXY_SOCKS4, 92, CAUSE_PROXY,
		    "it cannot reach identd on this machine" },
		{ PROXY_SOCKS4, 93, CAUSE_PROXY,
		    "identd on this machine reports another user" },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		if (row[i].kind == p->ask.kind && row[i].code == code) {
			proxy_refuse(p, row[i].cause, "refused: %s",
			    row[i].why);
			return;
		}
	proxy_refuse(p, CAUSE_OTHER, "refused: code %d", code);
}

/* The code is there, or enough to know how long the reply is, or all of it. */
static void
socks5_reply(struct proxy *p)
{
	enum { CODE = 2, HEAD = 5 };
	static const size_t address[] = { [1] = 4, [4] = 16 };
	unsigned type = p->line[3];

	if (p->line[1] != 0)
		socks_refuse(p, p->line[1]);
	else if (p->want == CODE)
		p->want = HEAD;
	else if (p->want > HEAD)
		p->state = PROXY_OPEN;
	else if (type == 3)
		p->want = HEAD + p->line[4] + 2;
	else if (type == 1 || type == 4)
		p->want = 4 + address[type] + 2;
	else
		proxy_refuse_stranger(p);
}

void
proxy_socks4_start(struct proxy *p)
{
	const struct proxy_ask *a = &p->ask;

	if (a->address_len == 16) {
		proxy_refuse(p, CAUSE_OTHER,
		    "SOCKS4 does not support IPv6 (use -X 5)");
		return;
	}
	proxy_put(p, "\4\1", 2);
	proxy_put_port(p);
	proxy_put(p, a->address_len == 4 ? a->address :
	    (const unsigned char *)"\0\0\0\1", 4);
	proxy_put(p, a->user, strlen(a->user) + 1);
	if (a->address_len == 0)
		proxy_put(p, a->host, strlen(a->host) + 1);
	socks_await(p, SOCKS4_REPLY, 2);
}

static void
socks4_reply(struct proxy *p)
{
	if (p->line[1] != 90)
		socks_refuse(p, p->line[1]);
	else if (p->want == 8)
		p->state = PROXY_OPEN;
	else
		p->want = 8;
}

/* The version that an answer must begin with. */
static bool
socks_is(const struct proxy *p, unsigned char version)
{
	switch (p->step) {
	case SOCKS5_SIGNED:
		return version == 1 || version == 5; /* some are mistaken */
	case SOCKS4_REPLY:
		return version == 0 || version == 4; /* some are mistaken */
	default:
		return version == 5;
	}
}

void
proxy_socks_byte(struct proxy *p, unsigned char c)
{
	static void (*const whole[])(struct proxy *) = {
		[SOCKS5_METHOD] = socks5_method,
		[SOCKS5_SIGNED] = socks5_signed,
		[SOCKS5_REPLY] = socks5_reply,
		[SOCKS4_REPLY] = socks4_reply,
	};

	if (p->len < sizeof p->line)
		p->line[p->len] = c;
	if (p->len++ == 0 && !socks_is(p, c)) {
		p->step = STRANGER;
		if (!isprint(c))
			proxy_refuse_stranger(p);
	} else if (p->len == p->want) {
		whole[p->step](p);
	}
}
