#!/bin/sh
# SPDX-License-Identifier: ISC
# What the guard costs beside other helpers, in one run: alone between our own
# ends, the first helper being the measure (t/bench/proxycommand.c); under real ssh and sshd
# (t/bench/transfer.c); and what reading ssh_config costs beside ssh (t/bench/config.sh).
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
"$O/t/bench/proxycommand" -i -m "${MIB:-512}" "$@" || exit 1
echo
sh t/bench/transfer.sh || exit 1
echo
sh t/bench/config.sh
