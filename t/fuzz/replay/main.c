/* SPDX-License-Identifier: ISC */
/*
 * replay file ...: runs a fuzz target on files, without a fuzzer; what was once
 * found stays found.  Linked with one target.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
main(int argc, char **argv)
{
	enum { MOST = 1 << 20 };
	uint8_t *data;
	size_t size;
	FILE *f;
	int i;

	for (i = 1; i < argc; i++) {
		if ((f = fopen(argv[i], "r")) == NULL ||
		    (data = malloc(MOST)) == NULL) {
			perror(argv[i]);
			return 1;
		}
		size = fread(data, 1, MOST, f);
		fclose(f);
		(void)LLVMFuzzerTestOneInput(data, size);
		free(data);
	}
	return 0;
}
