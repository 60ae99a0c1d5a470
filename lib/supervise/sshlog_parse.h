/* SPDX-License-Identifier: ISC */
/* Parses a line of ssh's log: its tag, its cause, and forwards. */
#ifndef SUPERVISE_SSHLOG_PARSE_H
#define SUPERVISE_SSHLOG_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/cause.h"

/*
 * No decision may depend on a line being there: LogLevel silences most of them.
 *
 * Strangers can write into ssh's log.  ssh repeats the text of a server's
 * SSH_MSG_DISCONNECT, which anyone on the path can send before the keys are
 * agreed on.  It also repeats the host names that clients of a SOCKS forward
 * ask for.  Both may contain newlines.  So a line counts as ssh's own only if
 * it begins with LogVerbose's tag and the tag names the process of our ssh.
 * A stranger who writes thousands of lines can guess even that.  Words
 * therefore choose the message and how long the next attempt waits.  They end
 * a connection for good only at its first start, as ssh ends, or if the kernel
 * shows that the message of ssh begins with the tag.
 */
struct sshlog_line {
	enum cause cause;	/* why ssh ends; CAUSE_UNKNOWN: it does not */
	bool own;		/* the tag is that of our ssh */
	bool sure;		/* and names the function that writes this:
				   otherwise the cause is only a hint */
	bool noise;		/* of an end that we report better ourselves */
	bool no_reason;		/* its words do not say why ssh ends */
	bool forward;		/* about a forward; nothing ends */
	bool debug;		/* we asked for it, not the user */
};

/* ssh as it was started. */
struct sshlog_ssh {
	const char *bin;	/* its argv[0] */
	long pid;
};

/*
 * The functions of ssh whose lines sshlog_line_read() and
 * sshlog_forward_read() know, for LogVerbose.
 */
#define SSHLOG_WORDS "*:userauth():*,*:verify_host_key_callback():*," \
	"*:sshpkt_vfatal():*," \
	"*:ssh_confirm_remote_forward():*,*:ssh_tun_confirm():*," \
	"*:channel_setup_fwd_listener_tcpip():*,*:unix_listener():*," \
	"*:mux_master_process_terminate():*," \
	"*:mux_master_process_stop_listening():*"

/*
 * The argv[0] for the ssh at path: path, or "ssh" if the tags of OpenSSH 10,
 * which contain argv[0], would be too long and be cut.
 */
const char	*sshlog_argv0(const char *path);

/*
 * The text of a line behind the tag that LogVerbose writes,
 * "file.c:function():line (pid=N): ", or "... (bin=ARGV0, pid=N): " since 10.0,
 * perhaps after "debug1: ".  NULL if there is no tag, or it is not that of this
 * ssh.  ssh cuts a tag after 127 bytes.  A cut tag gives NULL, too: it may lack
 * the process, and anybody can write one.
 */
const char	*sshlog_own(const char *line, const struct sshlog_ssh *ssh);

/* True if the tag of the line names this function of ssh. */
bool	sshlog_by(const char *line, const char *function);

/* Parses a line, without its end; own: sshlog_own() of it. */
struct sshlog_line	sshlog_line_read(const char *line, const char *own);

/* True if ssh says that it has logged in; own: sshlog_own() of the line. */
bool	sshlog_logged_in(const char *line, const char *own);

/* --- forwards --- */

/*
 * What a line says about ssh's forwards (OpenSSH 8.0 to 10.5: ssh.c,
 * channels.c, misc.c).
 */
enum sshlog_forward_about {
	SSHLOG_FORWARD_OTHER,	/* nothing */
	SSHLOG_FORWARD_GRANTED,	/* the next remote forward is granted */
	SSHLOG_FORWARD_REFUSED,	/* the next remote forward is refused */
	SSHLOG_FORWARD_PORT,	/* port was given to the one granted last */
	SSHLOG_FORWARD_ADDRESS,	/* a local one cannot listen at where, port */
	SSHLOG_FORWARD_LOCAL,	/* a local one, at port or where, cannot listen
				   at any address */
	SSHLOG_FORWARD_NAMED,	/* a remote one, at port or where, is refused */
	SSHLOG_FORWARD_DEVICE,	/* the server granted the tunnel device */
	SSHLOG_FORWARD_KNOWN	/* something that another line has said */
};

struct sshlog_forward {
	enum sshlog_forward_about about;
	int port;		/* 0: it is a path */
	const char *where;	/* in the line: an address, or a path */
	size_t len;		/* its length, bytes */
	const char *why;	/* in the line, up to its end; NULL: not said */
};

/* Parses a line without its end and without the tag of LogVerbose. */
struct sshlog_forward	sshlog_forward_read(const char *line);

/* --- the end of the session --- */

/*
 * ssh exits with 255 if the connection is lost, and also if the command on the
 * server exits with 255 or a signal ends it.  Only its log tells these apart.
 */
struct sshlog_session {
	long channel;		/* ssh's number of its channel; -1: not known.
				   Clients of the control socket have others */
};

/* The functions of ssh whose lines sshlog_session_line() knows. */
#define SSHLOG_SESSION_WORDS "*:ssh_session2_open():*," \
	"*:client_input_channel_req():*"

/* Another attempt begins. */
void	sshlog_session_begin(struct sshlog_session *s);

/*
 * Takes a line of ssh's own; text: sshlog_own() of it.  True if ssh wrote it
 * only because we asked for it; *means then says how the session ended, or
 * CAUSE_UNKNOWN.
 */
bool	sshlog_session_line(struct sshlog_session *s, const char *line,
	    const char *text, struct sshlog_line *means);

#endif
