/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "sys/names.h"
#include "tunnel-guard/proxy_dialogue.h"

void
proxy_dialogue_start(struct proxy_dialogue *h, int fd,
    const struct proxy_url *v, const char *host, int port)
{
	struct proxy_ask ask = {
		.kind = v->kind, .host = host, .port = port,
		.user = v->user, .password = v->signs ? v->password : NULL,
	};

	*h = (struct proxy_dialogue){ .fd = fd };
	ask.address_len = names_bytes(host, ask.address);
	proxy_start(&h->proxy, &ask);
}

void
proxy_dialogue_watch(struct proxy_dialogue *h, struct loop *l)
{
	h->slot = loop_watch(l, h->fd,
	    h->proxy.out_len > 0 ? POLLOUT : POLLIN);
	/* The negotiation failed before the first byte. */
	if (h->proxy.state != PROXY_TALKS)
		loop_lower(l, 0);
}

/* True if all output is written. */
static bool
proxy_dialogue_write(struct proxy_dialogue *h)
{
	struct proxy *p = &h->proxy;
	ssize_t n;

	while (h->sent < p->out_len) {
		n = send(h->fd, p->out + h->sent, p->out_len - h->sent,
		    MSG_NOSIGNAL);
		if (n == -1 && errno != EINTR) {
			if (errno != EAGAIN && errno != EWOULDBLOCK)
				proxy_ended(p, strerror(errno));
			return false;
		}
		h->sent += n > 0 ? (size_t)n : 0;
	}
	h->sent = 0;
	proxy_wrote(p);
	return true;
}

/* Feeds new bytes to the machine; removes only those from the socket. */
static void
proxy_dialogue_read(struct proxy_dialogue *h)
{
	char bytes[4096];
	ssize_t n = recv(h->fd, bytes, sizeof bytes, MSG_PEEK);

	if (n > 0)
		(void)recv(h->fd, bytes,
		    proxy_feed(&h->proxy, bytes, (size_t)n), 0);
	else if (n == 0)
		proxy_ended(&h->proxy, "the proxy closed the connection");
	else if (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK)
		proxy_ended(&h->proxy, strerror(errno));
}

enum proxy_state
proxy_dialogue_step(struct proxy_dialogue *h, const struct loop *l)
{
	struct proxy *p = &h->proxy;

	if (p->state != PROXY_TALKS || loop_ready(l, h->slot) == 0)
		return p->state;
	if (p->out_len == 0)
		proxy_dialogue_read(h);
	if (p->state == PROXY_TALKS && p->out_len > 0)
		(void)proxy_dialogue_write(h);
	return p->state;
}
