/* SPDX-License-Identifier: ISC */
/* Finds characters that look like others, and words that are misspelled. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/quote.h"
#include "base/similar.h"
#include "conf/lint_rules.h"
#include "conf/persist.h"

/* --- characters --- */

/* Ranges of characters in UTF-8 that a screen does not show. */
static const struct { const char *from, *to, *name; } unseen[] = {
	{ "\302\240", "\302\240", "no-break space" },
	{ "\302\255", "\302\255", "soft hyphen" },
	{ "\341\232\200", "\341\232\200", "wide space" },
	{ "\342\200\200", "\342\200\212", "wide space" },
	{ "\342\200\213", "\342\200\217", "zero-width character" },
	{ "\342\200\250", "\342\200\256", "zero-width character" },
	{ "\342\200\257", "\342\200\257", "no-break space" },
	{ "\342\201\240", "\342\201\257", "zero-width character" },
	{ "\343\200\200", "\343\200\200", "wide space" },
	{ "\357\273\277", "\357\273\277", "byte order mark" },
};

/* The name of the invisible character at text, and its length in *n. */
static const char *
unseen_at(const char *text, size_t *n)
{
	size_t i;

	*n = 1;
	if (*text != '\t' && utf8_control(text)) {
		*n = utf8_length(text);
		return "control character";
	}
	for (i = 0; i < sizeof unseen / sizeof *unseen; i++) {
		*n = strlen(unseen[i].from);
		if (strncmp(text, unseen[i].from, *n) >= 0 &&
		    strncmp(text, unseen[i].to, *n) <= 0)
			return unseen[i].name;
	}
	return NULL;
}

const char *
lint_invisible(const char *text, size_t *n, const char **name)
{
	for (; *text != '\0'; text++)
		if ((*name = unseen_at(text, n)) != NULL)
			return text;
	return NULL;
}

const char *
lint_visible(struct pool *p, const char *text)
{
	char *out = pool_get(p, 4 * strlen(text) + 1), *to = out;
	size_t n, i;

	if (out == NULL)
		return "";
	while (*text != '\0') {
		if (unseen_at(text, &n) == NULL &&
		    (n = utf8_length(text)) > 0) {
			memcpy(to, text, n);
			to += n;
		} else {
			n = n == 0 ? 1 : n;
			for (i = 0; i < n; i++)
				to += snprintf(to, 5, "\\%03o",
				    (unsigned char)text[i]);
		}
		text += n;
	}
	*to = '\0';
	return out;
}

/* The name of a quote or dash of a word processor at the start of text. */
static const char *
curly(const char *text)
{
	static const struct { const char *bytes, *name; } row[] = {
		{ "\342\200\234", "\"" }, { "\342\200\235", "\"" },
		{ "\342\200\236", "\"" }, { "\342\200\230", "'" },
		{ "\342\200\231", "'" }, { "\342\200\223", "-" },
		{ "\342\200\224", "-" },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		if (strncmp(text, row[i].bytes, 3) == 0)
			return row[i].name;
	return NULL;
}

/* What the user meant with a word that begins or ends with a curly quote. */
static const char *
curly_word(const char *word)
{
	size_t n = strlen(word);
	const char *meant = n < 3 ? NULL : curly(word);

	if (meant == NULL && n >= 3)
		meant = curly(word + n - 3);
	return meant;
}

void
lint_characters(struct lint *l, struct origin at, const char *const *word,
    size_t words)
{
	const char *name, *odd;
	size_t i, n;

	for (i = 0; i < words; i++) {
		if ((odd = lint_invisible(word[i], &n, &name)) != NULL) {
			lint_cause(l, LINT_WARNING, at, "the word \"%s\" has "
			    "a %s, which ssh takes as part of the word; "
			    "replace or delete it", word[i], name);
			return;
		}
		if ((odd = curly_word(word[i])) != NULL) {
			lint_cause(l, LINT_WARNING, at, "the word %s has a "
			    "typographic %s, which ssh takes as part of the "
			    "word; type a plain %s", word[i],
			    *odd == '-' ? "dash" : "quote", odd);
			return;
		}
	}
}

/* --- words --- */

/* The keywords of today's ssh_config(5), as it spells them. */
static const char *const spelling[] = {
	"Host", "Match", "Include", "AddKeysToAgent", "AddressFamily",
	"BatchMode", "BindAddress", "BindInterface", "CanonicalDomains",
	"CanonicalizeFallbackLocal", "CanonicalizeHostname",
	"CanonicalizeMaxDots", "CanonicalizePermittedCNAMEs",
	"CASignatureAlgorithms", "CertificateFile", "ChannelTimeout",
	"CheckHostIP", "Ciphers", "ClearAllForwardings", "Compression",
	"ConnectionAttempts", "ConnectTimeout", "ControlMaster", "ControlPath",
	"ControlPersist", "DynamicForward", "EnableEscapeCommandline",
	"EnableSSHKeysign", "EscapeChar", "ExitOnForwardFailure",
	"FingerprintHash", "ForkAfterAuthentication", "ForwardAgent",
	"ForwardX11", "ForwardX11Timeout", "ForwardX11Trusted", "GatewayPorts",
	"GlobalKnownHostsFile", "GSSAPIAuthentication",
	"GSSAPIDelegateCredentials", "HashKnownHosts",
	"HostbasedAcceptedAlgorithms", "HostbasedAuthentication",
	"HostKeyAlgorithms", "HostKeyAlias", "HostName", "IdentitiesOnly",
	"IdentityAgent", "IdentityFile", "IgnoreUnknown", "IPQoS",
	"KbdInteractiveAuthentication", "KbdInteractiveDevices",
	"KexAlgorithms", "KnownHostsCommand", "LocalCommand", "LocalForward",
	"LogLevel", "LogVerbose", "MACs", "NoHostAuthenticationForLocalhost",
	"NumberOfPasswordPrompts", "ObscureKeystrokeTiming",
	"PasswordAuthentication", "PermitLocalCommand", "PermitRemoteOpen",
	"PKCS11Provider", "Port", "PreferredAuthentications", "ProxyCommand",
	"ProxyJump", "ProxyUseFdpass", "PubkeyAcceptedAlgorithms",
	"PubkeyAuthentication", "RekeyLimit", "RemoteCommand", "RemoteForward",
	"RequestTTY", "RequiredRSASize", "RevokedHostKeys",
	"SecurityKeyProvider", "SendEnv", "ServerAliveCountMax",
	"ServerAliveInterval", "SessionType", "SetEnv", "StdinNull",
	"StreamLocalBindMask", "StreamLocalBindUnlink",
	"StrictHostKeyChecking", "SyslogFacility", "Tag", "TCPKeepAlive",
	"Tunnel", "TunnelDevice", "UpdateHostKeys", "User",
	"UserKnownHostsFile", "VerifyHostKeyDNS", "VersionAddendum",
	"VisualHostKey", "XAuthLocation",
};

/* name without the invisible characters at its start, up to the next one. */
static const char *
visible_part(struct pool *p, const char *name)
{
	const char *what, *odd = NULL;
	size_t n;

	while (*name != '\0' && unseen_at(name, &n) != NULL)
		name += n;
	odd = lint_invisible(name, &n, &what);
	return odd == NULL ? name : pool_copy(p, name, (size_t)(odd - name));
}

static enum keyword
row_of(struct pool *p, const char *spelled)
{
	char *lower = pool_copy(p, spelled, strlen(spelled)), *c;

	for (c = lower; c != NULL && *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c += 'a' - 'A';
	return lower == NULL ? KEYWORDS : keyword_find(lower);
}

const char *
lint_keyword(size_t i)
{
	return i < sizeof spelling / sizeof *spelling ? spelling[i] : NULL;
}

const char *
lint_meant(struct pool *p, const char *name, enum keyword *k)
{
	struct similar s = { .word = visible_part(p, name) };
	size_t i;
	int r;

	if (s.word == NULL)
		return NULL;
	for (i = 0; i < sizeof spelling / sizeof *spelling; i++)
		similar_try(&s, spelling[i]);
	for (r = 0; r < KEYWORDS; r++)
		if (keyword_rows[r].type == TYPE_PERSIST)
			similar_try(&s, persist_name((enum keyword)r));
	*k = s.best == NULL ? KEYWORDS : row_of(p, s.best);
	return s.best;
}
