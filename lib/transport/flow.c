/* SPDX-License-Identifier: ISC */
#include "transport/flow.h"

void
flow_read(struct flow *f, size_t n)
{
	f->held += n;
	if (n == 0)
		f->ended = true;
}

void
flow_wrote(struct flow *f, size_t n)
{
	f->held -= n < f->held ? n : f->held;
}

void
flow_broke(struct flow *f)
{
	f->held = 0;
	f->broken = true;
}

void
flow_passed(struct flow *f)
{
	f->passed = true;
}

bool
flow_wants_read(const struct flow *f)
{
	return !f->ended && !f->broken && f->held == 0;
}

bool
flow_wants_write(const struct flow *f)
{
	return f->held > 0;
}

bool
flow_wants_end(const struct flow *f)
{
	return f->ended && f->held == 0 && !f->passed && !f->broken;
}

bool
flow_over(const struct flow *f)
{
	return f->broken || f->passed;
}
