#!/bin/sh
# From which address, in which class, and over a network that comes and goes.
. t/lib/tap.sh
. t/lib/world.sh
world
wire
sshd_up "$server"

# via options...: what the server says of the client, by a guard with these.
via() {
	timeout 60 ssh -F "$T/config" -o "ProxyCommand=tunnel-guard $*" x \
	    'echo ${SSH_CONNECTION%% *}' 2> "$T/err" < /dev/null
}

is 'without options the guard uses the address of the route' "$(via server 22)" 10.9.1.1
ip addr add 10.9.1.7/24 dev eth0
is '-s sets the source address' "$(via -s 10.9.1.7 server 22)" 10.9.1.7
# shellcheck disable=SC2154,SC2086 # set by wire
$router ip route add 10.9.8.1/32 via 10.9.1.1
ip addr add 10.9.8.1/32 dev lo
is '-B uses an address of that interface' "$(via -B lo server 22)" 10.9.8.1
is '-B counts before -s, as with ssh' "$(via -s 10.9.1.7 -B lo server 22)" 10.9.8.1
printf '%s\n' '2001:db8::1 both' '10.9.2.1 both' >> "$T/hosts"
is '-s limits the addresses of a name to its family' "$(via -s 10.9.1.7 both 22)" 10.9.1.7

# bad name message options...: the guard's one line.
bad() {
	bad_name=$1 bad_message=$2
	shift 2
	tunnel-guard "$@" server 22 > "$T/out" 2> "$T/err" < /dev/null
	is "$bad_name: the guard ends with 255" $? 255
	is "$bad_name: the guard says why" "$(cat "$T/err")" "tunnel-guard: $bad_message"
	# What ssh says, by its own dialling; after that "failure".
	[ -z "${bad_ssh:-}" ] || {
		ssh -F none -o BatchMode=yes $bad_ssh server 2> "$T/err"
		has "$bad_name: ssh says the same" "$T/err" "$bad_message"
	}
}

bad_ssh='-b 10.9.9.9'
bad 'an address that is not ours' \
    'bind 10.9.9.9: Cannot assign requested address' -s 10.9.9.9
bad_ssh=
tunnel-guard -s 10.9.9.9 both 22 > "$T/out" 2> "$T/err" < /dev/null
is '-s with no address of its family is an error that names the family' "$(cat "$T/err")" \
    'tunnel-guard: bind 10.9.9.9: Cannot assign requested address'
bad_ssh='-B eth9'
bad 'an interface that is not there' \
    'getifaddrs: eth9: no suitable addresses' -B eth9
bad_ssh=
bad 'an address of the other family' \
    'getaddrinfo: ::1: Address family for hostname not supported' -4 -s ::1

# sshp fills them in.
sed '/ProxyCommand/d' "$T/config" > "$T/bare"
is 'sshp -b sets the source address' "$(sshp -F "$T/bare" -o Persist=yes -b 10.9.1.7 \
    server 'echo ${SSH_CONNECTION%% *}' 2> "$T/err" < /dev/null)" 10.9.1.7
is 'sshp -B sets the interface' "$(sshp -F "$T/bare" -o Persist=yes -B lo -v \
    server 'echo ${SSH_CONNECTION%% *}' 2> "$T/err" < /dev/null)" 10.9.8.1
has 'sshp -B hands the interface to the guard' "$T/err" "tunnel-guard' .* -B 'lo' "

if command -v ss > /dev/null; then
	ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -T af21 server 22' \
	    x 'sleep 100' 2> "$T/err" &
	ssh=$!
	class() {
		ss -tn --tos dst 10.9.2.1 | grep -q 'tos:0x48'
	}
	ok '-T af21 sets the class of service of the connection' until_ 10 class
	kill $ssh
else
	skip '-T af21 sets the class of service of the connection' 'no ss'
fi

# A path that is mended where this machine can see it.
path_cut
ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -v -w 60 server 22' x \
    'echo here' > "$T/out" 2> "$T/err" &
ssh=$!
asking() {
	grep -q ' 0102090A:0016 02 ' /proc/net/tcp
}
until_ 10 asking
path_heal
ip addr add 10.9.1.8/24 dev eth0
ok 'a change of the network makes the guard dial again' until_ 10 \
    grep -q 'the network changed; retrying' "$T/err"
wait $ssh
is 'the guard connects after a change of the network' "$(cat "$T/out")" here

# later name command...: with the network away it waits; it is let through
# once the command has been run.
later() {
	later_name=$1 later_host=$2
	ip link set eth0 down
	ssh -F "$T/config" -o "ProxyCommand=tunnel-guard -W $later_host 22" \
	    x 'echo here' > "$T/out" 2> "$T/err" &
	ssh=$!
	ok "$later_name: the guard says that it waits" until_ 10 \
	    grep -q "^tunnel-guard: $later_host: .*; waiting for the network" "$T/err"
	ok "$later_name: ssh waits" alive $ssh
	[ "$later_host" != late ] || echo '10.9.2.1 late' >> "$T/hosts"
	ip link set eth0 up
	ip route add default via 10.9.1.2
	later_from=$(now)
	wait $ssh
	is "$later_name: the guard connects" "$(cat "$T/out")" here
	note "$later_name: $(span "$later_from") s after the network"
	is "$later_name: the guard says so once" "$(wc -l < "$T/err")" 1
}

: > "$T/resolv"
mount --bind "$T/resolv" /etc/resolv.conf 2> "$T/mount" ||
	note "resolv.conf stays: $(cat "$T/mount")"
later '-W, no route' server
later '-W, no name' late
for route in prohibit blackhole unreachable; do
	ip route add $route 10.9.2.0/24
	tunnel-guard -W server 22 > "$T/out" 2> "$T/err" < /dev/null &
	guard=$!
	until_ 10 grep -q 'waiting for the network' "$T/err"
	ok "-W: the guard waits while the route is $route" alive $guard
	ip route del $route 10.9.2.0/24
	wait $guard
	has "-W: the guard connects after the route was $route" "$T/out" '^SSH-2.0'
done
ip link set eth0 down
bad 'without -W' 'connect to host server port 22: Network is unreachable'
tunnel-guard -W server 22 < /dev/null > "$T/out" 2> "$T/err" &
guard=$!
until_ 10 grep -q waiting "$T/err"
kill -HUP $guard
ok 'SIGHUP ends the wait of -W' until_ 5 gone $guard
ip link set eth0 up
ip route add default via 10.9.1.2
timeout 20 tunnel-guard -W server 23 > "$T/out" 2> "$T/err" < /dev/null
is 'a refused connection ends the wait of -W' "$(cat "$T/err")" \
    'tunnel-guard: connect to host server port 23: Connection refused'
finish
