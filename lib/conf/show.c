/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "base/quote.h"
#include "conf/forward.h"
#include "conf/show.h"
#include "conf/value.h"

/* --- values --- */

/* Replaces the newlines between words, or ends of a forward, by spaces. */
static char *
spaced(struct pool *p, const char *text)
{
	char *copy = pool_copy(p, text, strlen(text)), *c;

	for (c = copy; c != NULL && *c != '\0'; c++)
		if (*c == '\n')
			*c = ' ';
	return copy;
}

/* Encodes a character as vis(3) with VIS_WHITE. */
static const char *
escape(struct pool *p, const char *text)
{
	unsigned char c = (unsigned char)text[0], low = c & 0x7f;

	if (strcmp(text, "none") == 0 || (c > ' ' && c < 0x7f && c != '\\'))
		return text;
	if (c == '\\')
		return "\\\\";
	if (low == ' ')
		return pool_text(p, "\\%03o", c);
	if (low < ' ' || low == 0x7f)
		return pool_text(p, "\\%s^%c", c & 0x80 ? "M" : "",
		    low == 0x7f ? '?' : low + '@');
	return pool_text(p, "\\M-%c", low);
}

static const char *
forward(struct pool *p, enum keyword k, const char *text)
{
	const char *shown = spaced(p, text);

	return shown == NULL || k != KW_remoteforward ||
	    strchr(text, '\n') != NULL ? shown :
	    pool_text(p, "%s [socks]:0", shown);
}

/* ssh prints UNKNOWN for "Compression yes" (9.9), or for -C (since 10.0). */
static const char *
compression(const struct config_source *s, const struct value *v)
{
	bool letter = v->at.from == FROM_LETTER;
	int release;

	if (strcmp(v->text, "yes") != 0)
		return v->text;
	release = s->release(s->arg);
	return (release >= 1000 && letter) || (release == 909 && !letter) ?
	    "UNKNOWN" : v->text;
}

const char *
show_value(struct pool *p, const struct config_source *s, enum keyword k,
    const struct value *v, const char *standard)
{
	const char *text = v->text;

	switch (keyword_rows[k].type) {
	case TYPE_CIPHERS:
	case TYPE_MACS:
	case TYPE_KEX:
	case TYPE_KEYS:
		return algorithms_assemble(p, s, k, text, standard);
	case TYPE_ESCAPE:
		return escape(p, text);
	case TYPE_COMPRESSION:
		return compression(s, v);
	case TYPE_LEVEL:
		return strcmp(text, "QUIET") == 0 && source_debian(s) ?
		    "SILENT" : text;
	case TYPE_LOCAL:
	case TYPE_REMOTE:
	case TYPE_DYNAMIC:
		return forward(p, k, text);
	case TYPE_FILES:
	case TYPE_VERBOSE:
		if (strcasecmp(text, "none") == 0)
			return keyword_rows[k].type == TYPE_FILES ? "none" :
			    text;
		return spaced(p, text);
	case TYPE_PERSIST:
	case TYPE_REVOKED:
	case TYPE_DOMAINS:
	case TYPE_CNAMES:
	case TYPE_PERMIT:
	case TYPE_CHANNEL_TIMEOUT:
		return spaced(p, text);
	default:
		return text;
	}
}

/* --- lines --- */

/* The keyword of a line that ssh printed. */
static enum keyword
line_keyword(const char *line)
{
	char name[64];
	size_t n = strcspn(line, " \n"), i;

	if (n >= sizeof name)
		return KEYWORDS;
	for (i = 0; i < n; i++)
		name[i] = line[i] >= 'A' && line[i] <= 'Z' ?
		    (char)(line[i] + 'a' - 'A') : line[i];
	name[n] = '\0';
	return keyword_find(name);
}

static const char *
next_line(const char *line)
{
	line += strcspn(line, "\n");
	return *line == '\0' ? line : line + 1;
}

const char *
show_standard(struct pool *p, const char *standard, enum keyword k)
{
	const char *value;

	for (; *standard != '\0'; standard = next_line(standard)) {
		if (line_keyword(standard) != k)
			continue;
		value = standard + strcspn(standard, " \n");
		value += *value == ' ';
		return pool_copy(p, value, strcspn(value, "\n"));
	}
	return NULL;
}

/* ssh also prints a local forward to a path as a dynamic one. */
static void
add_paths(struct words *out, struct config *c)
{
	const struct value *v;
	const char *to;

	for (v = c->settings.first[KW_localforward]; v != NULL; v = v->next)
		if ((to = strchr(v->text, '\n')) != NULL &&
		    forward_path(to + 1))
			words_add(out, "dynamicforward %.*s",
			    (int)(to - v->text), v->text);
}

/* Adds the lines that ssh prints for the values of k. */
static void
add_values(struct words *out, struct config *c, const struct config_source *s,
    enum keyword k, const char *name, const char *standard)
{
	struct pool *p = &c->settings.pool;
	const struct value *v;
	const char *text, *usual = show_standard(p, standard, k);

	/* ssh then has no provider, and prints no line. */
	if (k == KW_securitykeyprovider &&
	    settings_is(&c->settings, k, "none"))
		return;
	for (v = c->settings.first[k]; v != NULL; v = v->next)
		if ((text = show_value(p, s, k, v, usual)) != NULL)
			words_add(out, "%s %s", name, text);
}

/* Defaults that depend on other settings. */
static const char *
other_default(const struct config *c, enum keyword k)
{
	const struct settings *s = &c->settings;

	switch (k) {
	case KW_exitonforwardfailure:
	case KW_clearallforwardings:
		return c->stdio ? "yes" : NULL;
	case KW_updatehostkeys:
		return c->usual_hosts &&
		    (settings_get(s, KW_verifyhostkeydns) == NULL ||
		    settings_is(s, KW_verifyhostkeydns, "false")) ?
		    NULL : "false";
	default:
		return NULL;
	}
}

/* Adds RekeyLimit: bytes and time are one line, each with a default. */
static void
add_rekey(struct words *out, const struct settings *s)
{
	const char *bytes = settings_get(s, KW_rekeylimit);
	const char *seconds = settings_get(s, KW_REKEY_INTERVAL);

	words_add(out, "rekeylimit %s %s", bytes == NULL ? "0" : bytes,
	    seconds == NULL ? "0" : seconds);
}

/* Adds a keyword that ssh always prints; line is ssh's standard line. */
static void
add_line(struct words *out, struct config *c, const struct config_source *s,
    const char *line, const char *standard)
{
	enum keyword k = line_keyword(line);
	size_t n = strcspn(line, " \n");
	char name[64] = "";
	const char *other;

	memcpy(name, line, n < sizeof name ? n : 0);
	other = k == KEYWORDS ? NULL : other_default(c, k);
	if (k == KW_rekeylimit)
		add_rekey(out, &c->settings);
	else if (k == KW_forwardagent &&
	    settings_get(&c->settings, KW_FORWARD_AGENT_PATH) != NULL)
		words_add(out, "%s %s", name, settings_get(&c->settings,
		    KW_FORWARD_AGENT_PATH));
	else if (k != KEYWORDS && c->settings.first[k] != NULL)
		add_values(out, c, s, k, name, standard);
	else if (other != NULL)
		words_add(out, "%s %s", name, other);
	else
		words_add(out, "%.*s", (int)strcspn(line, "\n"), line);
}

/* Adds the lines about the host, because standard is for another host. */
static void
add_host(struct words *out, const struct config *c,
    const struct config_source *s, const char *standard)
{
	const char *user = settings_get(&c->settings, KW_user);
	const char *port = settings_get(&c->settings, KW_port);

	if (strncmp(standard, "host ", 5) == 0)
		words_add(out, "host %s", c->original);
	words_add(out, "user %s", user == NULL ? s->user : user);
	words_add(out, "hostname %s", c->host);
	words_add(out, "port %s", port == NULL ? "22" : port);
}

static bool
of_host(enum keyword k)
{
	return k == KW_host || k == KW_user || k == KW_hostname ||
	    k == KW_port;
}

/* Keywords that ssh prints only if they are set. */
static const enum keyword optional[] = {
	KW_bindaddress, KW_bindinterface, KW_certificatefile, KW_controlpath,
	KW_dynamicforward, KW_hostkeyalias, KW_identityagent, KW_ignoreunknown,
	KW_kbdinteractivedevices, KW_knownhostscommand, KW_localcommand,
	KW_localforward,
	KW_pkcs11provider, KW_preferredauthentications, KW_proxycommand,
	KW_proxyjump, KW_remotecommand, KW_remoteforward, KW_revokedhostkeys,
	KW_sendenv, KW_setenv, KW_tag, KW_versionaddendum,
};

void
show_persist(struct words *out, struct config *c,
    const struct config_source *s)
{
	int k;

	for (k = 0; k < KEYWORDS; k++)
		if (keyword_rows[k].type == TYPE_PERSIST)
			add_values(out, c, s, (enum keyword)k,
			    keyword_rows[k].name, "");
}

void
show_lines(struct words *out, struct config *c, const struct config_source *s,
    const char *standard)
{
	bool shown[KEYWORDS] = { false };
	const char *line;
	enum keyword k;
	size_t i;

	add_host(out, c, s, standard);
	for (line = standard; *line != '\0'; line = next_line(line)) {
		k = line_keyword(line);
		if (k != KEYWORDS && (of_host(k) || (shown[k] &&
		    c->settings.first[k] != NULL)))
			continue;
		if (k != KEYWORDS)
			shown[k] = true;
		add_line(out, c, s, line, standard);
	}
	add_paths(out, c);
	for (i = 0; i < sizeof optional / sizeof *optional; i++)
		if (!shown[optional[i]])
			add_values(out, c, s, optional[i],
			    keyword_rows[optional[i]].name, standard);
	show_persist(out, c, s);
}

/* --- JSON --- */

static bool
same_keyword(const char *a, const char *b)
{
	size_t n = strcspn(a, " ");

	return strcspn(b, " ") == n && strncasecmp(a, b, n) == 0;
}

/* "keyword": [all its values], from the lines at and after i. */
static const char *
json_member(struct pool *p, const struct words *lines, size_t i)
{
	const char *line = lines->word[i], *value, *all = NULL;
	size_t n = strcspn(line, " ");

	for (; i < lines->n; i++) {
		if (!same_keyword(lines->word[i], line))
			continue;
		value = lines->word[i] + n + (lines->word[i][n] == ' ');
		value = quote_json(p, value);
		all = value == NULL ? NULL : pool_text(p, "%s%s%s",
		    all == NULL ? "" : all, all == NULL ? "" : ",", value);
	}
	return all == NULL ? NULL : pool_text(p, "\"%.*s\":[%s]", (int)n,
	    line, all);
}

const char *
show_json(struct pool *p, const struct words *lines)
{
	const char *all = "", *member;
	size_t i, j;

	for (i = 0; i < lines->n && all != NULL; i++) {
		for (j = 0; j < i; j++)
			if (same_keyword(lines->word[i], lines->word[j]))
				break;
		if (j < i)
			continue;
		member = json_member(p, lines, i);
		all = member == NULL ? NULL : pool_text(p, "%s%s%s", all,
		    i == 0 ? "" : ",", member);
	}
	return all == NULL ? NULL : pool_text(p, "{%s}", all);
}
