/* SPDX-License-Identifier: ISC */
/* Evaluates a Match line, criterion by criterion. */
#include <string.h>
#include <strings.h>

#include "base/pattern.h"
#include "conf/evaluation.h"

enum {
	ARGV = 909,		/* since then Match is split like any line */
	SESSION = 1000,		/* since then there are "command" and
				   "sessiontype", and some may be empty */
	WRONG = -1, STOP = -2
};

/* The words of a Match line, one by one, as ssh's release splits them. */
struct criteria {
	struct evaluation *e;
	struct line *l;
	struct origin at;
	char *rest;		/* unread text, if argv is false */
	size_t next;		/* index of the next word, if argv is true */
	bool argv;
	int n;
	const char *why;
};

/* Call this only where it matters, because the release costs a process. */
static bool
since(const struct evaluation *e, int release)
{
	return e->source->release(e->source->arg) >= release;
}

static char *
word(struct criteria *c)
{
	if (c->argv)
		return c->next < c->l->n ? c->l->word[c->next++] : NULL;
	return line_token(&c->rest);
}

static bool
left_over(const struct criteria *c)
{
	return c->argv ? c->next < c->l->n :
	    c->rest != NULL && *c->rest != '\0';
}

static void
drop(struct criteria *c)
{
	c->rest = NULL;
	c->next = c->l->n;
}

/* --- the values to match --- */

static const char *
target_host(struct evaluation *e)
{
	const char *name = settings_get(e->s, KW_hostname);
	struct tokens t = { .of['h'] = e->host };

	if (name == NULL)
		return e->host;
	if (e->final)
		return name;
	name = token_expand(&e->s->pool, e->source, &t, TOKEN_PERCENT, name);
	if (name == NULL)
		source_complain(e->source, LEVEL_FATAL, (struct origin){ 0 },
		    "percent_expand: failed");
	return name;
}

static const char *
target_user(const struct evaluation *e)
{
	const char *user = settings_get(e->s, KW_user);

	return user == NULL ? e->source->user : user;
}

static const char *
target_session(const struct evaluation *e)
{
	if (settings_is(e->s, KW_sessiontype, "subsystem"))
		return "subsystem";
	if (settings_is(e->s, KW_sessiontype, "none"))
		return "none";
	return *e->command != '\0' ? "exec" : "shell";
}

/* The last jump host; "" without one. */
static const char *
jump_host(struct evaluation *e)
{
	const char *jump = settings_get(e->s, KW_proxyjump), *last;

	if (jump == NULL || strcmp(jump, "none") == 0)
		return "";
	last = strrchr(jump, ',') != NULL ? strrchr(jump, ',') + 1 : jump;
	if (strrchr(last, '@') != NULL)
		last = strrchr(last, '@') + 1;
	if (*last == '[')
		return pool_copy(&e->s->pool, last + 1,
		    strcspn(last + 1, "]"));
	return pool_copy(&e->s->pool, last, strcspn(last, ":"));
}

/* The jump host for %j and %C in text; NULL if ssh is older than 9.6. */
static const char *
jump_token(struct evaluation *e, const char *text)
{
	const char *jump = jump_host(e);

	if (jump == NULL || (strstr(text, "%j") == NULL &&
	    (*jump == '\0' || strstr(text, "%C") == NULL)))
		return jump;
	return since(e, 906) ? jump : NULL;
}

bool
match_tokens(struct evaluation *e, const char *text, struct tokens *t)
{
	const struct config_source *s = e->source;
	const char *host = target_host(e), *user = target_user(e);
	const char *alias = settings_get(e->s, KW_hostkeyalias);
	const char *port = settings_get(e->s, KW_port);
	const char *jump = jump_token(e, text);

	if (host == NULL)
		return false;
	if (port == NULL)
		port = pool_text(&e->s->pool, "%d", s->port(s->arg, "ssh") > 0 ?
		    s->port(s->arg, "ssh") : 22);
	*t = (struct tokens){
		.of['L'] = pool_copy(&e->s->pool, s->hostname,
		    strcspn(s->hostname, ".")),
		.of['d'] = s->home, .of['h'] = host,
		.of['k'] = alias == NULL ? host : alias,
		.of['l'] = s->hostname, .of['n'] = e->original,
		.of['p'] = port, .of['r'] = user, .of['u'] = s->user,
		.of['i'] = s->uid, .of['j'] = jump,
	};
	t->of['C'] = token_connection(&e->s->pool, s->hostname, host, port,
	    user, jump == NULL ? "" : jump);
	return t->of['C'] != NULL;
}

/* --- criteria --- */

static int
match_exec(struct criteria *c, const char *command, bool so_far)
{
	const struct config_source *s = c->e->source;
	struct tokens t;
	int status;

	if (!match_tokens(c->e, command, &t))
		return STOP;
	command = token_expand(&c->e->s->pool, s, &t, TOKEN_PERCENT, command);
	if (command == NULL) {
		source_complain(s, LEVEL_FATAL, (struct origin){ 0 },
		    "percent_expand: failed");
		return STOP;
	}
	if (!so_far)
		return 0;
	status = s->run(s->arg, command);
	if (status == -1) {
		source_complain(s, LEVEL_ERROR, c->at,
		    "command '%.100s' exited abnormally", command);
		source_complain(s, LEVEL_FATAL, c->at,
		    "%.200s line %d: match exec '%.100s' error",
		    c->at.file, c->at.line, command);
		return STOP;
	}
	return status == 0;
}

/* True if text matches list; an empty text matches only an empty list. */
static int
match_maybe(const char *list, const char *text)
{
	return *text == '\0' ? *list == '\0' :
	    pattern_list(list, text, false) == 1;
}

static int
match_tag(const struct evaluation *e, const char *list)
{
	const char *tag = settings_get(e->s, KW_tag);

	return tag == NULL && !since(e, SESSION) ?
	    pattern_list(list, "", false) == 1 :
	    match_maybe(list, tag == NULL ? "" : tag);
}

static char *
lower(struct pool *p, const char *text)
{
	char *copy = pool_copy(p, text, strlen(text)), *c;

	for (c = copy; c != NULL && *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c += 'a' - 'A';
	return copy;
}

static int
match_name(struct criteria *c, const char *list, const char *name)
{
	const char *small = name == NULL ? NULL :
	    lower(&c->e->s->pool, name);

	return small == NULL ? STOP : pattern_list(list, small, true) == 1;
}

static int
match_network(struct criteria *c, const char *list)
{
	const char *why = "";
	size_t n;
	int is;

	is = c->e->source->local_network(c->e->source->arg, list, &why);
	for (; *why != '\0'; why += n + (why[n] == '\n')) {
		n = strcspn(why, "\n");
		source_complain(c->e->source, LEVEL_ERROR, c->at, "%.*s",
		    (int)n, why);
	}
	return is == -1 ? WRONG : is;
}

/* Evaluates a criterion with its argument; 1 or 0, WRONG or STOP. */
static int
criterion(struct criteria *c, const char *name, const char *arg, bool so_far)
{
	struct evaluation *e = c->e;

	if (strcasecmp(name, "host") == 0)
		return match_name(c, arg, target_host(e));
	if (strcasecmp(name, "originalhost") == 0)
		return match_name(c, arg, e->original);
	if (strcasecmp(name, "user") == 0)
		return pattern_list(arg, target_user(e), false) == 1;
	if (strcasecmp(name, "localuser") == 0)
		return pattern_list(arg, e->source->user, false) == 1;
	if (strcasecmp(name, "exec") == 0)
		return match_exec(c, arg, so_far);
	if (strcasecmp(name, "localnetwork") == 0 && since(e, 904))
		return match_network(c, arg);
	if (strcasecmp(name, "tagged") == 0 && since(e, 904))
		return match_tag(e, arg);
	if (strcasecmp(name, "version") == 0 && since(e, SESSION))
		return pattern_list(arg, e->source->version(e->source->arg),
		    false) == 1;
	if (strcasecmp(name, "command") == 0 && since(e, SESSION))
		return match_maybe(arg, e->command);
	if (strcasecmp(name, "sessiontype") == 0 && since(e, SESSION))
		return pattern_list(arg, target_session(e), false) == 1;
	source_complain(e->source, LEVEL_ERROR, c->at,
	    "Unsupported Match attribute %s", name);
	return WRONG;
}

/* Cuts off the argument of "host=a" (9.9 and later); NULL: there is none. */
static char *
attached(const struct criteria *c, char *name)
{
	static const struct { const char *name; int since; } row[] = {
		{ "host", ARGV }, { "originalhost", ARGV }, { "user", ARGV },
		{ "localuser", ARGV }, { "localnetwork", ARGV },
		{ "tagged", ARGV }, { "exec", ARGV },
		{ "version", SESSION }, { "command", SESSION },
	};
	size_t i, n;

	for (i = 0; c->argv && i < sizeof row / sizeof *row; i++) {
		n = strlen(row[i].name);
		if (strncasecmp(name, row[i].name, n) == 0 && name[n] == '=' &&
		    (row[i].since == ARGV || since(c->e, row[i].since))) {
			name[n] = '\0';
			return name + n + 1;
		}
	}
	return NULL;
}

/* The argument of a criterion; NULL after a complaint if there is none. */
static const char *
argument(struct criteria *c, char *name, const char *whole)
{
	char *arg = attached(c, name);

	if (arg == NULL && (arg = word(c)) == NULL && since(c->e, SESSION)) {
		source_complain(c->e->source, LEVEL_ERROR, c->at,
		    "%.200s line %d: missing argument for Match '%s'",
		    c->at.file, c->at.line, whole);
		return NULL;
	}
	if (arg != NULL && *arg == '\0' &&
	    !((strcasecmp(name, "tagged") == 0 ||
	    strcasecmp(name, "command") == 0) && since(c->e, SESSION)))
		arg = NULL;
	if (arg == NULL || *arg == '#') {
		source_complain(c->e->source, LEVEL_ERROR, c->at,
		    "Missing Match criteria for %s", name);
		return NULL;
	}
	return arg;
}

/* "all" must end the line; ssh accepts one other criterion before it. */
static int
match_all(struct criteria *c, const char *whole, int so_far)
{
	char *arg = NULL;

	if (c->n > 1 || ((arg = word(c)) != NULL && *arg != '\0' &&
	    *arg != '#')) {
		source_complain(c->e->source, LEVEL_ERROR, c->at,
		    "%.200s line %d: '%s' cannot be combined with other "
		    "Match attributes", c->at.file, c->at.line, whole);
		return WRONG;
	}
	if (arg != NULL && *arg == '#')
		drop(c);
	if (so_far && *whole == '!')
		c->why = whole;
	return so_far && *whole != '!';
}

/* Reads the argument of a criterion, and evaluates it; as criterion(). */
static int
match_one(struct criteria *c, char *name, const char *whole, bool so_far)
{
	bool negated = *whole == '!';
	const char *arg;
	int is;

	if (strcasecmp(name, "canonical") == 0 ||
	    strcasecmp(name, "final") == 0) {
		if (strcasecmp(name, "final") == 0 &&
		    (!negated || !since(c->e, 1001)))
			c->e->wants_final = true;
		is = c->e->final;
	} else {
		if ((arg = argument(c, name, whole)) == NULL)
			return WRONG;
		is = criterion(c, name, arg, so_far);
		if (so_far && is == negated)
			c->why = pool_text(&c->e->s->pool, "%s %s", whole,
			    arg);
	}
	return is < 0 ? is : is != negated;
}

static int
match_all_of(struct criteria *c)
{
	char *name, *whole;
	int so_far = 1, is;

	while ((name = word(c)) != NULL && (c->argv || *name != '\0')) {
		if (*name == '#') {
			drop(c);
			break;
		}
		whole = pool_copy(&c->e->s->pool, name, strlen(name));
		if (whole == NULL)
			return STOP;
		name += *name == '!';
		if (strcasecmp(name, "all") == 0)
			return match_all(c, whole, so_far);
		c->n++;
		if ((is = match_one(c, name, whole, so_far)) < 0)
			return is;
		if (!is && c->why == NULL)
			c->why = whole;
		so_far = so_far && is;
	}
	if (c->n > 0)
		return so_far;
	source_complain(c->e->source, LEVEL_ERROR, c->at,
	    "One or more attributes required for Match");
	return WRONG;
}

int
match_line(struct evaluation *e, struct line *l, struct origin at,
    const char **why)
{
	struct criteria c = { .e = e, .l = l, .at = at, .rest = l->rest };
	int is;

	/* Without these characters, every release splits in the same way. */
	c.argv = strpbrk(l->rest, "\"'=\\#") == NULL || since(e, ARGV);
	/* A HostName that ssh cannot expand stops it, whatever the criteria. */
	is = target_host(e) == NULL ? STOP : match_all_of(&c);
	*why = c.why;
	if (is == WRONG)
		source_complain(e->source, LEVEL_ERROR, at,
		    "%.200s line %d: Bad Match condition", at.file, at.line);
	else if (is >= 0 && left_over(&c)) {
		source_complain(e->source, LEVEL_ERROR, at,
		    "%s line %d: keyword %s extra arguments at end of line",
		    at.file, at.line, l->keyword);
		return WRONG;
	}
	return is;
}
