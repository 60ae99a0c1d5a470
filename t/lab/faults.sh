# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# How t/lab/run breaks things: prepare_X before anything runs (nothing, mostly),
# break_X, and heal_X; and why_not_X says what is missing for it here.
# shellcheck disable=SC2086,SC2154 # what t/lib/world.sh sets

# The router drops everything.
break_path() { path_cut; }
heal_path() { path_heal; }

break_nothing() { :; }
heal_nothing() { :; }

# Nobody listens; what was connected is closed.
break_refused() {
	server_down
}
heal_refused() {
	server_up
}

# The path resets each connection once it has carried a kilobyte: its banner
# passes, its key exchange does not.
resets() {
	$router iptables "$1" FORWARD -p tcp -m connbytes --connbytes 1000: \
	    --connbytes-dir both --connbytes-mode bytes -j $2
}
# The kernel counts the bytes of connections that began after such a rule.
prepare_resets() { resets -A ACCEPT; }
break_resets() { resets -I 'REJECT --reject-with tcp-reset'; }
heal_resets() { resets -D 'REJECT --reject-with tcp-reset'; }

# The server loses its power: nobody hears of it, and it forgets.
break_dead() {
	path_cut
	$server sh -c 'echo 1 > /proc/sys/net/ipv4/tcp_orphan_retries'
	server_down
}
heal_dead() {
	server_up
	path_heal
}

# Our key is not welcome any more, and everybody has to log in again.
break_login() {
	mv "$T/authorized" "$T/taken"
	for p in $(sessions); do
		kill $p
	done
}
heal_login() {
	mv "$T/taken" "$T/authorized"
}

# Something else takes connections at port 22, and is silent; when it goes,
# nobody hears of that either.
break_banner() {
	server_down
	$server env PEER_LOG="$T/sshd.log" perl t/lib/peer 22 &
	silent=$!
	until_ 5 listens "$server" 22
}
heal_banner() {
	forget_flows
	kill $silent
	until_ 5 gone $silent
	server_up
}

# As that, but who is connected there stays so, for its kernel answers: a load
# balancer, or a NAT box that took the port.
break_silent() { break_banner; }
heal_silent() {
	kill -USR1 $silent
	until_ 5 deaf "$server" 22
	server_up
}
deaf() { ! listens "$@"; }

# The server's end of the connection stands still; its kernel does not.  It is
# no young connection, to whose server a guard may owe some time.
prepare_frozen() { age=125; }
prepare_frozen_young() { age=5; }
break_frozen_young() { break_frozen; }
heal_frozen_young() { heal_frozen; }
break_frozen() {
	frozen=$(sessions)
	kill -STOP $frozen
}
heal_frozen() {
	kill -CONT $frozen 2> /dev/null || :
}

# Frozen with less room than an upload wants: its window is closed.
prepare_window() {
	$server sh -c 'echo 4096 65536 262144 > /proc/sys/net/ipv4/tcp_rmem'
}
break_window() { break_frozen; }
heal_window() { heal_frozen; }

# The router forgets the connections it carries, not new ones.
break_flow() { forget_flows; }
heal_flow() { :; }

# As that, but of a NAT that starts anew with another address, and that tells
# who still uses the old one.
prepare_nat() {
	$router ip addr add 10.9.2.3/24 dev eth2
	$router iptables -t nat -A POSTROUTING -o eth2 -j SNAT --to 10.9.2.2
}
break_nat() {
	$router iptables -t nat -F
	$router iptables -t nat -A POSTROUTING -o eth2 -j SNAT --to 10.9.2.3
	# What "conntrack -F" sends: IPCTNL_MSG_CT_DELETE, of all.
	$router perl -MSocket -e '
		socket(my $s, 16, SOCK_RAW, 12) or die "netfilter: $!\n";
		send($s, pack("LSSLLCCS", 20, 1 << 8 | 2, 1, 1, 0, 2, 0, 0), 0)
		    or die "netfilter: $!\n"'
}
heal_nat() { :; }
why_not_nat() {
	command -v iptables > /dev/null || echo 'no iptables'
}

# The router forgets, and the server never looks after its clients: their ports stay
# taken.
prepare_stale() {
	sed -i '/^ClientAlive/d' "$T/sshd_config"
}
break_stale() { forget_flows; }
heal_stale() { :; }

# Another network.
break_address() {
	ip addr del 10.9.1.1/24 dev eth0
	ip addr add 10.9.1.5/24 dev eth0
	ip route add default via 10.9.1.2
}
heal_address() { :; }

# Out of the network for a moment.
break_address_gone() {
	ip addr del 10.9.1.1/24 dev eth0
}
heal_address_gone() {
	ip addr add 10.9.1.1/24 dev eth0
	ip route add default via 10.9.1.2
}

# The keeper's ssh is stopped, and not by a person.
break_stopped() {
	kill -STOP "$tunnel_pid"
}
heal_stopped() { :; }

# The machine sleeps for an hour, and the path meanwhile forgets it, or not.
prepare_slept() {
	echo 0 > "$T/slept"
	mkfifo "$T/resumed"
	awake
	before="SLEPT=$T/slept RESUMED=$T/resumed LD_PRELOAD=$T/slept.so"
}
break_slept() {
	echo 3600 > "$T/slept"
	# Nobody has it open for writing: all are woken, as long as it is so.
	kill $awake
	sleep 1
	awake
}
heal_slept() { :; }
why_not_slept() { no_preload; }
prepare_slept_lost() { prepare_slept; }
break_slept_lost() {
	forget_flows
	break_slept
}
heal_slept_lost() { :; }
why_not_slept_lost() { no_preload; }

# Every third packet is lost, and the others take 300 ms there and back.
prepare_lossy() { cable; }
break_lossy() { echo 150 30 0 0 >&6; }
heal_lossy() { echo 0 0 0 0 >&6; }

# A kilobyte a second.
prepare_slow_up() { cable; }
break_slow_up() { echo 0 0 1000 0 >&6; }
heal_slow_up() { echo 0 0 0 0 >&6; }
prepare_slow_down() { cable; }
break_slow_down() { echo 0 0 0 1000 >&6; }
heal_slow_down() { echo 0 0 0 0 >&6; }

# A proxy that takes connections, and whose old ones lead nowhere.
prepare_proxy() {
	age=125
	$router perl t/lib/proxy-stub 3128 connect "$T/proxy.log" &
	proxy_pid=$!
	until_ 5 listens "$router" 3128
	through='-X connect -x 10.9.1.2:3128'
	guard="ProxyCommand=tunnel-guard -t 10 $through %h %p"
	sed -i "s/^Host \*/&\n    ProxyCommand nc $through %h %p/" "$plain" \
	    "$persist"
}
prepare_proxy_young() {
	prepare_proxy
	age=5
}
break_proxy_young() { break_proxy; }
heal_proxy_young() { heal_proxy; }
why_not_proxy_young() { why_not_proxy; }
break_proxy() {
	for p in $(processes proxy-stub); do
		[ "$p" = $proxy_pid ] || kill -STOP "$p"
	done
}
heal_proxy() { :; }
why_not_proxy() {
	nc -h 2>&1 | grep -q 'X proto' || echo 'no nc with -X'
}

# awake: one process, and no other, has for writing what resume is seen by.
awake() {
	sleep 100000 1<> "$T/resumed" &
	awake=$!
}

# A kilobyte a second behind a proxy that takes much at once.
prepare_proxy_slow() {
	cable
	prepare_proxy
}
break_proxy_slow() { break_slow_up; }
heal_proxy_slow() { heal_slow_up; }
why_not_proxy_slow() { why_not_proxy; }

# forget_flows: what is connected to port 22 now is dropped by the router.
forget_flows() {
	for p in $(connected); do
		$router ip rule add pref 10 ipproto 6 sport "$p" dport 22 blackhole
		$router ip rule add pref 10 ipproto 6 sport 22 dport "$p" blackhole
	done
}

# connected: the client's ports that are.
connected() {
	$server cat /proc/net/tcp /proc/net/tcp6 | perl -ne '
		print hex $1, "\n" if /:0016 \w+:(\w{4}) 0[^A]/'
}

# cable: one between router and server that does as it is told on 6, instead
# of the wire.
cable() {
	$router ip link del eth2
	host cable
	ip link add eth2 netns "$(held "$router")" type veth \
	    peer name near netns "$(held "$cable")"
	ip link add eth0 netns "$(held "$server")" type veth \
	    peer name far netns "$(held "$cable")"
	$cable ip link set near up
	$cable ip link set far up
	$router "$O/t/lib/cable" plain eth2
	$server "$O/t/lib/cable" plain eth0
	wire_server
	mkfifo "$T/cable"
	$cable "$O/t/lib/cable" near far < "$T/cable" &
	exec 6> "$T/cable"
}

no_preload() {
	case $(ldd "$O/tunnel-guard" 2>&1) in
	*libasan*) echo 'a preload and the sanitiser exclude each other' ;;
	esac
}
