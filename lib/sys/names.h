/* SPDX-License-Identifier: ISC */
/* Resolves names and services, and knows our networks. */
#ifndef SYS_NAMES_H
#define SYS_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* Names and numbers of hosts, services and networks. */

#define NAMES_HOST 1025		/* NI_MAXHOST */

/*
 * A numeric address as getnameinfo(3) writes it, into out.  family is "inet",
 * "inet6" or NULL.  Returns out; NULL if it is no address.
 */
char	*names_address(char out[NAMES_HOST], const char *name,
	    const char *family);

/*
 * Asks the resolver for name, and waits for it.  Returns out, its canonical
 * name or ""; NULL if it is not known, and *why, as gai_strerror(3) has it.
 */
char	*names_resolve(char out[NAMES_HOST], const char *name,
	    const char *family, const char **why);

/* The port of a TCP service (services(5)); -1 if there is none. */
int	names_port(const char *service);

/*
 * Is an address of an interface that is up in one of the networks, ADDRESS or
 * ADDRESS/BITS with commas, "!" before one that must not be?  1 or 0; -1 if
 * the list is not well formed.
 */
int	names_local(const char *networks);

#define NAMES_WHY 512

/*
 * Would ssh take the list of networks, which knows no "!"?  If not, it says why
 * in the lines of why.
 */
bool	names_well_formed(const char *networks, char why[NAMES_WHY]);

/* Is host an address in the network, ADDRESS or ADDRESS/BITS? */
bool	names_within(const char *host, const char *network);

/*
 * The bytes of an address in numbers, into out, as they go over the wire;
 * returns how many, 4 or 16, or 0 if host is no address, or one with a zone.
 */
size_t	names_bytes(const char *host, unsigned char out[16]);

#endif
