#!/bin/sh
# SPDX-License-Identifier: ISC
# What the guard costs beside other helpers, all in one run; the first is the
# measure.  A static build against musl is made where musl-gcc is there.
O=${O:-build}
set -- "$O/tunnel-guard"
if command -v musl-gcc > /dev/null; then
	make -s O="$O/musl" CC='musl-gcc -static' CFLAGS=-Os all > /dev/null &&
		set -- "$@" "$O/musl/tunnel-guard"
fi
command -v nc > /dev/null && set -- nc "$@"
exec "$O/t/bench" -i -m "${MIB:-512}" "$@"
