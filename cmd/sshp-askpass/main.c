/* SPDX-License-Identifier: ISC */
/* sshp-askpass: passes a question of ssh to sshp, or asks the user. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/askpass_proto.h"
#include "supervise/password_policy.h"
#include "sys/child.h"
#include "sys/descriptors.h"
#include "sys/log.h"
#include "sys/peer.h"
#include "sys/readpass.h"
#include "sys/secmem.h"

enum {
	FAILED = 255,
	UNANSWERED = 1,		/* for ssh, any status except 0 */
	PACKET = 0, ANSWER = 1, SLOTS	/* secmem slots */
};

static const struct log note = { .program = "sshp-askpass" };

static enum password_policy_hint
askpass_hint(void)
{
	const char *hint = getenv("SSH_ASKPASS_PROMPT");

	return hint == NULL ? PASSWORD_POLICY_ANSWER :
	    strcmp(hint, "confirm") == 0 ? PASSWORD_POLICY_CONFIRM :
	    strcmp(hint, "none") == 0 ? PASSWORD_POLICY_NOTICE :
	    PASSWORD_POLICY_ANSWER;
}

/* Reads a packet, ended by a NUL; its verb, or -1: sshp closed. */
static int
askpass_hear(int fd, char *packet)
{
	struct pollfd in = { .fd = fd, .events = POLLIN };
	ssize_t n;

	do {
		(void)poll(&in, 1, -1);
		n = peer_take(fd, packet, ASKPASS_PROTO_SIZE - 1);
	} while (n == -1 && (errno == EAGAIN || errno == EINTR));
	return n <= 0 ? -1 : askpass_proto_decode(packet, (size_t)n);
}

/* Sends the question to sshp; cuts a long one. */
static int
askpass_tell(int fd, const char *question, enum password_policy_hint hint)
{
	static const enum askpass_proto_verb verb[] = {
		[PASSWORD_POLICY_ANSWER] = ASKPASS_PROTO_QUESTION,
		[PASSWORD_POLICY_CONFIRM] = ASKPASS_PROTO_CONFIRM,
		[PASSWORD_POLICY_NOTICE] = ASKPASS_PROTO_NOTICE,
	};
	char text[ASKPASS_PROTO_SIZE - 2], packet[ASKPASS_PROTO_SIZE];

	snprintf(text, sizeof text, "%s", question);
	return peer_post(fd, packet, askpass_proto_encode(packet, verb[hint],
	    text));
}

static int
askpass_print(const struct secmem *v, size_t slot)
{
	char *text = secmem_slot(v, slot) + 1;
	size_t n = strlen(text);

	/* Replaces the NUL, so that one write has both text and newline. */
	text[n] = '\n';
	return descriptors_write(STDOUT_FILENO, text, n + 1) ==
	    (ssize_t)n + 1 ? 0 : UNANSWERED;
}

/* Asks the user; with learn, sends the answer to sshp, too. */
static int
askpass_person(int fd, const struct secmem *v, const char *question,
    enum password_policy_hint hint, bool learn)
{
	char *answer = secmem_slot(v, ANSWER);
	ssize_t n;

	n = readpass_ask(question, password_policy_kind(question, hint) ==
	    PASSWORD_POLICY_YESNO, answer + 1, ASKPASS_PROTO_SIZE - 4);
	if (n == -1)
		return UNANSWERED;
	answer[0] = ASKPASS_PROTO_ANSWER;
	if (learn)
		(void)peer_post(fd, answer, (size_t)n + 1);
	return askpass_print(v, ANSWER);
}

static int
askpass_ask(int fd, const struct secmem *v, const char *question)
{
	enum password_policy_hint hint = askpass_hint();
	int verb;

	if (askpass_tell(fd, question, hint) == -1)
		return UNANSWERED;
	verb = askpass_hear(fd, secmem_slot(v, PACKET));
	if (verb == ASKPASS_PROTO_ANSWER)
		return askpass_print(v, PACKET);
	if (verb != ASKPASS_PROTO_LEARN && verb != ASKPASS_PROTO_PERSON)
		return UNANSWERED;
	if (hint != PASSWORD_POLICY_NOTICE)
		return askpass_person(fd, v, question, hint,
		    verb == ASKPASS_PROTO_LEARN);
	readpass_notice(question);
	while (askpass_hear(fd, secmem_slot(v, PACKET)) != -1)
		;
	return 0;
}

/*
 * True if the peer is the sshp above our ssh.  The path from the environment
 * proves nothing, and no other process may see the question or the answer.
 */
static bool
askpass_trusts(int fd)
{
	return peer_user(fd) == (long)geteuid() &&
	    child_generation(getpid(), peer_process(fd)) > 0;
}

/*
 * sshp-askpass question: ssh's SSH_ASKPASS under sshp(1) with PersistPassword.
 * Prints the answer from sshp's memory, or from the user.
 */

int
main(int argc, char **argv)
{
	const char *path = getenv("SSHP_SECRETS");
	int status = UNANSWERED, fd;
	struct secmem v;

	child_dies_by(SIGTERM, getppid());
	if (argc != 2 || path == NULL) {
		log_say(&note, "%s", argc != 2 ?
		    "usage: sshp-askpass question (ssh starts it for sshp)" :
		    "SSHP_SECRETS: not set (sshp sets it for its ssh)");
		return FAILED;
	}
	if (secmem_open(&v, SLOTS, ASKPASS_PROTO_SIZE) == -1) {
		log_say(&note, "cannot lock memory: %s",
		    strerror(errno));
		return FAILED;
	}
	if ((fd = peer_connect(path)) != -1) {
		if (askpass_trusts(fd))
			status = askpass_ask(fd, &v, argv[1]);
		else
			log_say(&note, "SSHP_SECRETS: not the socket of the "
			    "sshp that started this ssh");
		close(fd);
	}
	secmem_close(&v);
	return status;
}
