/* SPDX-License-Identifier: ISC */
/* How long the next attempt waits for the server's banner. */
#ifndef SUPERVISE_BANNER_TIMEOUT_H
#define SUPERVISE_BANNER_TIMEOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The timeout for the banner is four times the slowest banner of the last
 * logins, but at least 5 s.  So a port that accepts connections and is silent,
 * with no server behind it, delays the login by at most that after a repair.
 *
 * A server may have become slow.  After a minute without a banner, one attempt
 * waits for half a minute.  If that is not enough, the next long attempt comes
 * two minutes later and waits for a minute, the one after it for two minutes.
 * Long attempts take a third of the time, and at most one connection is open.
 * Only logins make the timeout shorter; a banner from a stranger does not.
 */
#define BANNER_TIMEOUT_KEPT 8	/* logins that are remembered */

struct banner_timeout {
	int64_t limit;		/* timeout while no login is known, ms */
	bool fixed;		/* never longer than limit: ConnectTimeout */
	int64_t took[BANNER_TIMEOUT_KEPT]; /* ms from connected to banner */
	size_t logins;		/* all; login n is at n % BANNER_TIMEOUT_KEPT */
	int64_t came;		/* ms to the last banner, with or without a
				   login after it; 0: no banner came yet */
	int missed;		/* attempts in a row without a banner */
};

/* Begins without any known login.  limit: ms. */
void	banner_timeout_start(struct banner_timeout *b, int64_t limit,
	    bool fixed);

/* A banner came took ms after the TCP connection. */
void	banner_timeout_came(struct banner_timeout *b, int64_t took);

/* The attempt has logged in. */
void	banner_timeout_login(struct banner_timeout *b);

/* The attempt ended because no banner came. */
void	banner_timeout_missed(struct banner_timeout *b);

/* How long the next attempt waits for a banner, ms. */
int64_t	banner_timeout(const struct banner_timeout *b);

#endif
