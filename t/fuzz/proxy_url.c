/* SPDX-License-Identifier: ISC */
/* A proxy's address, a list of exceptions, a file of passwords: any text. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "transport/proxy_url.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
within(const char *host, const char *network)
{
	return strcmp(host, network) == 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct oops why = { "" };
	struct proxy_url v;
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	if (proxy_url_parse(&v, text, PROXY_SOCKS5, "1080", &why) == 0 &&
	    (v.host[0] == '\0' || v.host[0] == '-' || v.port[0] == '\0'))
		abort();
	(void)proxy_url_exempt(text, "a.example", "22", within);
	v = (struct proxy_url){ .user = "u" };
	if (proxy_url_sign(&v, text) == 0 && (!v.signs || strcmp(v.user, "u") !=
	    0))
		abort();
	free(text);
	return 0;
}
