# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# Part of t/bench/run: what tunnel-guard costs under real ssh and sshd beside
# other helpers.  MIB: how much goes through, 16 or more (512); ROUNDS: how
# often (7).
has() {
	command -v "$1" > /dev/null
}

measure() {
	sshd_up '' -o 'MaxStartups 100:1:100' || return 1
	sed -i '/ProxyCommand/d' "$T/config"
	has nc && set -- 'nc=nc %h %p' "$@"
	has socat && set -- "$@" 'socat=socat - TCP:%h:%p'
	has connect-proxy && set -- "$@" 'connect-proxy=connect-proxy %h %p'
	# Not by exec: it waits for all its children, and sshd is ours.
	"$O/t/bench/transfer" "$T/config" 127.0.0.1 "${MIB:-512}" \
	    "${ROUNDS:-7}" direct= "guard=$O/tunnel-guard %h %p" \
	    "fdpass=$O/tunnel-guard %h %p" "$@"
}
