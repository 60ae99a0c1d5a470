#!/bin/sh
# ProxyUseFdpass: ssh gets the socket; a monitor stays behind, ends ssh when
# the path is dead, and never outlives it.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
sed -i 's/^    Persist yes/&\n    PersistGuard fdpass/' "$T/config"

guard='tunnel-guard -t 3 -w 5 %h %p'
# pass options...: ssh that asks for the socket.
pass() {
	ssh -F "$T/config" -o "ProxyCommand=$guard" -o ProxyUseFdpass=yes "$@"
}
# monitors: the pids of those that stay behind.
monitors() {
	for m_p in $(processes "tunnel-guard -t 3 -w 5 ${1:-server} 22"); do
		case $(readlink "/proc/$m_p/exe") in
		*/tunnel-guard) echo "$m_p" ;;
		esac
	done
}
none() {
	[ -z "$(monitors "${1:-}")" ]
}
one() {
	[ "$(monitors "${1:-}" | wc -l)" -eq 1 ]
}
logins() {
	grep -c 'Accepted publickey' "$T/sshd.log"
}
logged_in() {
	[ "$(logins)" -ge "$1" ]
}
# connected [host]: TCP connections of ours to port 22, by the kernel.
connected() {
	perl -ane '$n++ if $F[2] =~ /:0016$/ && $F[3] eq "01"; END { exit !($n // 0) }' /proc/net/tcp
}
disconnected() {
	! connected
}
# up name options...: a tunnel, its ssh in $ssh, its monitor in $monitor.
up() {
	up_n=$(($(logins) + 1)) up_log=$T/$1.err
	shift
	ssh -F "$T/config" -o "ProxyCommand=$guard" -o ProxyUseFdpass=yes -N \
	    "$@" server 2> "$up_log" &
	ssh=$!
	until_ 20 logged_in $up_n
	until_ 5 one
	monitor=$(monitors)
}

is 'a remote command runs over a passed socket' "$(pass server 'echo here' 2> "$T/err")" here
is 'the guard prints nothing when it passes a socket' "$(cat "$T/err")" ''
ok 'no guard is left after the command' until_ 5 none
head -c 20000000 /dev/urandom > "$T/bulk"
pass server cat < "$T/bulk" > "$T/back"
ok 'bytes over a passed socket are not changed' cmp -s "$T/bulk" "$T/back"
is 'ssh sees the address of the server at a passed socket' \
    "$(pass -v server true 2>&1 | grep -c '^Authenticated to server (\[10.9.2.1\]:22)')" 1
is 'a script that waits for standard error does not wait for the monitor' \
    "$(pass -f -N server 2>&1 | cat; echo over)" over
ok 'a monitor watches the ssh in the background' until_ 5 one
for p in $(processes "$T/config"); do kill "$p"; done
ok 'the monitor ends with its ssh' until_ 3 none
is 'the guard relays when standard output is a socket that is not the one of ssh' "$(perl -MSocket -e '
	socketpair my $a, my $b, AF_UNIX, SOCK_STREAM, 0;
	if (!fork) { open STDIN, "<&", $a; open STDOUT, ">&", $a; close $b;
	    exec "tunnel-guard", "server", "22" }
	close $a; print substr <$b>, 0, 4')" SSH-

# --- ssh ends, each in its way ---
up killed
note "the monitor has $(awk '/^Pss:/ { print $2 }' "/proc/$monitor/smaps_rollup") kB"
kill -9 $ssh
ok 'the monitor ends when its ssh is killed' until_ 2 none
ok 'the connection ends with ssh' until_ 2 disconnected
up term
kill $ssh
ok 'the monitor ends when its ssh gets SIGTERM' until_ 2 none
up left -o PermitLocalCommand=yes -o 'LocalCommand=sleep 4324 > /dev/null 2>&1 &'
kill $ssh
ok 'the monitor ends with ssh although a LocalCommand goes on' until_ 2 none
ok 'the connection ends with ssh' until_ 2 disconnected
for p in $(processes 'sleep 4324'); do kill "$p"; done

# --- the server ends it ---
up closed
for p in $(sessions); do kill -9 "$p"; done
ok 'ssh ends when the server closes a passed socket' until_ 5 gone $ssh
ok 'the monitor ends when the server closes the connection' until_ 2 none
lacks 'the monitor prints nothing when the server closes the connection' "$T/closed.err" tunnel-guard

# --- nothing comes of it ---
perl t/lib/peer 2001 2> /dev/null &
until_ 10 listens '' 2001
ssh -F "$T/config" -o ProxyUseFdpass=yes \
    -o 'ProxyCommand=tunnel-guard -w 2 localhost 2001' x 2> "$T/err"
is 'ssh ends with 255 when a server sends no banner' $? 255
ok 'tunnel-guard says why' until_ 3 grep -q '^tunnel-guard: localhost: no SSH banner within 2s of connecting: nothing received' "$T/err"
perl t/lib/peer 2003 'HTTP/1.1 302 Found\nLocation: http://portal/\n' 2> /dev/null &
until_ 10 listens '' 2003
timeout 20 ssh -F "$T/config" -o ProxyUseFdpass=yes \
    -o 'ProxyCommand=tunnel-guard -w 4 localhost 2003' x 2> "$T/err"
is 'ssh ends with 255 when a web server answers' $? 255
ok 'tunnel-guard says why' until_ 3 grep -q '^tunnel-guard: localhost: n.* SSH .*received "' "$T/err"
note "$(grep tunnel-guard "$T/err")"
ssh -F "$T/config" -o ProxyUseFdpass=yes -o 'ProxyCommand=tunnel-guard server 23' \
    x 2> "$T/err"
is 'ssh ends with 255 when the connection is refused' $? 255
has 'tunnel-guard says why' "$T/err" '^tunnel-guard: connect to host server port 23: Connection refused'

ssh -F "$T/config" -o ProxyUseFdpass=yes -o "ProxyCommand=tunnel-guard -c 'nc %h %p'" \
    server true 2> "$T/err"
is 'ssh ends with 255 when the guard has a command, which has no socket to pass' $? 255
has 'tunnel-guard says why' "$T/err" '^tunnel-guard: command: -c cannot pass a socket to ssh (set ProxyUseFdpass no)'
tunnel-guard -F server 22 < /dev/null 2> "$T/err" | cat
has 'the guard with -F says that standard output is no socket' "$T/err" '^tunnel-guard: server: cannot pass the socket: '
# Stopped is not dead.
up stopped
kill -STOP $ssh
path_cut
ok 'the monitor does not end a stopped ssh on a dead path' holds_for 6 alive $ssh
path_heal
kill -CONT $ssh
kill $ssh
ok 'the monitor ends when the stopped ssh is killed' until_ 5 none

# --- nothing flows; the server is frozen ---
up rests
rests=$ssh resting=$monitor
# woken: so often it was.
woken() {
	sed -n 's/^voluntary_ctxt_switches:[[:space:]]*//p' "/proc/$resting/status"
}
frozen_n=$(($(logins) + 1))
ssh -F "$T/config" -o ProxyUseFdpass=yes -o ServerAliveInterval=2 \
    -o ServerAliveCountMax=1000 -o 'ProxyCommand=tunnel-guard -t 3 -k 2 %h %p' \
    -N server 2> "$T/frozen.err" &
frozen=$!
until_ 20 logged_in $frozen_n
before=$(woken)
ok 'the monitor does not end an ssh whose server answers' holds_for 20 alive $frozen
slept=$(($(woken) - before))
note "woken $slept times in 20 s"
ok 'the monitor sleeps while nothing flows' test $slept -le 6
stopped=$(sessions)
kill -STOP $stopped
# A young connection whose server has not yet answered gets two minutes.
ok 'ssh ends when its server is frozen' until_ 150 gone $frozen
ok 'tunnel-guard says why' until_ 3 grep -q '^tunnel-guard: server: peer frozen: its kernel acknowledges, [0-9]* keepalives' "$T/frozen.err"
note "$(cat "$T/frozen.err")"
kill -CONT $stopped
kill $rests
ok 'no monitor is left after a frozen server' until_ 5 none

# --- the path dies ---
up idle
idle=$ssh
mkfifo "$T/lines"
ssh -F "$T/config" -o ProxyUseFdpass=yes -o "ProxyCommand=$guard" \
    -o HostName=10.9.2.1 busy 'echo ready; cat > /dev/null' \
    < "$T/lines" > "$T/busy.out" 2> "$T/busy.err" &
busy=$!
while echo line; do sleep .1; done 2> /dev/null > "$T/lines" &
until_ 10 test -s "$T/busy.out"
timeout 20 ssh -F "$T/config" -o ProxyUseFdpass=yes -o "ProxyCommand=$guard" -f -N server \
    2> "$T/daemon.err"
timeout 20 ssh -F "$T/config" -o ProxyUseFdpass=yes -o "ProxyCommand=$guard -l" \
    -M -S "$T/mux" -o ControlPersist=yes server true 2> /dev/null
timeout 20 ssh -F "$T/config" -o ProxyUseFdpass=yes -o "ProxyCommand=$guard" \
    -M -S "$T/mux2" -o ControlPersist=yes server 'sleep 4325' 2> "$T/client.err" &
client=$!
ok 'each connection has a monitor' until_ 10 test -S "$T/mux2"
kill -USR1 "$(monitors 10.9.2.1)"
ok 'SIGUSR1 makes a monitor print the counters of the kernel' until_ 5 grep -q 'state=.* sent=[1-9][0-9]* .* received=[1-9]' "$T/busy.err"
path_cut
cut=$(now)
ok 'a busy ssh ends on a dead path' until_ 30 gone $busy
note "busy: after $(span "$cut") s: $(grep path "$T/busy.err")"
ok 'tunnel-guard says why' until_ 3 grep -q '^tunnel-guard: 10.9.2.1: path dead, busy: [0-9]* retransmits unanswered' "$T/busy.err"
ok 'an idle ssh ends on a dead path' until_ 30 gone $idle
note "idle: after $(span "$cut") s"
ok 'tunnel-guard says why' until_ 3 grep -q '^tunnel-guard: server: path dead, idle' "$T/idle.err"
left() {
	[ -z "$(processes "$T/config")" ]
}
ok 'ssh -f, a master in the background and one with a client end on a dead path' until_ 30 left
ok 'their monitors end' until_ 5 none
ok 'the client of the master ends' until_ 5 gone $client
path_heal

# --- under sshp ---
sshp -F "$T/config" -N server 2> "$T/keep" &
keep=$!
ok 'a tunnel of sshp with PersistGuard fdpass is up' until_ 20 says "$T/keep" '^sshp: server: up in '
ok 'its ssh uses a passed socket' grep -q 'ProxyUseFdpass=yes' "/proc/$(kept $keep)/cmdline"
path_cut
ok 'the tunnel with a passed socket is lost on a dead path, and sshp says why' until_ 30 says "$T/keep" 'lost after .*: path dead'
path_heal
ok 'the tunnel with a passed socket is back' until_ 30 says "$T/keep" '^sshp: server: reconnected after '
lacks 'the monitor of a tunnel prints nothing itself' "$T/keep" '^tunnel-guard'
kill -9 $keep
ok 'kill -9 of sshp leaves no ssh' until_ 5 left
no_guard() {
	[ -z "$(processes tunnel-guard)" ]
}
ok 'kill -9 of sshp leaves no monitor' until_ 5 no_guard
finish
