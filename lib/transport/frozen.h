/* SPDX-License-Identifier: ISC */
/* Tells a frozen server from an idle one by ssh's keepalive questions. */
#ifndef TRANSPORT_FROZEN_H
#define TRANSPORT_FROZEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Knows a frozen server from a silent one.  TCP does not: the kernel over
 * there acknowledges either way.  But an ssh that asks (ServerAliveInterval)
 * is answered by a server that lives, whatever else it does; so the server is
 * frozen if ssh asked twice, the kernels delivered both questions, and nothing
 * at all came back: for 2.4 intervals since anything came, and for patience.
 * Where ssh does not ask there is no such verdict.
 *
 * How is it known, from bytes that are encrypted, that ssh asks?
 *
 * Either the interval was told.  Then ssh sends something when nothing came
 * for an interval, and again after each further one; so the first bytes to go
 * up about then, or later, are the question or were sent beside it.
 *
 * Or it was learned from questions that were answered.  The question is one
 * packet that carries 27 bytes and the answer one that carries 1 (RFC 4254, 4;
 * OpenSSH's "keepalive@openssh.com"), so their sizes are among a dozen pairs,
 * one for each kind of cipher and MAC (a table in the source); the question is
 * alone, at least a second after anything came, and the answer is alone.  Two
 * of them in a row, of one size and at one interval, are learned.
 *
 * What could be taken for a question that is none?
 *
 * A one-way stream, such as a line a minute into "cat >> log", is never
 * answered, so it is never learned; and if the interval was told, ssh itself
 * asks beside it, and a living server answers that.
 *
 * A user who types to a program that hangs, or without echo: ssh's packets of
 * 1 or 2 typed bytes have none of these sizes, and their answers carry more.
 * Whether a program hangs or sshd does can't be told from that, so typing is
 * no question, and does no harm either: a question beside it is seen by its
 * size and its time.
 *
 * Somebody's own heartbeat through a forward, 3 to 18 bytes at a fixed
 * interval with an answer of 1 or 2: under some ciphers that is learned, where
 * ssh does not ask.  If then the service stops answering, and nothing else at
 * all comes from the server, this calls a server frozen that lives.  It is the
 * one such case known.  With ServerAliveInterval set it can't happen.
 *
 * An upload on a slow line, where questions wait behind the bulk: a question
 * counts only once nothing of ours is unacknowledged.  Where that can't be
 * known (other hops lie behind), it counts when all that went up before it
 * would have passed a line of a kilobyte a second.  That it has is shown by a
 * lone question's answer; and of requests, which are short, by as many bytes
 * that come down.
 *
 * A server that answers late because it just logged us in (PAM waits for some
 * service): nothing is held against it before it has answered a question, or
 * said anything since it is known that we are logged in, or the connection is
 * two minutes old.
 *
 * A server whose segments are lost on a slow line, and whose kernel repeats
 * them ever more rarely: what has come in any order is a sign, and so is a gap
 * in it, which its kernel has yet to fill.
 *
 * Compression changes the sizes: then the interval must be told.
 */
struct frozen {
	int64_t patience;
	int64_t interval;	/* of questions, ms; 0: not known */
	bool told;		/* interval is the user's setting */
	size_t size;		/* of a question; 0: not learned */
	int64_t began;		/* the connection, ms */
	int64_t heard;		/* when anything came, ms */
	int64_t asked;		/* the last question since; SPAN_NEVER */
	bool waits;		/* it may not have been delivered yet */
	int asks;		/* questions delivered since, unanswered */
	uint32_t segments;	/* as told when the first had been delivered */
	int bursts;		/* since: times that bytes went up */
	size_t burst;		/* and the last, bytes */
	int64_t burst_at;	/* ms */
	int64_t clear;		/* when all has passed a slow line, ms */
	int64_t bulk;		/* the same, but for requests behind it, ms */
	int64_t arrived;	/* the last of asks, at the latest, ms */
	int alike;		/* answered in a row, of one size and interval */
	size_t like_size;
	int64_t like_interval;
	int64_t behind;		/* clear, when the last question was sent, ms */
	bool login;		/* ssh has logged in */
	bool answered;		/* a question was, or anything since the login */
	int64_t timer;		/* when to look; SPAN_NEVER: no need */
};

/*
 * A connection made at now; interval is ServerAliveInterval in ms, 0 if it is
 * not known.
 */
void	frozen_start(struct frozen *f, int64_t patience, int64_t interval,
	    int64_t now);

/* ssh is known to have logged in: any answer from now on shows that it lives. */
void	frozen_login(struct frozen *f);

/* n bytes, all that ssh had, went up; n bytes came down. */
void	frozen_up(struct frozen *f, int64_t now, size_t n);
void	frozen_down(struct frozen *f, int64_t now, size_t n);

/*
 * To be called when f->timer has come.  pending: bytes of ours that are unsent
 * or unacknowledged; -1 if that is not known all the way.  segments: how many
 * with data the server has sent, which on a lossy line come out of order for
 * long before they come here; always the same if that is not known.  True if
 * the server is frozen.
 */
bool	frozen_look(struct frozen *f, int64_t now, int64_t pending,
	    uint32_t segments);

/* Begins the silence anew: what was seen so far can't be held against it. */
void	frozen_forgive(struct frozen *f, int64_t now);

#endif
