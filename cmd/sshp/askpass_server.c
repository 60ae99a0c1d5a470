/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "proto/askpass_proto.h"
#include "sshp/askpass_server.h"
#include "sys/child.h"
#include "sys/peer.h"
#include "sys/program.h"

enum {
	RELEASE = 806,		/* first ssh whose own questions differ from
				 * the server's */
	PACKET =
	    PASSWORD_POLICY_SLOTS, /* secmem slot of the current packet */
	SLOTS
};

char *
askpass_server_program(int release, const char **why)
{
	char *path = NULL;

	*why = "needs ssh 8.6 or later (set it to no)";
	if (release >= RELEASE) {
		*why = "sshp-askpass is not installed";
		path = program_of("sshp-askpass", LIBEXECDIR);
	}
	return path;
}

int
askpass_server_open(struct askpass_server *p, const char *program)
{
	int i;

	*p = (struct askpass_server){ .on = program != NULL, .listener = -1 };
	for (i = 0; i < ASKPASS_SERVER_MAX; i++)
		p->asker[i].fd = -1;
	if (!p->on)
		return 0;
	p->machine = calloc(1, sizeof *p->machine);
	words_add(&p->env, "SSH_ASKPASS=%s", program);
	words_add(&p->env, "SSH_ASKPASS_REQUIRE=force");
	return p->machine == NULL || p->env.failed ? -1 :
	    secmem_open(&p->memory, SLOTS, ASKPASS_PROTO_SIZE);
}

int
askpass_server_listen(struct askpass_server *p, int listener,
    const char *directory)
{
	p->listener = listener;
	if (p->env.n == ASKPASS_SERVER_ENV)
		words_drop(&p->env);
	words_add(&p->env, "SSHP_SECRETS=%s/secrets", directory);
	return listener == -1 || p->env.failed ? -1 : 0;
}

size_t
askpass_server_env(const struct askpass_server *p, const char **env)
{
	size_t i;

	for (i = 0; p->on && i < p->env.n; i++)
		env[i] = p->env.word[i];
	return i;
}

static void
askpass_server_drop(struct askpass_server *p, int i)
{
	close(p->asker[i].fd);
	p->asker[i].fd = -1;
}

static void
askpass_server_hang_up(struct askpass_server *p)
{
	int i;

	for (i = 0; i < ASKPASS_SERVER_MAX; i++)
		if (p->asker[i].fd != -1)
			askpass_server_drop(p, i);
}

void
askpass_server_begin(struct askpass_server *p)
{
	p->wants = NULL;
	askpass_server_hang_up(p);
	if (p->on)
		password_policy_begin(p->machine);
}

void
askpass_server_end(struct askpass_server *p, bool denied)
{
	unsigned slots;
	size_t i;

	askpass_server_hang_up(p);
	/* If ssh ended without the user's answer, others may still be right. */
	if (!p->on || !denied || p->wants != NULL)
		return;
	slots = password_policy_denied(p->machine);
	for (i = 0; i < PASSWORD_POLICY_SLOTS; i++)
		if (slots & 1U << i)
			secmem_wipe(&p->memory, i);
}

void
askpass_server_forget(struct askpass_server *p)
{
	size_t i;

	if (!p->on)
		return;
	*p->machine = (struct password_policy){ 0 };
	for (i = 0; i < PASSWORD_POLICY_SLOTS; i++)
		secmem_wipe(&p->memory, i);
}

void
askpass_server_change(struct askpass_server *p, bool on)
{
	/* sshp locks memory for secrets only at the start. */
	if (p->machine == NULL || p->on == on)
		return;
	askpass_server_forget(p);
	askpass_server_hang_up(p);
	p->wants = NULL;
	p->on = on;
}

bool
askpass_server_knows(const struct askpass_server *p)
{
	return p->on && password_policy_any(p->machine);
}

void
askpass_server_watch(struct askpass_server *p, struct loop *l)
{
	int i;

	p->slot = loop_watch(l, p->on ? p->listener : -1, POLLIN);
	for (i = 0; i < ASKPASS_SERVER_MAX; i++)
		p->asker[i].slot = loop_watch(l, p->asker[i].fd, POLLIN);
}

/* Closes the connection of a process that is not below our ssh. */
static void
askpass_server_accept(struct askpass_server *p, pid_t ssh)
{
	pid_t pid;
	int i, depth, fd = peer_accept(p->listener, &pid);

	if (fd == -1)
		return;
	for (i = 0; i < ASKPASS_SERVER_MAX && p->asker[i].fd != -1; i++)
		;
	if (i == ASKPASS_SERVER_MAX || peer_user(fd) != (long)geteuid() ||
	    ssh <= 0 || (depth = child_generation(pid, ssh)) == 0) {
		close(fd);
		return;
	}
	p->asker[i].fd = fd;
	p->asker[i].learn = -1;
	p->asker[i].by = (long)peer_parent(pid);
	p->asker[i].depth = depth;
	p->asker[i].asked = false;
}

static void
askpass_server_say(struct askpass_server *p, int i,
    enum askpass_proto_verb verb, const char *text)
{
	char *packet = secmem_slot(&p->memory, PACKET);

	(void)peer_post(p->asker[i].fd, packet,
	    askpass_proto_encode(packet, verb, text));
	secmem_wipe(&p->memory, PACKET);
}

/* Handles a question; its text is in slot PACKET. */
static void
askpass_server_asked(struct askpass_server *p, int i, int verb, bool user)
{
	const char *prompt = secmem_slot(&p->memory, PACKET) + 1;
	enum password_policy_hint hint = verb == ASKPASS_PROTO_CONFIRM ?
	    PASSWORD_POLICY_CONFIRM : verb == ASKPASS_PROTO_NOTICE ?
	    PASSWORD_POLICY_NOTICE : PASSWORD_POLICY_ANSWER;
	int slot, forget;

	p->asker[i].asked = true;
	switch (password_policy_asked(p->machine, prompt, hint, p->asker[i].by,
	    p->asker[i].depth, user, &slot, &forget)) {
	case PASSWORD_POLICY_TELL:
		askpass_server_say(p, i, ASKPASS_PROTO_ANSWER,
		    secmem_slot(&p->memory, (size_t)slot));
		break;
	case PASSWORD_POLICY_LEARN:
		p->asker[i].learn = slot;
		askpass_server_say(p, i, ASKPASS_PROTO_LEARN, "");
		break;
	case PASSWORD_POLICY_ASK:
		askpass_server_say(p, i, ASKPASS_PROTO_PERSON, "");
		break;
	case PASSWORD_POLICY_NEED:
		/* sshp-askpass waits until sshp ends its ssh. */
		p->wants = password_policy_wants(password_policy_kind(prompt,
		    hint));
		break;
	case PASSWORD_POLICY_REFUSE:
		askpass_server_drop(p, i);
		break;
	}
	if (forget != -1)
		secmem_wipe(&p->memory, (size_t)forget);
}

static void
askpass_server_read(struct askpass_server *p, int i, bool user)
{
	char *packet = secmem_slot(&p->memory, PACKET);
	ssize_t n = peer_take(p->asker[i].fd, packet, ASKPASS_PROTO_SIZE - 1);
	int verb = n <= 0 ? -1 : askpass_proto_decode(packet, (size_t)n);

	if (verb == ASKPASS_PROTO_ANSWER && p->asker[i].learn != -1) {
		memcpy(secmem_slot(&p->memory, (size_t)p->asker[i].learn),
		    packet + 1, (size_t)n);
		password_policy_learnt(p->machine, p->asker[i].learn);
		p->asker[i].learn = -1;
	} else if (!p->asker[i].asked && (verb == ASKPASS_PROTO_QUESTION ||
	    verb == ASKPASS_PROTO_CONFIRM || verb == ASKPASS_PROTO_NOTICE)) {
		askpass_server_asked(p, i, verb, user);
	} else {
		askpass_server_drop(p, i);
	}
	secmem_wipe(&p->memory, PACKET);
}

bool
askpass_server_take(struct askpass_server *p, const struct loop *l, pid_t ssh,
    bool user)
{
	bool needed = p->wants != NULL;
	int i;

	if (!p->on)
		return false;
	for (i = 0; i < ASKPASS_SERVER_MAX; i++)
		if (p->asker[i].fd != -1 && loop_ready(l, p->asker[i].slot))
			askpass_server_read(p, i, user);
	if (loop_ready(l, p->slot))
		askpass_server_accept(p, ssh);
	return !needed && p->wants != NULL;
}

void
askpass_server_leave(struct askpass_server *p)
{
	askpass_server_hang_up(p);
	if (p->listener != -1)
		close(p->listener);
	p->listener = -1;
}

void
askpass_server_close(struct askpass_server *p)
{
	askpass_server_leave(p);
	secmem_close(&p->memory);
	words_free(&p->env);
	free(p->machine);
	p->machine = NULL;
}
