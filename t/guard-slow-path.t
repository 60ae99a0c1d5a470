#!/bin/sh
# Slow is not dead: a kilobyte a second each way for a minute, with a timeout
# of 10 s; with the retransmit timeout capped and as on older kernels.
. t/lib/tap.sh
. t/lib/world.sh
world
command -v tc > /dev/null || skip_all 'no tc'
seconds=${SLOW_SECONDS:-60}

# A line, and so a world, for each, or their queues would meet.
if [ -z "${SLOW:-}" ]; then
	case $(ldd "$O/tunnel-guard" 2>&1) in
	*libasan*) cases='up up-asked down' ;;
	*) cases='up up-asked down up-uncapped down-uncapped' ;;
	esac
	for SLOW in $cases; do
		SLOW=$SLOW enter_world sh "$0" > "$T/$SLOW.tap" 2>&1 &
		echo $! > "$T/$SLOW.pid"
	done
	for SLOW in $cases; do
		wait "$(cat "$T/$SLOW.pid")"
		verdict $? "a kilobyte a second, $SLOW"
		sed 's/^/# /' "$T/$SLOW.tap"
	done
	finish
fi

wire
sshd_up "$server"
case $SLOW in
*-uncapped)
	cp "$O/t/lib/norto.so" "$T/" # its path has no spaces
	guard="env LD_PRELOAD=$T/norto.so tunnel-guard"
	;;
*) guard=tunnel-guard ;;
esac
# Questions of ssh wait behind the bulk, and their answers are late.
case $SLOW in
*-asked)
	guard="$guard -k 2"
	echo '    ServerAliveInterval 2' >> "$T/config"
	echo '    ServerAliveCountMax 1000' >> "$T/config"
	sed -i '/ServerAliveInterval 0/d' "$T/config"
	;;
esac
case $SLOW in
up*) dev=eth2 command='echo ready; cat > /dev/null' ;;
down*) dev=eth1 command='echo ready; exec cat /dev/zero' ;;
esac
ssh -F "$T/config" -o "ProxyCommand=$guard -t 10 server 22" server "$command" \
    < /dev/zero > "$T/out" 2> "$T/err" &
ssh=$!
ok 'the slow connection carries bytes' until_ 20 test -s "$T/out"
# The router's line, with a queue of a few packets.
# shellcheck disable=SC2154,SC2086
$router tc qdisc add dev $dev root tbf rate 8kbit burst 1600 limit 12000 ||
	skip_all 'no tbf here'
bytes() {
	$router tc -s qdisc show dev $dev | awk '/Sent/ { print $2; exit }'
}
ok "a connection with 1 kB/s lives for $seconds s" holds_for "$seconds" alive "$ssh"
note "$(bytes) bytes passed"
ok 'bytes passed during that time' test "$(bytes)" -gt $((seconds * 500))
is 'the guard prints nothing on a slow path' "$(cat "$T/err")" ''
finish
