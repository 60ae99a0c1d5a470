#!/bin/sh
# SPDX-License-Identifier: ISC
# What sshpctl tells about the path of a tunnel: round trip, retransmits, bytes;
# and that nobody is woken for it unless a user asks.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
# A slow cable between router and server, which does as it is told on 6.
# shellcheck disable=SC2086,SC2154 # set by host and wire
{
	host cable
	$router ip link del eth2
	$router ip link add eth2 type veth peer name near netns "$(held "$cable")"
	$server ip link add eth0 type veth peer name far netns "$(held "$cable")"
	$cable ip link set near up
	$cable ip link set far up
	$router "$O/t/lib/cable" plain eth2
	$server "$O/t/lib/cable" plain eth0
	wire_server
	mkfifo "$T/cable"
	$cable "$O/t/lib/cable" near far < "$T/cable" &
	exec 6> "$T/cable"
}
line() { echo "$* 0 0" >&6; }
line 60 0

keep "$T/relay.log" -N -L 8001:localhost:22 -o PersistName=relay server
relay=$keep
keep "$T/pass.log" -N -L 8002:localhost:22 -o PersistName=pass -o PersistGuard=fdpass server
pass=$keep
keep "$T/jump.log" -N -L 8003:localhost:22 -o PersistName=jump -J demo server
jump=$keep
for n in relay pass jump; do until_ 20 says "$T/$n.log" 'up in'; done
# figure name member: a number of the path, from --json.
figure() {
	sshpctl list --json "$1" | sed -n "s/.*\"path\":{[^}]*\"$2\":\"*\\([a-z0-9.-]*\\).*/\\1/p"
}
# between name member least most
between() {
	figure "$1" "$2" | awk -v a="$3" -v b="$4" '{ good = $1 >= a && $1 <= b } END { exit !good }'
}
# carry port: 300 kB through the tunnel at this port, in both directions.
carry() {
	head -c 300000 /dev/zero | ssh -F "$T/config" -o ProxyCommand=none -p "$1" localhost \
	    "cat > /dev/null; head -c 300000 /dev/zero" > "$T/carried"
}

for n in relay pass jump; do
	ok "the round trip of $n is that of the cable" until_ 20 between $n rtt_seconds .12 .4
done
is 'a direct connection has the path to the server' "$(figure relay to) $(figure pass to)" 'server server'
is 'behind a jump host the path is that to the jump host' "$(figure jump to)" jump-host
ok 'no segment was sent again on a good path' between relay retransmitted_share 0 0
carry 8001
ok 'the bytes in both directions are counted' between relay sent_bytes 300000 2000000
ok 'the bytes received are counted' between relay received_bytes 300000 2000000
ok 'the rate is that of the last minute' between relay sent_bytes_per_second 1000 300000
carry 8002
ok 'the bytes of a passed socket are counted' between pass sent_bytes 300000 2000000
sshpctl list -l > "$T/out"
has 'list -l shows round trip, retransmits, bytes and the last answer' "$T/out" \
    '^relay .* up .* [0-9.]*m*s/[0-9.]*m*s  *[0-9.]*%  *[0-9.]*[kM]B [0-9.]*k*B/s  *[0-9.]*[kM]B [0-9.]*k*B/s  *[0-9.]*s'
has 'list -l says that a round trip ends at the jump host' "$T/out" '^jump .*ms to jump-host'
sshpctl list > "$T/out"
lacks 'list alone has no figures of the path' "$T/out" 'RTT\|B/s'
sshpctl metrics > "$T/metrics"
has 'the metrics have the round trip in seconds' "$T/metrics" '^sshp_path_rtt_seconds{name="relay",.*} 0\.[1-3]'
has 'the metrics count segments' "$T/metrics" '^sshp_path_sent_segments_total{name="relay",.*} [1-9]'
has 'the metrics count segments that were sent again' "$T/metrics" '^sshp_path_retransmitted_segments_total{name="relay",'

# --- nobody is woken unless a user asks ---
switches() {
	awk '/ctxt_switches/ { n += $2 } END { print n }' "/proc/$1/status"
}
guard_of() {
	for g in $(processes "$O/tunnel-guard"); do
		[ "$(awk '/^PPid/ { print $2 }' "/proc/$g/status")" != "$1" ] || echo "$g"
	done
}
guard=$(guard_of "$(kept $relay)")
before=$(switches "$guard")
sshpctl list relay > /dev/null
sshpctl why relay > /dev/null
sshpctl wait relay
sshpctl list -l relay > /dev/null
ok 'list -l wakes the guard' [ "$(switches "$guard")" -gt "$before" ]
# ssh's own questions come every 10 s.
asleep() { [ "$(switches "$guard")" = "$before" ]; }
quiet() {
	before=$(switches "$guard")
	"$@" > /dev/null
	holds_for 3 asleep
}
ok 'list, why and wait do not wake the guard' until_ 30 quiet sh -c 'sshpctl list; sshpctl why relay; sshpctl wait relay'
ok 'after list -l nothing wakes the guard' until_ 30 quiet true

# --- a guard that does not answer ---
kill -STOP "$guard"
began=$(now)
sshpctl list -l > "$T/out"
took=$(($(now) - began))
has 'the figures of a guard that does not answer are missing' "$T/out" '^relay .* up  *[0-9.]*m*s  *0  *-  *-  *-  *-  *-$'
has 'the figures of the others are there' "$T/out" '^pass .* up .*ms/[0-9.]*m*s .*%'
note "$took ms"
ok 'a guard that does not answer delays the list by a moment at most' [ $took -lt 2000 ]
kill -CONT "$guard"
ok 'the figures are there again when the guard runs on' until_ 10 between relay rtt_seconds .1 1

# --- a path that loses packets ---
line 60 25
lossy() {
	carry 8001
	between relay retransmitted_share .02 1
}
ok 'the share of retransmits rises when the cable loses packets' until_ 20 lossy
line 60 0
carry 8001

# --- the minute before a loss ---
path_cut
ok 'the tunnel is lost' until_ 30 says "$T/relay.log" 'lost after'
sshpctl why relay > "$T/out"
has 'why says how the path was in the minute before the loss' "$T/out" \
    '^ .* path  *round trip [0-9.]*m*s, at most [0-9.]*m*s; [0-9.]*% of [0-9]* segments retransmitted; sent [0-9.]*k*B/s, received [0-9.]*k*B/s$'
ok 'why --json has the same' sh -c 'sshpctl why --json relay | grep -q "\"path\":{\"to\":\"server\",\"rtt_seconds\":0"'
ok 'a tunnel that is down has no figures of a path' sh -c 'sshpctl list --json relay | grep -q "\"path\":null"'
path_heal
kill $relay $pass $jump
wait $relay $pass $jump
ok 'no process and no file of sshp is left' until_ 20 clean
finish
