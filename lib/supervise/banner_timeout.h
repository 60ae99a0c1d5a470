/* SPDX-License-Identifier: ISC */
/* How long the next attempt waits for the server's banner. */
#ifndef SUPERVISE_BANNER_TIMEOUT_H
#define SUPERVISE_BANNER_TIMEOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How long the next attempt waits for the server's banner, by what the server
 * took before it logged us in: four times its slowest of late, but at least
 * five seconds.  So a port that takes connections and is silent, with no
 * server behind it, costs no more than that after the repair.
 *
 * A server may have become slow.  After a minute without a banner one attempt
 * waits for half a minute; if that is not enough the next long one, after two
 * minutes more, waits for a minute, then for two.  Long attempts take a third
 * of the time, and never more than one connection is open.  Only logins make
 * the wait shorter; a banner sent by a stranger does not.
 */
#define BANNER_TIMEOUT_KEPT 8	/* logins that are remembered */

struct banner_timeout {
	int64_t limit;		/* while nothing is known, ms */
	bool fixed;		/* and never longer: ConnectTimeout */
	int64_t took[BANNER_TIMEOUT_KEPT]; /* ms from connected to banner */
	size_t logins;		/* the nth is at n modulo */
	int64_t came;		/* the last banner's, login or not; 0: none */
	int missed;		/* attempts in a row that saw none */
};

/* Nothing is known. */
void	banner_timeout_start(struct banner_timeout *b, int64_t limit,
	    bool fixed);

/* A banner came, took ms after the connection. */
void	banner_timeout_came(struct banner_timeout *b, int64_t took);

/* The attempt has logged in. */
void	banner_timeout_login(struct banner_timeout *b);

/* The attempt ended for want of a banner. */
void	banner_timeout_missed(struct banner_timeout *b);

/* What the next attempt is to wait, ms. */
int64_t	banner_timeout(const struct banner_timeout *b);

#endif
