/* SPDX-License-Identifier: ISC */
/* What a line of ssh_config means in one release of ssh, and in another. */
#include <string.h>

#include "../lib/fake.h"
#include "../lib/tap.h"
#include "conf/commandline.h"
#include "conf/config.h"

static void
test_releases(void)
{
	static const struct {
		int release; enum keyword k;
		const char *line, *value;	/* NULL: refused, or not set */
	} row[] = {
		{ 907, KW_ipqos, "IPQoS 0x10 010\n", "lowdelay throughput" },
		{ 908, KW_ipqos, "IPQoS 0x10\n", NULL },
		{ 908, KW_ipqos, "IPQoS 010\n", "0x0a 0x0a" },
		{ 1000, KW_ipqos, "IPQoS 16\n", "lowdelay lowdelay" },
		{ 1000, KW_ipqos, "IPQoS lowdelay le\n", "lowdelay le" },
		{ 1001, KW_ipqos, "IPQoS lowdelay le\n", "none le" },
		{ 1001, KW_ipqos, "IPQoS 16 4\n", "0x10 le" },
		{ 1001, KW_ipqos, "IPQoS va\n", NULL },
		{ 1001, KW_ipqos, "IPQoS 176\n", "0xb0 0xb0" },
		{ 1003, KW_ipqos, "IPQoS va 176\n", "va 0xb0" },
		{ 1004, KW_ipqos, "IPQoS va 176\n", "va va" },
		{ 902, KW_loglevel, "LogLevel SILENT\n", NULL },
		{ 902, KW_user, "User %u%%\n", "%u%%" },
		{ 1000, KW_user, "User %u%%\n", "me%" },
		{ 1000, KW_user, "User %r\n", NULL },
		{ 1000, KW_user, "User %n;\n", NULL },
		{ 909, KW_setenv, "SetEnv A=%h\n", "A=%h" },
		{ 1000, KW_setenv, "SetEnv A=%h\n", "A=h" },
		{ 902, KW_revokedhostkeys, "RevokedHostKeys ~/a\n", "~/a" },
		{ 904, KW_revokedhostkeys, "RevokedHostKeys ~/a\n", "/h/a" },
		{ 1001, KW_revokedhostkeys, "RevokedHostKeys a b\n", NULL },
		{ 1003, KW_revokedhostkeys, "RevokedHostKeys a b\n", "a\nb" },
		{ 909, KW_canonicaldomains, "CanonicalDomains _a\n", NULL },
		{ 1000, KW_canonicaldomains, "CanonicalDomains _a\n", "_a" },
		{ 906, KW_port, "Port 2\nSetEnv #\n", "2" },
		{ 907, KW_port, "Port 2\nSetEnv #\n", NULL },
		{ 909, KW_port, "Match sessiontype shell\nPort 2\n", NULL },
		{ 1000, KW_port, "Match sessiontype shell\nPort 2\n", "2" },
		{ 909, KW_port, "Match tagged=*\nPort 2\n", "2" },
		{ 1000, KW_port, "Match tagged=*\nPort 2\n", NULL },
		{ 1000, KW_proxyjump, "ProxyJump a b\n", "a" },
		{ 1001, KW_proxyjump, "ProxyJump a b\n", "a b" },
		{ 1001, KW_warnweakcrypto, "WarnWeakCrypto no-pq-kex\n", "no" },
	};
	static char ssh[] = "ssh", host[] = "h";
	char *argv[] = { ssh, host, NULL };
	const char *value = NULL;
	struct commandline c;
	struct config config;
	struct fake fake;
	size_t i;

	commandline_parse(&c, 2, argv, (struct commandline_release){ 9, 2 });
	for (i = 0; i < sizeof row / sizeof *row; i++) {
		fake_open(&fake, row[i].line, strlen(row[i].line));
		fake.release = row[i].release;
		value = config_evaluate(&config, &c, &fake.source) !=
		    CONFIG_GOOD ? NULL :
		    settings_get(&config.settings, row[i].k);
		ok(row[i].value == NULL ? value == NULL : value != NULL &&
		    strcmp(value, row[i].value) == 0,
		    "a line of ssh_config means what it means in that release "
		    "of ssh", row[i].line);
		config_free(&config);
	}
	commandline_free(&c);
}

int
main(void)
{
	test_releases();
	return tap_end();
}
