#!/bin/sh
# SPDX-License-Identifier: ISC
# What the guard costs under real ssh, in a world of its own; its arguments
# are further helpers, as name=ProxyCommand.  MIB and ROUNDS may be set.
. t/lib/tap.sh
. t/lib/world.sh
world "$@"
sshd_up '' -o 'MaxStartups 100:1:100' || exit 1
sed -i '/ProxyCommand/d' "$T/config"
has_() {
	command -v "$1" > /dev/null
}
has_ nc && set -- 'nc=nc %h %p' "$@"
has_ socat && set -- "$@" 'socat=socat - TCP:%h:%p'
has_ connect-proxy && set -- "$@" 'connect-proxy=connect-proxy %h %p'
# Not by exec: it waits for all its children, and sshd is ours.
"$O/t/bench/transfer" "$T/config" 127.0.0.1 "${MIB:-512}" "${ROUNDS:-7}" \
    direct= "guard=$O/tunnel-guard %h %p" "fdpass=$O/tunnel-guard %h %p" "$@"
