/* SPDX-License-Identifier: ISC */
#include "conf/config.h"
#include "conf/evaluation.h"

static void
no_complaint(void *arg, enum source_level level, struct origin at,
    const char *text)
{
	(void)arg;
	(void)level;
	(void)at;
	(void)text;
}

static enum outcome
evaluate(struct evaluation *e, const struct commandline *line)
{
	enum outcome is = options_take(e, line);

	*e->level = settings_get(e->s, KW_loglevel);
	if (is == TAKEN)
		is = reading_files(e);
	if (is == TAKEN)
		is = canonical_host(e);
	if (is == TAKEN && e->wants_final) {
		e->final = true;
		settings_replace(e->s, KW_hostname, e->host,
		    e->s->first[KW_hostname] == NULL ? (struct origin){ 0 } :
		    e->s->first[KW_hostname]->at);
		is = reading_files(e);
	}
	return is == TAKEN ? finish(e) : is;
}

/* Fills c from e, and turns the outcome into a result. */
static enum config_result
result(struct config *c, const struct evaluation *e, enum outcome is)
{
	c->original = e->original;
	c->name = e->name == NULL ? e->original : e->name;
	c->check = e->check;
	c->notify = e->notify;
	c->host = e->host;
	c->ignore = e->ignore == NULL ? "" : e->ignore;
	c->extended = e->extended;
	c->stdio = e->stdio;
	c->usual_hosts = e->usual_hosts;
	c->twice = e->final;
	persist_from(&c->persist, &c->settings);
	return is == TAKEN && !c->settings.pool.failed ? CONFIG_GOOD :
	    is == OURS ? CONFIG_WRONG : CONFIG_REJECTED;
}

enum config_result
config_evaluate(struct config *c, const struct commandline *line,
    const struct config_source *s)
{
	struct config_source quiet = *s;
	struct evaluation e = { .s = &c->settings, .source = s,
	    .quiet = &quiet, .applied = c->applied, .level = &c->level };

	quiet.complain = no_complaint;
	*c = (struct config){ 0 };
	return result(c, &e, evaluate(&e, line));
}

static int
scan_run(void *arg, const char *command)
{
	(void)arg;
	(void)command;
	return 1;
}

/*
 * The newest release: it expands Includes that older ones do not, and the
 * included file may have a keyword of ours.
 */
static int
scan_release(void *arg)
{
	(void)arg;
	return 1005;
}

static const char *
scan_version(void *arg)
{
	(void)arg;
	return "OpenSSH_10.5p1 Debian";
}

static bool
scan_types(void *arg)
{
	(void)arg;
	return true;
}

enum config_result
config_scan(struct config *c, const struct commandline *line,
    const struct config_source *s)
{
	struct config_source quiet = *s;

	quiet.release = scan_release;
	quiet.version = scan_version;
	quiet.types = scan_types;
	quiet.complain = no_complaint;
	quiet.ask = NULL;
	return config_check(c, line, &quiet);
}

enum config_result
config_check(struct config *c, const struct commandline *line,
    const struct config_source *s)
{
	struct config_source still = *s, quiet;
	struct evaluation e = { .s = &c->settings, .source = &still,
	    .quiet = s->ask == NULL ? NULL : &quiet, .level = &c->level };
	enum outcome is;

	still.run = scan_run;
	quiet = still;
	quiet.complain = no_complaint;
	*c = (struct config){ 0 };
	if ((is = options_take(&e, line)) == TAKEN)
		is = reading_files(&e);
	return result(c, &e, is);
}

void
config_options(struct config *c, const struct commandline *line,
    const struct config_source *s)
{
	struct evaluation e = { .s = &c->settings, .source = s,
	    .level = &c->level };
	size_t i;

	*c = (struct config){ 0 };
	for (i = 0; i < line->options; i++)
		if (line->option[i].letter == 'o')
			(void)reading_option(&e, line->option[i].value);
	(void)result(c, &e, TAKEN);
}

void
config_free(struct config *c)
{
	settings_free(&c->settings);
	words_free(&c->applied[0]);
	words_free(&c->applied[1]);
}
