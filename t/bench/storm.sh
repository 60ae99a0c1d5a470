# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# Part of t/bench/run: many tunnels to one server with the default MaxStartups,
# and the server is restarted: those of sshp beside shell loops.  In the
# environment:
#	TUNNELS	how many (200)
#	DOWN	seconds that the server is away (15)
#	DELAY	ms each way between client and server (0: a plain wire)
#	KEEPERS	of: sshp loop
#	SSHD	another sshd than the system's
#	LOGS	a directory that gets what the tunnels said
SSHD=${SSHD:-/usr/sbin/sshd}
export SSHD

keeper() {
	case $1 in
	sshp) echo "sshp -F $T/config -N -L \$L:localhost:22 -R \$R:localhost:22 server" ;;
	loop)
		echo "sh -c 'while :; do
			ssh -F $T/plain -N -o ServerAliveInterval=15 \
			    -o ServerAliveCountMax=3 \
			    -o ExitOnForwardFailure=yes \
			    -L '\$L':localhost:22 -R '\$R':localhost:22 server
			sleep 5
		done'"
		;;
	esac
}

# far ms: the wire to the server takes so long, each way.
# shellcheck disable=SC2154,SC2086 # set by host
far() {
	$router ip link del eth2
	host cable || return 1
	$router ip link add eth2 type veth \
	    peer name near netns "$(held "$cable")"
	$server ip link add eth0 type veth \
	    peer name far netns "$(held "$cable")"
	$cable ip link set near up
	$cable ip link set far up
	$router "$O/t/lib/cable" plain eth2
	$server "$O/t/lib/cable" plain eth0
	wire_server
	mkfifo "$T/cable"
	$cable "$O/t/lib/cable" near far < "$T/cable" &
	exec 6> "$T/cable"
	echo "$1 0 0 0" >&6
}

measure() {
	wire && sshd_files || return 1
	[ "${DELAY:-0}" -eq 0 ] || far "$DELAY" || return 1
	sed '/^MaxStartups/d' -i "$T/sshd_config"
	sed -i '/ProxyCommand/d; /ServerAliveInterval/d' "$T/config"
	cp "$T/config" "$T/plain"
	sed -i 's/^Host \*/&\n    Persist yes/; 1i IgnoreUnknown Persist*' \
	    "$T/config"
	mkdir -m 700 "$T/run"
	XDG_RUNTIME_DIR=$T/run
	export XDG_RUNTIME_DIR
	# shellcheck disable=SC2154,SC2086
	perl t/bench/storm.pl "$1" "${TUNNELS:-200}" "${DOWN:-15}" "$(held "$server")" \
	    "$(keeper "$1")"
	[ -z "${LOGS:-}" ] ||
	    cp "$T/keepers.log" "$LOGS/$1.keepers.log"
}

outside() {
	printf '%-6s %-12s %7s %7s %7s %6s %7s %6s %7s %6s\n' keeper after half 95% \
	    all conns dropped logins knocks list
	for k in ${KEEPERS:-sshp loop}; do
		inside "$k"
	done
}
