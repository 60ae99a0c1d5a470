# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# Part of t/bench/run: what sshp costs over ssh: -G, an attempt, a login with a
# command, a tunnel.  PAIRS: how often each is run (60).
measure() {
	keep_world
	perl t/bench/start.pl "$T/config" "${PAIRS:-60}"
}
