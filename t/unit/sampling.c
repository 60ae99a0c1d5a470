/* SPDX-License-Identifier: ISC */
/*
 * sampling FILE...: replays stories of a socket that ssh has, through the real
 * sampling machine, with the file's clock; story.h has the rest of their
 * language.
 *
 *	timeout SECONDS [INTERVAL]	ms between ssh's keepalive questions
 *	MS look [ACKED RECEIVED [PENDING]]	the kernel's counters, if a look
 *				is due; none: the kernel has none.  What changed
 *				since the last look was sent or came at MS, or
 *				at the time of the lines below
 *	MS sent | came		the last data, in these directions
 *	MS watched		the stall machine looks
 *	MS input [TEXT]		the socket is readable; TEXT is in it
 *	MS turn [ACKED RECEIVED]	a look for the begin of SSH
 *	= due MS | never		when the next turn is due
 *	= watch | idle		if the stall machine must look now
 *	= first | read		if the first bytes must be read now, or are
 *	= ssh | no-ssh		if SSH has begun
 *	= frozen N | heard MS	keepalive questions without an answer; when the
 *				server last sent anything
 */
#include "../lib/story.h"
#include "base/span.h"
#include "transport/sampling.h"

static struct {
	struct sampling sampling;
	struct frozen frozen;
	enum handshake_state state;
	int64_t sent, came;	/* ms */
	bool watch, watched, first;
} s;

static const char *
timeout(int64_t now, char **word)
{
	int64_t ms = atoll(word[0]) * 1000;

	sampling_start(&s.sampling, ms, now);
	frozen_start(&s.frozen, ms, word[1] != NULL ? atoll(word[1]) : 0,
	    false, now);
	return NULL;
}

static struct sampling_counters
counters(int64_t now, char **word)
{
	return (struct sampling_counters){ .counted = true,
		.acked = (uint64_t)atoll(word[0]),
		.received = (uint64_t)atoll(word[1]),
		.pending = word[2] != NULL ? atoll(word[2]) : 0,
		.sent_ago = now - s.sent, .received_ago = now - s.came };
}

static const char *
look(int64_t now, char **word)
{
	struct sampling_counters c;

	s.watch = false;
	if (!sampling_wants(&s.sampling, now, false))
		return "no look is due";
	if (word[0] != NULL)
		c = counters(now, word);
	s.watch = sampling_look(&s.sampling, now, word[0] != NULL ? &c : NULL,
	    &s.frozen);
	s.watched = s.watch;
	return NULL;
}

static const char *
data(int64_t now, char **word)
{
	if (strcmp(word[-1], "sent") == 0)
		s.sent = now;
	else
		s.came = now;
	return NULL;
}

static const char *
watched(int64_t now, char **word)
{
	(void)word;
	s.watched = false;
	return sampling_wants(&s.sampling, now, true) ? "it looks, too" : NULL;
}

static const char *
turn(int64_t now, char **word)
{
	struct sampling_counters c;

	if (word[0] != NULL)
		c = counters(now, word);
	s.first = word[0] != NULL && sampling_first(&s.sampling, &c, false);
	(void)sampling_begun(&s.sampling, word[0] != NULL ? &c : NULL, s.state);
	return NULL;
}

static const char *
input(int64_t now, char **word)
{
	static struct handshake h;
	struct sampling_counters c = { .counted = true };

	h = (struct handshake){ 0 };
	s.first = sampling_first(&s.sampling, &c, true);
	if (word[0] != NULL)
		(void)handshake_received(&h, now, word[0], strlen(word[0]));
	s.state = h.state;
	(void)sampling_begun(&s.sampling, &c, s.state);
	return NULL;
}

static const char *
due(int64_t now, const char *word)
{
	static char text[40];
	int64_t at = sampling_due(&s.sampling, now, s.watched);

	snprintf(text, sizeof text, "due %lld", (long long)at);
	if (strcmp(word, "never") == 0)
		return at == SPAN_NEVER ? NULL : text;
	return at == atoll(word) ? NULL : text;
}

static const char *
holds(int64_t now, char **word)
{
	static const char *const words[] = { "due", "never", "watch", "idle",
	    "first", "read", "ssh", "no-ssh", "frozen", "heard" };

	switch (STORY_FIND(words, word[0])) {
	case 0:
		return due(now, word[1]);
	case 1:
		return due(now, "never");
	case 2:
	case 3:
		return s.watch == (word[0][0] == 'w') ? NULL : "not so";
	case 4:
	case 5:
		return s.first == (word[0][0] == 'f') ? NULL : "not so";
	case 6:
	case 7:
		return s.sampling.begun == (word[0][0] == 's') ? NULL :
		    "not so";
	case 8:
		(void)frozen_look(&s.frozen, now, 0, 0,
		    &(struct verdict){ 0 });
		return s.frozen.unanswered == atoi(word[1]) ? NULL : "another number";
	default:
		return s.frozen.received_at == atoll(word[1]) ? NULL :
		    "at another time";
	}
}

static void
begin(void)
{
	memset(&s, 0, sizeof s);
}

static void
show(void)
{
	printf("# timer %lld, pause %lld, heard %lld, asks %d\n",
	    (long long)s.sampling.timer, (long long)s.sampling.pause,
	    (long long)s.frozen.received_at, s.frozen.unanswered);
}

int
main(int argc, char **argv)
{
	static const struct story_verb verbs[] = {
		{ "timeout", timeout }, { "look", look }, { "sent", data },
		{ "came", data }, { "watched", watched }, { "input", input },
		{ "turn", turn }, { "=", holds },
	};
	static const struct story_piece piece = { STORY_VERBS(verbs), begin,
	    show };

	return story_main(&piece, argc, argv);
}
