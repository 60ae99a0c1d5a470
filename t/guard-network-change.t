#!/bin/sh
# This machine loses its address, its route, its network, or slept: what that
# means for a connection, and that nothing is lost when it comes back in time.
. t/lib/tap.sh
. t/lib/world.sh
world

# A world for each, for they change the network of all.
if [ -z "${PLACE:-}" ]; then
	cases=${PLACES:-back changed six lost moved moved_alive away away_dead}
	case $(ldd "$O/tunnel-guard" 2>&1) in
	*libasan*) note 'a preload and the sanitiser exclude each other: no sleep' ;;
	*) cases="$cases slept slept_dead" ;;
	esac
	for PLACE in $cases; do
		PLACE=$PLACE enter_world timeout 240 sh "$0" > "$T/$PLACE.tap" 2>&1 &
		echo $! > "$T/$PLACE.pid"
	done
	for PLACE in $cases; do
		wait "$(cat "$T/$PLACE.pid")"
		verdict $? "$PLACE"
		sed 's/^/# /' "$T/$PLACE.tap"
	done
	finish
fi

wire
# A second line, and a router that takes no stranger's packets.
# shellcheck disable=SC2154,SC2086
second() {
	ip link add eth9 type veth peer name eth9 netns "$(held "$router")"
	ip addr add 10.9.4.1/24 dev eth9
	ip link set eth9 up
	# Or it would ask for the router in the name of an address it refuses.
	echo 2 > /proc/sys/net/ipv4/conf/eth9/arp_announce
	$router ip addr add 10.9.4.2/24 dev eth9
	$router ip link set eth9 up
	$router sh -c "echo $1 > /proc/sys/net/ipv4/conf/eth9/rp_filter;
	    echo $1 > /proc/sys/net/ipv4/conf/all/rp_filter"
}
sshd_up "$server"

# tunnel name port options...: a tunnel by a guard with these options; its pid
# in $name.  lines name options...: a busy one.
tunnel() {
	tunnel_name=$1 tunnel_port=$2
	shift 2
	ssh -F "$T/config" -o "ProxyCommand=$via tunnel-guard -v $* server 22" \
	    -N -L "$tunnel_port:localhost:22" server 2> "$T/$tunnel_name.err" &
	eval "$tunnel_name=$!"
	until_ 10 listens '' "$tunnel_port"
}
lines() {
	lines_name=$1
	shift
	ssh -F "$T/config" -o "ProxyCommand=$via tunnel-guard -v $* server 22" \
	    server 'echo ready; exec cat > /dev/null' < "$T/lines" \
	    > "$T/$lines_name.out" 2> "$T/$lines_name.err" &
	eval "$lines_name=$!"
	until_ 10 test -s "$T/$lines_name.out"
}
via=
mkfifo "$T/lines"
sh -c 'while echo line; do sleep .1; done' > "$T/lines" 2> /dev/null &

# speaks port: the tunnel leads through.
speaks() {
	perl -MIO::Socket::INET -e 'alarm 5;
	my $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or exit 1;
	exit(<$s> !~ /^SSH-/)' "$1"
}
# ends name pid pattern most: it ends, and says so; within so many seconds, or
# thrice as many where other tests use the processors.
ends() {
	ok "$1: ssh ends" until_ 30 gone "$2"
	note "$1: after $(span "$fault") s: $(tail -n 2 "$T/$1.err")"
	ok "$1: ssh ends within $(($4 * 3)) s" test $(($(now) - fault)) -le $(($4 * 3000))
	has "$1: the guard says why" "$T/$1.err" "^tunnel-guard: server: $3"
}
# unsaid name: no reason was given, for there was no end.
unsaid() {
	lacks "$1: the guard says nothing else" "$T/$1.err" \
	    'dead\|gone:\|route moved:\|unanswered'
}
leave() {
	ip addr del 10.9.1.1/24 dev eth0
	fault=$(now)
}
return_() {
	ip addr add 10.9.1.1/24 dev eth0
	ip route add default via 10.9.1.2
}
asks() {
	grep -q 'probing the server' "$T/$1.err"
}

back() {
	tunnel waits 9001 -t 3
	tunnel hasty 9002 -a -t 3
	lines busy -a -t 10
	leave
	sleep 1.5
	return_
	ok 'ssh asks the server after the change' until_ 5 asks hasty
	ok 'all connections live on after the network was away for a moment' holds_for 6 alive_all
	ok 'the tunnels still work' speaks 9001
	ok 'the tunnels still work' speaks 9002
	unsaid waits
	unsaid hasty
	unsaid busy
}
alive_all() {
	alive "$waits" && alive "$hasty" && { [ -z "${busy:-}" ] || alive "$busy"; }
}

changed() {
	tunnel waits 9001
	tunnel hasty 9002 -a
	lines busy
	leave
	ip addr add 10.9.1.7/24 dev eth0
	ip route add default via 10.9.1.2
	wanted='address gone: no interface has 10.9.1.1, the route to the server is from 10.9.1.7 now'
	ends waits "$waits" "$wanted" 3
	ends hasty "$hasty" "$wanted" 3
	ends busy "$busy" "$wanted" 3
}

# shellcheck disable=SC2086
six() {
	ip addr add fd09:1::1/64 dev eth0 nodad
	$router ip addr add fd09:1::2/64 dev eth1 nodad
	$router ip addr add fd09:2::2/64 dev eth2 nodad
	$router sh -c 'echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'
	$server ip addr add fd09:2::1/64 dev eth0 nodad
	$server ip route add default via fd09:2::2
	ip route add default via fd09:1::2
	ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -v fd09:2::1 22' -N \
	    server 2> "$T/six.err" &
	six=$!
	until_ 10 grep -q 'Accepted publickey' "$T/sshd.log" || note 'no login'
	# First, for without it the way would be from the link's own address.
	ip addr add fd09:1::7/64 dev eth0 nodad
	ip addr del fd09:1::1/64 dev eth0
	fault=$(now)
	ok 'ssh over IPv6 ends when its address is gone' until_ 30 gone "$six"
	note "after $(span "$fault") s"
	has 'the guard says which IPv6 address is gone' "$T/six.err" 'address gone: no interface has fd09:1::1, the route to the server is from fd09:1::7 now'
}

lost() {
	tunnel waits 9001 -t 3
	tunnel hasty 9002 -a -t 30
	leave
	ends hasty "$hasty" 'address gone: no interface has had 10.9.1.1 for 3' 5
	ok 'a connection with -a lives while there is no network' holds_for 8 alive "$waits"
	return_
	ok 'ssh asks the server when the network returns' until_ 5 asks waits
	ok 'the connection with -a lives after the network returned' holds_for 6 alive "$waits"
	ok 'the tunnel works after the network returned' speaks 9001
	unsaid waits
}

moved() {
	second 1
	tunnel idle 9001
	lines busy
	ip route replace default via 10.9.4.2
	fault=$(now)
	wanted='route moved: the route to the server is from 10.9.4.1 now, not 10.9.1.1; [0-9]*'
	ends idle "$idle" "$wanted probes unanswered for [34]" 6
	ends busy "$busy" "$wanted retransmits unanswered for [3-6]" 8
}

moved_alive() {
	second 0
	echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter
	tunnel waits 9001
	tunnel hasty 9002 -a
	lines busy
	ip route replace default via 10.9.4.2
	ok 'ssh asks the server after the change' until_ 5 asks waits
	ok 'all connections live when the new route still leads to the server' holds_for 8 alive_all
	ok 'the tunnels still work' speaks 9001
	unsaid waits
	unsaid hasty
	unsaid busy
}

# shellcheck disable=SC2086
carrier() {
	$router ip link set eth1 $1
	fault=$(now)
}
away() {
	tunnel waits 9001 -t 3
	tunnel hasty 9002 -a -t 3
	lines busy -t 3
	carrier down
	ends hasty "$hasty" 'path dead' 20
	ok 'a connection with -a lives without a carrier' holds_for 5 alive "$waits"
	ok 'a busy connection with -a lives without a carrier' alive "$busy"
	carrier up
	ok 'ssh asks the server after the change' until_ 5 asks waits
	ok 'both connections live after the carrier returned' holds_for 5 alive "$waits"
	ok 'both connections live after the carrier returned' alive "$busy"
	ok 'the tunnels still work' speaks 9001
	unsaid waits
	unsaid busy
}

away_dead() {
	tunnel idle 9001
	lines busy
	carrier down
	ok 'without -a a moment without a carrier ends no connection' holds_for 3 alive "$idle"
	path_cut
	carrier up
	ends idle "$idle" 'the network is back: [0-9]* probes unanswered for 10' 13
	ends busy "$busy" 'the network is back: [0-9]* retransmits unanswered for' 17
}

asleep() {
	cp "$O/t/lib/slept.so" "$T/" # its path has no spaces
	mkfifo "$T/resumed"
	exec 7<> "$T/resumed" # a reader's alone would be at its end
	via="env LD_PRELOAD=$T/slept.so SLEPT=$T/slept RESUMED=$T/resumed"
}
resume() {
	echo 7200 > "$T/slept"
	# Each guard takes what it finds: enough for both.
	printf '%16s' x > "$T/resumed"
	fault=$(now)
}
slept() {
	asleep
	tunnel waits 9001
	resume
	ok 'ssh asks the server after the change' until_ 5 asks waits
	ok 'a connection lives after the machine slept for two hours' holds_for 8 alive "$waits"
	ok 'the tunnel works after the network returned' speaks 9001
	unsaid waits
}
slept_dead() {
	asleep
	tunnel idle 9001
	path_cut
	resume
	ends idle "$idle" 'resumed after 2h00m asleep: [0-9]* probes unanswered for [3-6]' 9
}
$PLACE
finish
