/* SPDX-License-Identifier: ISC */
/* Tells a frozen server from an idle one by ssh's keepalive questions. */
#ifndef TRANSPORT_FROZEN_H
#define TRANSPORT_FROZEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "transport/verdict.h"

/*
 * TCP cannot tell a frozen server from an idle one: the server's kernel
 * acknowledges either way.  But a server that is not frozen answers ssh's
 * keepalives (ServerAliveInterval), called questions here.  So the server is
 * frozen if ssh asked twice, the kernels delivered both questions, and nothing
 * came back: for 2.4 intervals since anything came, and for the limit of
 * silence (-t).  If ssh does not ask, this module never calls a server frozen.
 *
 * The bytes are encrypted.  There are two ways to know that ssh asks.
 *
 * The interval was told: ssh sends a question when nothing came for an
 * interval, and again after each further interval.  So the first bytes that go
 * up about then, or later, are the question or were sent beside it.
 *
 * The interval was learned from answered questions.  The question is a packet
 * that carries 27 bytes, the answer one that carries 1 (RFC 4254, 4; OpenSSH's
 * "keepalive@openssh.com").  So their sizes are among a dozen pairs, one for
 * each kind of cipher and MAC (a table in the source).  The question comes
 * alone, at least a second after anything came, and the answer comes alone.
 * This module learns two in a row, of one size and at one interval.
 *
 * Other traffic could be taken for questions:
 *
 * A one-way stream, such as a line a minute into "cat >> log", is never
 * answered, so it is never learned.  If the interval was told, ssh itself asks
 * beside the stream, and a server that is not frozen answers.
 *
 * The user types to a program that hangs, or without echo.  ssh's packets of 1
 * or 2 typed bytes have none of these sizes, and their answers carry more.
 * Typing cannot tell a program that hangs from an sshd that does, so typing is
 * no question.  It does no harm either: a question beside it is known by its
 * size and its time.
 *
 * A service has its own heartbeat through a forward: 3 to 18 bytes at a fixed
 * interval with an answer of 1 or 2.  Under some ciphers this module learns it,
 * if ssh does not ask.  If the service then stops answering, and nothing else
 * comes from the server, this module calls the server frozen by mistake.  This
 * is the only known mistake.  It cannot happen if ServerAliveInterval is set.
 *
 * An upload on a slow line: questions wait behind the other bytes.  A question
 * counts only when none of our bytes is unacknowledged.  If that cannot be
 * known (there are more hops), the question counts when all bytes before it
 * would have passed a line of a kilobyte a second.  The answer to a lone
 * question shows that they have passed.  For requests, which are short, as many
 * bytes that come down show it.
 *
 * A server answers late because it just logged us in (PAM waits for some
 * service).  Silence counts only after one of these: the server has answered a
 * question; anything came after the login is known; the connection is two
 * minutes old.
 *
 * A slow line loses the server's segments, and the server's kernel repeats them
 * ever more rarely.  Segments that came in any order are a sign that the server
 * is not frozen.  So is a gap between them, which its kernel must still fill.
 *
 * Compression changes the sizes: then the interval must be told.
 */
struct frozen {
	int64_t silence_limit;	/* the least silence for a verdict, ms */
	bool far;		/* more hops follow the peer of our socket */
	bool unseen;		/* at the last look: not known if the server's
				 * kernel acknowledged all our bytes */
	int64_t interval;	/* of questions, ms; 0: not known */
	bool configured;	/* interval is the user's setting */
	size_t size;		/* of a question; 0: not learned */
	int64_t began;		/* time of the connect, ms */
	int64_t received_at;	/* when anything came, ms */
	int64_t question_at;	/* time of the last question since received_at,
				 * ms; SPAN_NEVER: none */
	bool undelivered;	/* that question may still be on its way */
	int unanswered;		/* questions delivered since received_at */
	uint32_t segments;	/* segments with data, at the last look */
	int bursts;		/* sends of ssh since received_at */
	size_t burst;		/* size of the last of these, bytes */
	int64_t burst_at;	/* time of the last of these, ms */
	int64_t sent_clear;	/* when all sent bytes have passed a slow line,
				 * ms */
	int64_t bulk_clear;	/* the same for the last bulk, ms */
	int64_t question_clear;	/* sent_clear of the last question, ms */
	int64_t delivered_at;	/* latest delivery of the last question, ms */
	int alike;		/* questions answered in a row, of one size and
				 * at one interval */
	size_t like_size;	/* their size, bytes */
	int64_t like_interval;	/* their interval, ms */
	bool logged_in;		/* ssh has logged in */
	bool answered;		/* the server has answered a question, or sent
				 * anything since the login */
	int64_t timer;		/* next frozen_look(), ms; SPAN_NEVER: none */
};

/*
 * Begins: the connection was made at now, ms. interval:  ServerAliveInterval,
 * ms; 0: not known. far: our bytes that the socket's peer has acknowledged may
 * still wait in a proxy.
 */
void	frozen_start(struct frozen *f, int64_t silence_limit, int64_t interval,
	    bool far, int64_t now);

/* ssh has logged in: any byte from now on shows that the server answers. */
void	frozen_login(struct frozen *f);

/* ssh sent n bytes at now, ms: all that it had. */
void	frozen_up(struct frozen *f, int64_t now, size_t n);

/* The server sent n bytes at now, ms. */
void	frozen_down(struct frozen *f, int64_t now, size_t n);

/*
 * The caller calls this when f->timer has come.  pending: our bytes that are
 * unsent or unacknowledged by the socket's peer; -1: not known.  segments: how
 * many segments with data the kernel has received; a constant if that is not
 * known.  On a lossy line they come out of order, long before their bytes come
 * here.  True if the server is frozen; v has the reason.
 */
bool	frozen_look(struct frozen *f, int64_t now, int64_t pending,
	    uint32_t segments, struct verdict *v);

/*
 * Call this after frozen_look() gave a verdict.  True, and the silence begins
 * again, if the verdict does not hold: ssh is stopped, or data is missing that
 * the server's kernel must repeat (gap).
 */
bool	frozen_excused(struct frozen *f, int64_t now, bool stopped, bool gap);

/* Begins the silence anew at now, ms: past silence no longer counts. */
void	frozen_forgive(struct frozen *f, int64_t now);

#endif
