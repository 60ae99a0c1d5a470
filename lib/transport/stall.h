/* SPDX-License-Identifier: ISC */
/* Tells a dead path from a slow one. */
#ifndef TRANSPORT_STALL_H
#define TRANSPORT_STALL_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Knows a dead path from a slow one.  Fed with what the kernel's TCP tells
 * while bytes of ours are unacknowledged, and only then; the rest of the time
 * the kernel's own keepalive watches, and nothing here wants to be woken.
 *
 * Dead is: for the whole of patience, and for two round trips as they lately
 * were, nothing at all came from the peer, and meanwhile enough retransmits or
 * zero-window probes were sent and went unanswered.  A peer with a closed
 * window answers probes, a slow one acknowledges now and then, a lossy one
 * lets some retransmit through: all of them live.  So does one to whom this
 * machine's own full queue let no retransmit out; but not for ever.
 */
struct stall {
	int64_t patience;	/* ms of silence that are a death */
	int need;		/* retransmits that must go unanswered, too */
	int64_t resent;		/* the sample's when the silence began */
	int64_t since;		/* silent since; SPAN_NEVER: nothing is due */
	int64_t seen;		/* when we last looked, ms */
	int64_t timer;		/* when to look again; SPAN_NEVER: no need */
};

/* One look at the connection. */
struct stall_sample {
	bool outstanding;	/* bytes of ours unsent or unacknowledged */
	int64_t heard;		/* ms since any segment came from the peer */
	int unanswered;		/* consecutive retransmits, or window probes */
	int64_t resent;		/* such segments that left, since ever */
	int64_t rtt;		/* round trip and four variations, ms */
};

/*
 * A connection that counts as dead after patience ms of silence.  Where the
 * retransmit timeout is capped more retransmits fit in, and more are awaited.
 */
void	stall_start(struct stall *s, int64_t patience, bool capped);

/* Bytes of ours were handed to the kernel at now. */
void	stall_sent(struct stall *s, int64_t now);

/*
 * The same, seen only at now: they have been repeated so often in vain, with
 * no timeout above cap ms (0: not capped), that they were sent a while ago.
 */
void	stall_found(struct stall *s, int64_t now, int unanswered, int cap);

/*
 * A look at now; to be called when s->timer has come.  Returns true if the
 * path is dead.  Time in which nobody looked (the machine slept, the guard
 * was stopped) is no evidence and not counted.
 */
bool	stall_look(struct stall *s, int64_t now, const struct stall_sample *);

/* Begins the silence anew: what was seen so far cannot be held against it. */
void	stall_forgive(struct stall *s, int64_t now);

/*
 * The kernel keepalive that speaks when an idle path dies: seconds of idleness
 * before the first probe, seconds between probes, probes unanswered.  Many
 * close probes rather than three, for a lossy path loses some.
 */
struct stall_keepalive {
	int idle, interval, count;
};

struct stall_keepalive	stall_keepalive(int64_t patience);

/*
 * The greatest retransmit timeout to ask of the kernel (TCP_RTO_MAX_MS), ms:
 * a tenth of patience, so that a dead path shows within it and a mended one
 * resumes at once; but no less than the kernel's own timeout before it backs
 * off, the round trip and four times its variation, rtt ms, for that would
 * repeat what is only late.
 */
int	stall_rto_cap(int64_t patience, int64_t rtt);

#endif
