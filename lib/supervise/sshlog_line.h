/* SPDX-License-Identifier: ISC */
/* Parses a line of ssh's log: its tag and its meaning. */
#ifndef SUPERVISE_SSHLOG_LINE_H
#define SUPERVISE_SSHLOG_LINE_H

#include <stdbool.h>

#include "supervise/session.h"

/*
 * What a line of ssh's own log means to us.  Nothing may depend on a line
 * being there: LogLevel silences most of them.
 *
 * Strangers can write into that log: ssh repeats the text of a server's
 * SSH_MSG_DISCONNECT, which anyone on the path can send before the keys are
 * agreed on, and the host names that clients of a SOCKS forward ask for, with
 * the newlines in them.  So only a line that begins with LogVerbose's tag and
 * names our ssh's process counts as ssh's own.  Even that can be guessed by who
 * writes thousands of lines.  Words therefore decide how an end is told and how
 * long the next try waits; they end a connection for good only at its first
 * start, as ssh ends.
 */
struct sshlog_line {
	enum cause cause; /* why it ends; CAUSE_UNKNOWN: no */
	bool own;		/* its tag is that of our ssh */
	bool sure;		/* and names the function that writes this:
				   otherwise the cause is only a hint */
	bool noise;		/* of an end that we tell better ourselves */
	bool hollow;		/* its words tell nobody why it ends */
	bool forward;		/* about a forward, and no end of anything */
	bool debug;		/* was asked for by us, not by the user */
};

/* Who speaks: ssh as it was started. */
struct sshlog_line_ssh {
	const char *bin;	/* its argv[0] */
	long pid;
};

/* The functions of ssh whose words are read here, for LogVerbose. */
#define SSHLOG_LINE_WORDS "*:userauth():*,*:verify_host_key_callback():*," \
	"*:sshpkt_vfatal():*," \
	"*:ssh_confirm_remote_forward():*," \
	"*:channel_setup_fwd_listener_tcpip():*,*:unix_listener():*," \
	"*:mux_master_process_terminate():*," \
	"*:mux_master_process_stop_listening():*"

/*
 * The text of a line that begins with the tag which LogVerbose writes,
 * "file.c:function():line (pid=N): ", or "... (bin=ARGV0, pid=N): " since 10.0,
 * perhaps after "debug1: ", if the tag is that of this ssh; else NULL.  ssh
 * cuts a tag after 127 bytes.  A cut tag gives NULL, too: it may lack the
 * process, and anybody can write one.
 */
const char	*sshlog_line_own(const char *line,
	    const struct sshlog_line_ssh *ssh);

/* True if such a line is of a function named so. */
bool	sshlog_line_by(const char *line, const char *function);

/* Reads a line, without its end; own: sshlog_line_own() of it. */
struct sshlog_line	sshlog_line_read(const char *line, const char *own);

#endif
