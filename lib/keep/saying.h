/* SPDX-License-Identifier: ISC */
#ifndef KEEP_SAYING_H
#define KEEP_SAYING_H

#include <stdbool.h>

#include "keep/session.h"

/*
 * What a line of ssh's own log means to us.  Nothing may depend on a line
 * being there: LogLevel silences most of them.
 */
struct saying {
	enum session_cause cause; /* why it ends; CAUSE_UNKNOWN: no */
	bool noise;		/* of an end that we tell better ourselves */
	bool hollow;		/* its words tell nobody why it ends */
	bool forward;		/* about a forward, and no end of anything */
	bool debug;		/* was asked for by us, not by the user */
};

/*
 * Has the line the tag that LogVerbose writes before it, "file:function():line
 * (pid=N): ", or "... (bin=PATH, pid=N): " since 10.0?
 */
bool	saying_tagged(const char *line);

/* The line without that tag. */
const char	*saying_text(const char *line);

/* Reads a line, without its end. */
struct saying	saying_read(const char *line);

#endif
