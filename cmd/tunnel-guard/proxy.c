/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compat/compat.h"
#include "sys/files.h"
#include "sys/names.h"
#include "sys/safe_path.h"
#include "tunnel-guard/proxy.h"

static int
proxy_choice_option(struct proxy_url *v, const char *proxy,
    enum proxy_kind kind, const char *port, struct oops *o)
{
	struct oops why = { "" };

	if (proxy_url_parse(v, proxy, kind, port, &why) == -1)
		return strchr(proxy, '@') != NULL ?
		    oops(o, "-x: %s", why.text) :
		    oops(o, "-x %s: %s", proxy, why.text);
	if (v->signs)
		return oops(o, "-x: do not put a password on the command "
		    "line (use -P user and -A file)");
	return 0;
}

/* Path of the password file without -A; false if there is none. */
static bool
proxy_choice_place(char *out, size_t size)
{
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	if (config != NULL && *config == '/')
		return snprintf(out, size, "%s/tunnel-guard/passwords",
		    config) < (int)size;
	return home != NULL && snprintf(out, size,
	    "%s/.config/tunnel-guard/passwords", home) < (int)size;
}

/* True if only we can replace the file: su(1) keeps another's environment. */
static bool
proxy_choice_ours(char *path)
{
	char *slash = strrchr(path, '/');
	bool ours;

	*slash = '\0';
	ours = safe_path_named(path, SAFE_PATH_HOME);
	*slash = '/';
	return ours;
}

static int
proxy_choice_read(struct proxy_url *v, const char *path, struct oops *o)
{
	struct files_owner owner;
	size_t len = 0;
	int error, found;
	char *text = files_read(path, &len, &owner, &error);

	if (text == NULL)
		return oops(o, "%s: %s (expected a file with "
		    "\"user:password\" lines; -A selects another file)",
		    path, strerror(error));
	found = proxy_url_sign(v, text);
	explicit_bzero(text, len);
	free(text);
	if ((owner.mode & 077) != 0 ||
	    (owner.uid != getuid() && owner.uid != 0))
		return oops(o, "%s: other users can read these passwords "
		    "(own the file, chmod 600)", path);
	if (found == -2)
		return oops(o, "%s: user or password longer than %d bytes",
		    path, PROXY_URL_SECRET - 1);
	return found == 0 ? 0 : oops(o, "%s: no line \"%s:password\"", path,
	    v->user[0] != '\0' ? v->user : "user");
}

/* Sets user and password for the proxy; SOCKS4 has only a user. */
static int
proxy_choice_sign(struct proxy_url *v, const struct proxy_choice *c,
    struct oops *o)
{
	char place[1024];
	const char *path = c->file;

	if (c->user != NULL) {
		if (strlen(c->user) >= sizeof v->user)
			return oops(o, "-P: user longer than %d bytes",
			    PROXY_URL_SECRET - 1);
		snprintf(v->user, sizeof v->user, "%s", c->user);
		v->signs = false;
	}
	if (v->kind == PROXY_SOCKS4 || v->signs ||
	    (path == NULL && v->user[0] == '\0'))
		return 0;
	if (path == NULL && proxy_choice_place(place, sizeof place)) {
		path = place;
		if (!proxy_choice_ours(place))
			return oops(o, "%s: other users can replace this file "
			    "(use -A file)", path);
	}
	return path == NULL ? oops(o, "-P: no password file (use -A file)") :
	    proxy_choice_read(v, path, o);
}

/* Rejects options about a proxy without a proxy. */
static int
proxy_choice_none(const struct proxy_choice *c, struct oops *o)
{
	if (c->protocol == NULL && c->user == NULL && c->file == NULL)
		return 0;
	return oops(o, "-%c: requires a proxy (-x proxy)",
	    c->protocol != NULL ? 'X' : c->user != NULL ? 'P' : 'A');
}

int
proxy_choice_make(struct proxy_url *v, const struct proxy_choice *c,
    const char *host, const char *port, struct oops *o)
{
	enum proxy_kind kind = PROXY_SOCKS5;
	static const struct proxy_url_environment ours = { getenv,
	    names_within };
	const char *usual = "1080", *why;
	bool env = c->proxy != NULL && strcmp(c->proxy, "env") == 0;

	*v = (struct proxy_url){ .kind = PROXY_NONE };
	if (c->proxy == NULL)
		return proxy_choice_none(c, o);
	if (c->protocol == NULL && env)
		kind = proxy_url_kind("connect", &usual);
	if (c->protocol != NULL &&
	    (kind = proxy_url_kind(c->protocol, &usual)) == PROXY_NONE)
		return oops(o, "-X %s: unknown proxy protocol (connect, 5 or "
		    "4)", c->protocol);
	if (c->port != NULL)
		usual = c->port;
	if ((env ? proxy_url_environment(v, &ours, kind, usual, host, port, o) :
	    proxy_choice_option(v, c->proxy, kind, usual, o)) == -1)
		return -1;
	if (v->kind == PROXY_NONE)
		return 0;
	if (proxy_choice_sign(v, c, o) == -1)
		return -1;
	return (why = proxy_url_unfit(v)) == NULL ? 0 : oops(o, "-x: %s", why);
}

/* --- the negotiation --- */

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
