/* SPDX-License-Identifier: ISC */
/* Resolves names and services, and matches addresses with networks. */
#ifndef SYS_NAMES_H
#define SYS_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#define NAMES_HOST 1025		/* NI_MAXHOST */

/*
 * Writes the numeric address name to out as getnameinfo(3) does.  family is
 * "inet", "inet6" or NULL.  Returns out; NULL if name is not an address.
 */
char	*names_address(char out[NAMES_HOST], const char *name,
	    const char *family);

/*
 * Asks the resolver for name, and waits for the answer.  Returns out with the
 * canonical name, or with "" if there is none.  Returns NULL if the lookup
 * fails, with the message of gai_strerror(3) in *why.
 */
char	*names_resolve(char out[NAMES_HOST], const char *name,
	    const char *family, const char **why);

/* The port of a TCP service (services(5)), or -1. */
int	names_port(const char *service);

/*
 * Returns 1 if an address of an interface that is up matches the list, else 0;
 * -1 if the list has an error.  The list holds ADDRESS or ADDRESS/BITS,
 * separated by commas; "!" before an entry excludes its addresses.
 */
int	names_local(const char *networks);

#define NAMES_WHY 512

/*
 * True if ssh accepts the list of networks, in which ssh does not allow "!".
 * If not, why has ssh's error messages, in lines.
 */
bool	names_well_formed(const char *networks, char why[NAMES_WHY]);

/* True if host is an address in the network, ADDRESS or ADDRESS/BITS. */
bool	names_within(const char *host, const char *network);

/*
 * Writes the bytes of the numeric address host to out, in network order.
 * Returns 4 or 16; 0 if host is not an address, or has a zone.
 */
size_t	names_bytes(const char *host, unsigned char out[16]);

#endif
