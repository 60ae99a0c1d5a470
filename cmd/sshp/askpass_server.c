/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "proto/askpass_proto.h"
#include "sshp/askpass_server.h"
#include "sys/peer.h"
#include "sys/proctree.h"
#include "sys/program.h"

enum {
	RELEASE = 806,		/* of ssh, from which on the server's questions
				 * can be told from its own */
	PACKET = SECRET_SLOTS,	/* the vault's slot for what is under way */
	SLOTS
};

char *
porter_program(int release, const char **why)
{
	char *path = NULL;

	*why = "wants ssh 8.6 or later (set it to no)";
	if (release >= RELEASE) {
		*why = "sshp-askpass is not installed";
		path = program_of("sshp-askpass", LIBEXECDIR);
	}
	return path;
}

int
porter_open(struct porter *p, const char *program)
{
	int i;

	*p = (struct porter){ .on = program != NULL, .listener = -1 };
	for (i = 0; i < PORTER_MAX; i++)
		p->asker[i].fd = -1;
	if (!p->on)
		return 0;
	p->machine = calloc(1, sizeof *p->machine);
	words_add(&p->env, "SSH_ASKPASS=%s", program);
	words_add(&p->env, "SSH_ASKPASS_REQUIRE=force");
	return p->machine == NULL || p->env.failed ? -1 :
	    vault_open(&p->vault, SLOTS, ASKING_SIZE);
}

int
porter_listen(struct porter *p, int listener, const char *directory)
{
	p->listener = listener;
	if (p->env.n == PORTER_ENV)
		words_drop(&p->env);
	words_add(&p->env, "SSHP_SECRETS=%s/secrets", directory);
	return listener == -1 || p->env.failed ? -1 : 0;
}

size_t
porter_env(const struct porter *p, const char **env)
{
	size_t i;

	for (i = 0; i < p->env.n; i++)
		env[i] = p->env.word[i];
	return i;
}

static void
porter_drop(struct porter *p, int i)
{
	close(p->asker[i].fd);
	p->asker[i].fd = -1;
}

static void
porter_hang_up(struct porter *p)
{
	int i;

	for (i = 0; i < PORTER_MAX; i++)
		if (p->asker[i].fd != -1)
			porter_drop(p, i);
}

void
porter_begin(struct porter *p)
{
	p->wants = NULL;
	porter_hang_up(p);
	if (p->on)
		secret_begin(p->machine);
}

void
porter_end(struct porter *p, bool denied)
{
	unsigned slots;
	size_t i;

	porter_hang_up(p);
	/* What ended for want of a person says nothing of the others. */
	if (!p->on || !denied || p->wants != NULL)
		return;
	slots = secret_denied(p->machine);
	for (i = 0; i < SECRET_SLOTS; i++)
		if (slots & 1U << i)
			vault_wipe(&p->vault, i);
}

void
porter_forget(struct porter *p)
{
	size_t i;

	if (!p->on)
		return;
	*p->machine = (struct secret){ 0 };
	for (i = 0; i < SECRET_SLOTS; i++)
		vault_wipe(&p->vault, i);
}

bool
porter_knows(const struct porter *p)
{
	return p->on && secret_any(p->machine);
}

void
porter_watch(struct porter *p, struct loop *l)
{
	int i;

	p->slot = loop_watch(l, p->listener, POLLIN);
	for (i = 0; i < PORTER_MAX; i++)
		p->asker[i].slot = loop_watch(l, p->asker[i].fd, POLLIN);
}

/* Whoever is not below our ssh is hung up on. */
static void
porter_accept(struct porter *p, pid_t ssh)
{
	pid_t pid;
	int i, depth, fd = peer_accept(p->listener, &pid);

	if (fd == -1)
		return;
	for (i = 0; i < PORTER_MAX && p->asker[i].fd != -1; i++)
		;
	if (i == PORTER_MAX || peer_user(fd) != (long)geteuid() || ssh <= 0 ||
	    (depth = descent_from(pid, ssh)) == 0) {
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
porter_say(struct porter *p, int i, enum asking_verb verb, const char *text)
{
	char *packet = vault_slot(&p->vault, PACKET);

	(void)peer_post(p->asker[i].fd, packet,
	    asking_encode(packet, verb, text));
	vault_wipe(&p->vault, PACKET);
}

/* A question, its text in the slot for packets. */
static void
porter_asked(struct porter *p, int i, int verb, bool person)
{
	const char *prompt = vault_slot(&p->vault, PACKET) + 1;
	enum secret_hint hint = verb == ASKING_CONFIRM ? SECRET_CONFIRM :
	    verb == ASKING_NOTICE ? SECRET_NOTICE : SECRET_ANSWER;
	int slot, forget;

	p->asker[i].asked = true;
	switch (secret_asked(p->machine, prompt, hint, p->asker[i].by,
	    p->asker[i].depth, person, &slot, &forget)) {
	case SECRET_TELL:
		porter_say(p, i, ASKING_ANSWER,
		    vault_slot(&p->vault, (size_t)slot));
		break;
	case SECRET_LEARN:
		p->asker[i].learn = slot;
		porter_say(p, i, ASKING_LEARN, "");
		break;
	case SECRET_ASK:
		porter_say(p, i, ASKING_PERSON, "");
		break;
	case SECRET_NEED:
		/* It waits until its ssh is ended. */
		p->wants = secret_wants(secret_kind(prompt, hint));
		break;
	case SECRET_REFUSE:
		porter_drop(p, i);
		break;
	}
	if (forget != -1)
		vault_wipe(&p->vault, (size_t)forget);
}

static void
porter_read(struct porter *p, int i, bool person)
{
	char *packet = vault_slot(&p->vault, PACKET);
	ssize_t n = peer_take(p->asker[i].fd, packet, ASKING_SIZE - 1);
	int verb = n <= 0 ? -1 : asking_decode(packet, (size_t)n);

	if (verb == ASKING_ANSWER && p->asker[i].learn != -1) {
		memcpy(vault_slot(&p->vault, (size_t)p->asker[i].learn),
		    packet + 1, (size_t)n);
		secret_learnt(p->machine, p->asker[i].learn);
		p->asker[i].learn = -1;
	} else if (!p->asker[i].asked && (verb == ASKING_QUESTION ||
	    verb == ASKING_CONFIRM || verb == ASKING_NOTICE)) {
		porter_asked(p, i, verb, person);
	} else {
		porter_drop(p, i);
	}
	vault_wipe(&p->vault, PACKET);
}

bool
porter_take(struct porter *p, const struct loop *l, pid_t ssh, bool person)
{
	bool needed = p->wants != NULL;
	int i;

	if (!p->on)
		return false;
	for (i = 0; i < PORTER_MAX; i++)
		if (p->asker[i].fd != -1 && loop_ready(l, p->asker[i].slot))
			porter_read(p, i, person);
	if (loop_ready(l, p->slot))
		porter_accept(p, ssh);
	return !needed && p->wants != NULL;
}

void
porter_leave(struct porter *p)
{
	porter_hang_up(p);
	if (p->listener != -1)
		close(p->listener);
	p->listener = -1;
}

void
porter_close(struct porter *p)
{
	porter_leave(p);
	vault_close(&p->vault);
	words_free(&p->env);
	free(p->machine);
	p->machine = NULL;
}
