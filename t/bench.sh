#!/bin/sh
# SPDX-License-Identifier: ISC
# What the guard costs beside other helpers, in one run: alone between our own
# ends, the first helper being the measure (t/bench.c); under real ssh and sshd
# (t/haul.c); and what reading ssh_config costs beside ssh (t/reading.sh).
# A static build against musl is made where musl-gcc is there.  MIB is how
# much goes through, ROUNDS how often under ssh.  Some ten minutes.
O=${O:-build}
has() {
	command -v "$1" > /dev/null
}

set -- "$O/tunnel-guard"
has musl-gcc && make -s O="$O" static > /dev/null &&
	set -- "$@" "$O/musl/tunnel-guard"
has nc && set -- nc "$@"
has connect-proxy && set -- "$@" connect-proxy
"$O/t/bench" -i -m "${MIB:-512}" "$@" || exit 1
echo
sh t/haul.sh || exit 1
echo
sh t/reading.sh
