/* SPDX-License-Identifier: ISC */
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
#include "sys/proctree.h"
#include "sys/readpass.h"
#include "sys/secmem.h"

enum {
	FAILED = 255,
	UNANSWERED = 1,		/* ssh takes any status but 0 for that */
	PACKET = 0, ANSWER = 1, SLOTS	/* of the vault */
};

static const struct log note = { .program = "sshp-askpass" };

static enum secret_hint
askpass_hint(void)
{
	const char *hint = getenv("SSH_ASKPASS_PROMPT");

	return hint == NULL ? SECRET_ANSWER :
	    strcmp(hint, "confirm") == 0 ? SECRET_CONFIRM :
	    strcmp(hint, "none") == 0 ? SECRET_NOTICE : SECRET_ANSWER;
}

/* The next packet, ended by a NUL; its verb, or -1: sshp hung up. */
static int
askpass_hear(int fd, char *packet)
{
	struct pollfd in = { .fd = fd, .events = POLLIN };
	ssize_t n;

	do {
		(void)poll(&in, 1, -1);
		n = peer_take(fd, packet, ASKING_SIZE - 1);
	} while (n == -1 && (errno == EAGAIN || errno == EINTR));
	return n <= 0 ? -1 : asking_decode(packet, (size_t)n);
}

/* Tells sshp of the question; one that is too long is told in part. */
static int
askpass_tell(int fd, const char *question, enum secret_hint hint)
{
	static const enum asking_verb verb[] = {
		[SECRET_ANSWER] = ASKING_QUESTION,
		[SECRET_CONFIRM] = ASKING_CONFIRM,
		[SECRET_NOTICE] = ASKING_NOTICE,
	};
	char text[ASKING_SIZE - 2], packet[ASKING_SIZE];

	snprintf(text, sizeof text, "%s", question);
	return peer_post(fd, packet, asking_encode(packet, verb[hint], text));
}

static int
askpass_print(const struct vault *v, size_t slot)
{
	char *text = vault_slot(v, slot) + 1;
	size_t n = strlen(text);

	/* In place of the NUL, to be written as one. */
	text[n] = '\n';
	return descriptors_write(STDOUT_FILENO, text, n + 1) ==
	    (ssize_t)n + 1 ? 0 : UNANSWERED;
}

/* Has the person answer, and tells sshp if it wants to learn it. */
static int
askpass_person(int fd, const struct vault *v, const char *question,
    enum secret_hint hint, bool learn)
{
	char *answer = vault_slot(v, ANSWER);
	ssize_t n;

	n = question_ask(question, secret_kind(question, hint) ==
	    SECRET_YESNO, answer + 1, ASKING_SIZE - 4);
	if (n == -1)
		return UNANSWERED;
	answer[0] = ASKING_ANSWER;
	if (learn)
		(void)peer_post(fd, answer, (size_t)n + 1);
	return askpass_print(v, ANSWER);
}

static int
askpass_ask(int fd, const struct vault *v, const char *question)
{
	enum secret_hint hint = askpass_hint();
	int verb;

	if (askpass_tell(fd, question, hint) == -1)
		return UNANSWERED;
	verb = askpass_hear(fd, vault_slot(v, PACKET));
	if (verb == ASKING_ANSWER)
		return askpass_print(v, PACKET);
	if (verb != ASKING_LEARN && verb != ASKING_PERSON)
		return UNANSWERED;
	if (hint != SECRET_NOTICE)
		return askpass_person(fd, v, question, hint,
		    verb == ASKING_LEARN);
	question_notice(question);
	while (askpass_hear(fd, vault_slot(v, PACKET)) != -1)
		;
	return 0;
}

/*
 * Is it the sshp that started the ssh that started us?  A name in the
 * environment proves nothing: neither a question nor an answer is anybody
 * else's business.
 */
static bool
askpass_trusts(int fd)
{
	return peer_user(fd) == (long)geteuid() &&
	    descent_from(getpid(), peer_process(fd)) > 0;
}

/*
 * sshp-askpass question: ssh's SSH_ASKPASS under sshp(1) with PersistPassword:
 * has the answer from sshp's memory, or from the person.
 */
int
main(int argc, char **argv)
{
	const char *path = getenv("SSHP_SECRETS");
	int status = UNANSWERED, fd;
	struct vault v;

	child_dies_by(SIGTERM, getppid());
	if (argc != 2 || path == NULL) {
		log_say(&note, "%s", argc != 2 ?
		    "usage: sshp-askpass question (ssh starts it for sshp)" :
		    "SSHP_SECRETS: not set (sshp sets it for its ssh)");
		return FAILED;
	}
	if (vault_open(&v, SLOTS, ASKING_SIZE) == -1) {
		log_say(&note, "memory: can not be locked: %s",
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
	vault_close(&v);
	return status;
}
