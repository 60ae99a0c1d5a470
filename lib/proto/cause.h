/* SPDX-License-Identifier: ISC */
/* The one table of causes: why a connection failed or ended. */
#ifndef PROTO_CAUSE_H
#define PROTO_CAUSE_H

/*
 * tunnel-guard decides on some of these causes and reports them by name; sshp
 * reads others from ssh's log and exit status.  Each cause belongs to a class:
 * sshp chooses what to do by the class alone.
 */

/* The later in this list, the more a class says about the end. */
enum cause_class {
	CLASS_UNKNOWN,
	CLASS_CLOSED,		/* by the server, or on the path to it */
	CLASS_UNANSWERED,	/* no route, no answer, no address */
	CLASS_REFUSED,		/* the connection, by TCP */
	CLASS_DEAD,		/* the guard ended it */
	CLASS_FORWARD,		/* the server or sshp refused a forward */
	CLASS_SERVICE,		/* PersistCheck failed */
	CLASS_FROZEN,		/* somebody stopped ssh again and again */
	CLASS_PROXY,		/* the proxy refused the user or wants one */
	CLASS_DENIED,		/* the server refused the login */
	CLASS_HOST_KEY,		/* it is not the key that is known */
	CLASS_WRONG,		/* ssh rejects its options or the server's */
	CLASS_ASKED,		/* "ssh -O exit" or "ssh -O stop"; as a hint, a
				   loss */
	CLASS_ENDED		/* the shell or command ended by itself */
};

enum cause {
	CAUSE_UNKNOWN,		/* no cause, or an unknown name was read */
	/* A whole class. */
	CAUSE_CLOSED,
	CAUSE_UNANSWERED,	/* timed out, unreachable, no route */
	CAUSE_REFUSED,		/* ECONNREFUSED */
	CAUSE_DEAD,
	CAUSE_FORWARD,
	CAUSE_SERVICE,
	CAUSE_FROZEN,
	CAUSE_PROXY,
	CAUSE_DENIED,
	CAUSE_HOST_KEY,
	CAUSE_WRONG,
	CAUSE_ASKED,
	/* The session ended by itself. */
	CAUSE_EXITED,		/* with an exit status */
	CAUSE_SIGNALLED,	/* by a signal */
	/* No connection. */
	CAUSE_DNS_TEMPORARY,
	CAUSE_DNS_NONE,		/* the name does not exist */
	CAUSE_OTHER,
	/* The handshake. */
	CAUSE_NOT_SSH,		/* something else answers there */
	CAUSE_NO_BANNER,	/* connected, but no banner came */
	CAUSE_HANDSHAKE_STUCK,	/* the server owes its part of the handshake */
	CAUSE_NO_LOGIN,		/* the login was not done in time */
	CAUSE_NO_REPLY,		/* the server does not say whether it grants a
				   forward */
	/* The guard ended a connection. */
	CAUSE_PATH_BUSY,	/* sent bytes are not acknowledged */
	CAUSE_PATH_GIVEN_UP,	/* by the kernel, while bytes were out */
	CAUSE_PATH_IDLE,	/* keepalive probes are not answered */
	CAUSE_PATH_RETURNED,	/* nor since the network is back */
	CAUSE_LINGERS,		/* the server closed, ssh did not end */
	CAUSE_ADDRESS_GONE,	/* the local address is on no interface */
	CAUSE_ROUTE_MOVED,	/* probes unanswered since the route moved */
	CAUSE_RESUMED,		/* and since the machine slept */
	CAUSE_PEER_FROZEN,	/* the server's kernel answers, it does not */
	CAUSE_SSH_WEDGED,	/* ssh does not read what came for it */
	/* The connection ended by itself. */
	CAUSE_BY_SERVER,
	CAUSE_BY_SSH,
	CAUSES
};

struct cause_row {
	const char *name;	/* in events and histories; several causes may
				   share one */
	enum cause_class class;
	const char *words;	/* for messages, without a full stop */
};

extern const struct cause_row cause_table[CAUSES];

/* A row of base/pairs.h for a member of struct s that is an enum cause. */
#define PAIR_CAUSE(s, key, member) \
	{ key, PAIRS_WORD, offsetof(struct s, member), CAUSES, \
	    &cause_table[0].name, sizeof *cause_table }

#endif
