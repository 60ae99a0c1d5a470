/* SPDX-License-Identifier: ISC */
/* Tells a dead path from a slow one. */
#ifndef TRANSPORT_STALL_H
#define TRANSPORT_STALL_H

#include <stdbool.h>
#include <stdint.h>

#include "transport/verdict.h"

/*
 * The caller samples the kernel's TCP while our bytes are unacknowledged, and
 * only then.  The rest of the time the kernel's own keepalive watches the path,
 * and timer is SPAN_NEVER.
 *
 * A path is dead if both are true for the limit of silence, and for two round
 * trips as they lately were: no segment came from the peer, and enough
 * retransmits or zero-window probes were sent without an answer.  A peer with a
 * closed window answers probes.  A slow path acknowledges now and then.  A
 * lossy path lets some retransmits through.  None of these is dead.  A path is
 * not dead either if this machine's own full queue let no retransmit out; but
 * not for ever.
 */
struct stall {
	int64_t silence_limit;	/* -t, ms */
	int need;		/* retransmits that must stay unanswered, too */
	int64_t resent;		/* of the sample when the silence began */
	int64_t since;		/* begin of the silence, ms; SPAN_NEVER: no
				 * answer is due */
	int64_t seen;		/* time of the last look, ms */
	int64_t timer;		/* next stall_look(), ms; SPAN_NEVER: no need */
};

/* One look at the connection. */
struct stall_sample {
	int64_t pending;	/* our unsent or unacknowledged bytes */
	int64_t received_ago;	/* ms since any segment came from the peer */
	int unanswered;		/* consecutive retransmits, or window probes */
	int64_t resent;		/* all such segments that left so far */
	int64_t rtt;		/* round trip and four variations, ms */
};

/*
 * Begins.  The path counts as dead after silence_limit ms.  capped: the
 * retransmit timeout is capped, so more retransmits fit in and are required.
 */
void	stall_start(struct stall *s, int64_t silence_limit, bool capped);

/* The guard handed bytes to the kernel at now, ms. */
void	stall_sent(struct stall *s, int64_t now);

/*
 * The guard notices only at now, ms, that bytes are out.  The kernel has
 * repeated them unanswered times, with no timeout above cap ms (0: not capped);
 * that tells how long ago they were sent.
 */
void	stall_found(struct stall *s, int64_t now, int unanswered, int cap);

/*
 * Takes a sample at now, ms.  The caller calls this when s->timer has come.
 * Returns true if the path is dead; v has the reason.  Time without samples
 * (the machine slept, the guard was stopped) is no evidence and does not count.
 */
bool	stall_look(struct stall *s, int64_t now, const struct stall_sample *,
	    struct verdict *v);

/*
 * Call this after stall_look() gave a verdict.  True, and the silence begins
 * again, if the verdict does not hold: the user stopped ssh, and may continue
 * it.
 */
bool	stall_excused(struct stall *s, int64_t now, bool stopped);

/* Begins the silence anew at now, ms: past silence no longer counts. */
void	stall_forgive(struct stall *s, int64_t now);

/*
 * The settings of the kernel's keepalive, which detects a dead idle path:
 * seconds before the first probe, seconds between probes, unanswered probes.
 * There are many close probes instead of three, because a lossy path loses
 * some (sshp-facts(7)).
 */
struct stall_keepalive {
	int idle, interval;	/* s */
	int count;		/* probes */
};

/* The settings for -t, ms. */
struct stall_keepalive	stall_keepalive(int64_t silence_limit);

/*
 * The same before the server speaks SSH.  A dead path then costs only a new
 * attempt, and the wait for the banner may be long: so the kernel probes often.
 * Not through a proxy (far): there the kernel probes only the way to the proxy.
 */
struct stall_keepalive	stall_keepalive_first(int64_t silence_limit, bool far);

/*
 * The kernel ended the connection with error, an errno, at now; text is
 * strerror(3) of it, k the keepalive that was set.  True if the path is dead; v
 * has the reason.  False if the peer or a middlebox ended the connection.
 */
bool	stall_failed(const struct stall *s, int64_t now, int error,
	    const char *text, const struct stall_keepalive *k,
	    struct verdict *v);

/*
 * The kernel ended a connection, and the error is not to be read: true if the
 * peer or a middlebox reset it, because a segment came received_ago ms ago,
 * which is too short for all probes of k to stay unanswered.
 */
bool	stall_reset(const struct stall_keepalive *k, int64_t received_ago);

/*
 * The cap of the retransmit timeout to set in the kernel (TCP_RTO_MAX_MS), ms.
 * It is a tenth of the limit of silence, so that a dead path shows within that
 * limit and a repaired path continues at once.  It is not below rtt, the
 * kernel's timeout before it backs off (the round trip and four times its
 * variation, ms): a lower cap would repeat segments that are only late.
 */
int	stall_rto_cap(int64_t silence_limit, int64_t rtt);

/*
 * The cap to set where present is set, ms: as stall_rto_cap(), or present if
 * the two differ by at most a quarter.
 */
int	stall_rto_cap_next(int present, int64_t silence_limit, int64_t rtt);

/* The lowest cap for the round trip rtt: to repeat often while probing, ms. */
int	stall_rto_cap_urgent(int64_t rtt);

/*
 * The cap while the guard does not look, ms.  The kernel must then not repeat
 * late bytes as fast as watched bytes on a line that fills.
 */
int	stall_rto_cap_eased(int64_t silence_limit);

#endif
