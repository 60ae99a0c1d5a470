# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# Part of t/bench/run: tunnel-guard beside other helpers, between our own ends
# (proxycommand.c); the first is the measure.  A static build against musl is
# made where musl-gcc is there.  MIB: how much goes through (512).
has() {
	command -v "$1" > /dev/null
}

outside() {
	set -- "$O/tunnel-guard"
	has musl-gcc && make -s O="$O" static > /dev/null &&
		set -- "$@" "$O/musl/tunnel-guard"
	has nc && set -- nc "$@"
	has connect-proxy && set -- "$@" connect-proxy
	"$O/t/bench/proxycommand" -i -m "${MIB:-512}" "$@"
}
