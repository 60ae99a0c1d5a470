/* SPDX-License-Identifier: ISC */
#include "proto/cause.h"

#define DEAD "the connection was dead"

const struct cause_row cause_table[CAUSES] = {
	[CAUSE_UNKNOWN] = { "unknown", CLASS_UNKNOWN, "ssh ended" },

	[CAUSE_CLOSED] = { "closed", CLASS_CLOSED,
	    "the connection was closed" },
	[CAUSE_UNANSWERED] = { "unanswered", CLASS_UNANSWERED, "no answer" },
	[CAUSE_REFUSED] = { "refused", CLASS_REFUSED, "connection refused" },
	[CAUSE_DEAD] = { "dead", CLASS_DEAD, DEAD },
	[CAUSE_FORWARD] = { "forward", CLASS_FORWARD,
	    "a forward was refused" },
	[CAUSE_SERVICE] = { "service", CLASS_SERVICE, "PersistCheck failed" },
	[CAUSE_FROZEN] = { "frozen", CLASS_FROZEN,
	    "ssh was stopped (SIGSTOP) twice" },
	[CAUSE_PROXY] = { "proxy", CLASS_PROXY, "the proxy refused the login" },
	[CAUSE_DENIED] = { "denied", CLASS_DENIED, "login refused" },
	[CAUSE_HOST_KEY] = { "host-key", CLASS_HOST_KEY,
	    "host key not accepted" },
	[CAUSE_WRONG] = { "wrong", CLASS_WRONG, "ssh did not start" },
	[CAUSE_ASKED] = { "asked", CLASS_ASKED, "ssh was asked to exit" },

	[CAUSE_EXITED] = { "exited", CLASS_ENDED,
	    "the shell or command ended" },
	[CAUSE_SIGNALLED] = { "signalled", CLASS_ENDED,
	    "a signal ended the shell or command" },

	[CAUSE_DNS_TEMPORARY] = { "dns-temporary", CLASS_UNANSWERED,
	    "the host name could not be looked up" },
	[CAUSE_DNS_NONE] = { "dns-none", CLASS_UNANSWERED,
	    "the host name does not exist" },
	[CAUSE_OTHER] = { "other", CLASS_CLOSED, "no connection" },

	[CAUSE_NOT_SSH] = { "not-ssh", CLASS_CLOSED, "not an SSH server" },
	[CAUSE_NO_BANNER] = { "no-banner", CLASS_UNANSWERED, "no SSH banner" },
	[CAUSE_HANDSHAKE_STUCK] = { "handshake-stuck", CLASS_CLOSED,
	    "the handshake did not go on" },
	[CAUSE_NO_LOGIN] = { "no-login", CLASS_CLOSED,
	    "no login within 2m30s of the SSH banner" },
	[CAUSE_NO_REPLY] = { "no-reply", CLASS_FORWARD, "the server did not "
	    "answer the request for a forward within 2m30s of the login" },

	[CAUSE_PATH_BUSY] = { "path-dead", CLASS_DEAD, DEAD },
	[CAUSE_PATH_GIVEN_UP] = { "path-dead", CLASS_DEAD, DEAD },
	[CAUSE_PATH_IDLE] = { "path-dead", CLASS_DEAD, DEAD },
	[CAUSE_PATH_RETURNED] = { "path-dead", CLASS_DEAD, DEAD },
	[CAUSE_LINGERS] = { "lingers", CLASS_DEAD,
	    "the server closed the connection, ssh did not end" },
	[CAUSE_ADDRESS_GONE] = { "address-gone", CLASS_DEAD,
	    "the local address is gone" },
	[CAUSE_ROUTE_MOVED] = { "route-moved", CLASS_DEAD,
	    "the route to the server moved" },
	[CAUSE_RESUMED] = { "resumed", CLASS_DEAD,
	    "the connection did not outlast the machine's sleep" },
	[CAUSE_PEER_FROZEN] = { "peer-frozen", CLASS_DEAD,
	    "the server is frozen" },
	[CAUSE_SSH_WEDGED] = { "ssh-wedged", CLASS_DEAD,
	    "ssh did not read what came for it" },

	[CAUSE_BY_SERVER] = { "by-server", CLASS_CLOSED,
	    "the server closed the connection" },
	[CAUSE_BY_SSH] = { "by-ssh", CLASS_UNKNOWN, "ssh ended" },
};
