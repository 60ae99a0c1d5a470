/* SPDX-License-Identifier: ISC */
/* Lines of key=value. */
#include <stdint.h>
#include <string.h>

#include "../lib/tap.h"
#include "base/pairs.h"

static const char *const words[] = { "none", "one", NULL, "three" };

struct thing {
	char text[8];
	int64_t number;
	int word;
};

static const struct pairs_field table[] = {
	PAIR_TEXT(thing, "text", text),
	PAIR_NUMBER(thing, "number", number),
	PAIR_WORD(thing, "word", word, words),
};

static void
test_write(void)
{
	static const struct { struct thing t; const char *line; } row[] = {
		{ { "", 0, 0 }, "" },
		{ { "a", 1, 1 }, "text=a number=1 word=one" },
		{ { "a b", -1, 3 }, "text=\"a b\" number=-1 word=three" },
		{ { "\"\\", 0, 2 }, "text=\"\\\"\\\\\"" },
		{ { "\n\033\377", 0, 9 }, "text=\"\\x0a\\x1b\\xff\"" },
		{ { "=", 0, -1 }, "text==" },
	};
	struct thing back;
	char out[200];
	size_t i, n;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		n = pairs_write(table, PAIRS(table), &row[i].t, out,
		    sizeof out);
		ok(strcmp(out, row[i].line) == 0 && n == strlen(out),
		    "a line of key=value is written as it should be", out);
		back = (struct thing){ .word = 0 };
		ok(pairs_read(table, PAIRS(table), &back, out, n) == 0 &&
		    strcmp(back.text, row[i].t.text) == 0 &&
		    back.number == row[i].t.number,
		    "the line is read as it was written", out);
	}
	n = pairs_write(table, PAIRS(table), &(struct thing){ "a", 1234567,
	    1 }, out, 20);
	ok(strcmp(out, "text=a word=one") == 0,
	    "a pair for which there is no room is left out", out);
}

static void
test_read(void)
{
	static const struct { const char *line, *text; } row[] = {
		{ "text=a", "a" }, { "text=1234567890", "1234567" },
		{ "x=1 text=a y=\"z z\"", "a" }, { "text=a text=b", "b" },
		{ "text=\"a\\x41\"", "aA" }, { "  text=a", NULL },
		{ "text", NULL }, { "text=\"a", NULL },
		{ "text=\"a\"b", NULL }, { "text=\"\\q\"", NULL },
		{ "text=\"\\x0\"", NULL }, { "text=\"\\x00\"", NULL },
		{ "text=a\n", NULL }, { "a b=c", NULL },
	};
	struct thing t;
	size_t i;
	int r;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		t = (struct thing){ .word = 0 };
		r = pairs_read(table, PAIRS(table), &t, row[i].line,
		    strlen(row[i].line));
		ok(row[i].text == NULL ? r == -1 : r == 0 &&
		    strcmp(t.text, row[i].text) == 0, "a line of key=value is read, or "
		    "rejected",
		    row[i].line);
	}
}

int
main(void)
{
	test_write();
	test_read();
	return tap_end();
}
