#!/bin/sh
# A black hole under every kind of load is noticed, said and ended; with the
# retransmit timeout capped and, by a preload, as on kernels that cannot.
. t/lib/tap.sh
. t/lib/world.sh
world
wire
sshd_up "$server"

# start name options...: an ssh in the background; when it ended, and how, will
# be in $T/name.end and $T/name.status.
start() {
	start_name=$1
	shift
	# A background command's own standard input would be /dev/null.
	exec 3<&0
	{
		ssh -F "$T/config" "$@" <&3 > "$T/$start_name.out" \
		    2> "$T/$start_name.err"
		echo $? > "$T/$start_name.status"
		now > "$T/$start_name.end"
	} &
}

guard='ProxyCommand=tunnel-guard -t 10 server 22'
case $(ldd "$O/tunnel-guard" 2>&1) in
*libasan*) old= ;;
*)
	cp "$O/t/lib/norto.so" "$T/" # its path has no spaces
	old="ProxyCommand=env LD_PRELOAD=$T/norto.so tunnel-guard -t 10 server 22"
	;;
esac

start idle -N server
# An upload that outruns ssh's window may wait for the server, and is idle
# then; a line now and then never does.
lines() {
	while echo line; do
		sleep .1
	done
}
mkfifo "$T/lines1" "$T/lines2" "$T/lines3"
start upload server 'echo ready; cat > /dev/null' < /dev/zero
lines 2> /dev/null > "$T/lines1" &
start busy server 'echo ready; cat > /dev/null' < "$T/lines1"
start down server 'cat /dev/zero'
start remote -N -R 7000:localhost:80 server
lines 2> /dev/null > "$T/lines2" &
start capped -o "$guard" server 'echo ready; cat > /dev/null' < "$T/lines2"
[ -z "$old" ] || {
	lines 2> /dev/null > "$T/lines3" &
	start uncapped -o "$old" server 'echo ready; cat > /dev/null' < "$T/lines3"
	start uncapped_idle -o "$old" -N server
}
start typing server 'cat' < /dev/zero
ok 'a remote forward is up' until_ 10 listens "$server" 7000
# The server talks into -R all the time: all we ever send is acknowledgements.
# shellcheck disable=SC2154
perl t/lib/peer web 80 &
$server perl -MIO::Socket::INET -e '
	while (1) { my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:7000");
	select undef, undef, undef, .2 }' 2> /dev/null &
moving() {
	[ "$(wc -c < "$T/down.out")" -gt 1000000 ]
}
until_ 20 moving
# The idle ones have logged in, the others are at work.
two=${old:+xx}
logins() {
	[ "$(grep -c 'Accepted publickey' "$T/sshd.log")" -ge "$1" ]
}
until_ 20 logins $((7 + ${#two}))
working() {
	[ -s "$T/busy.out" ] && [ -s "$T/capped.out" ] &&
	    [ -s "$T/typing.out" ] && [ -s "$T/down.out" ] &&
	    [ -s "$T/upload.out" ] &&
	    { [ -z "$old" ] || [ -s "$T/uncapped.out" ]; }
}
ok 'all connections carry bytes' until_ 20 working

path_cut
cut_at=$(now)
# ended name: waits for it, and prints after how long.
ended() {
	until_ 90 test -s "$T/$1.end"
	ended_ms=$(($(cat "$T/$1.end") - cut_at))
	note "$1: ended after $ended_ms ms: $(grep tunnel-guard "$T/$1.err")"
	is "$1: ssh ends with 255 on a dead path" "$(cat "$T/$1.status")" 255
}
ended busy
has 'busy: the guard says that the path is dead, and how many retransmits were unanswered' "$T/busy.err" 'server: path dead, busy: [0-9]* retransmits unanswered, no ack for '
ended typing
has 'both ways: the guard says that the path is dead' "$T/typing.err" 'server: path dead'
ended upload
has 'upload: the guard says that the path is dead' "$T/upload.err" 'server: path dead'
ended remote
has '-R only: the guard says that the path is dead' "$T/remote.err" 'server: path dead'
ended idle
has 'idle: the guard says that the path is dead, and how many keepalives were unanswered' "$T/idle.err" 'server: path dead, idle: 7 keepalives unanswered'
ended down
has 'download: the guard says that the path is dead' "$T/down.err" 'server: path dead'
ended capped
capped=$ended_ms
has 'upload, -t 10, capped: the guard says that the path is dead' "$T/capped.err" 'server: path dead, busy'
if [ -n "$old" ]; then
	ended uncapped_idle
	has 'idle, -t 10: the guard says that the path is dead' "$T/uncapped_idle.err" \
	    'path dead, idle: 14 keepalives unanswered'
	ended uncapped
	has 'upload, -t 10, not capped: the guard says that the path is dead' "$T/uncapped.err" \
	    'path dead, busy: [789] retransmits unanswered'
	ok 'without the cap on retransmits the guard waits longer' \
	    test "$ended_ms" -gt "$capped"
else
	skip 'the guard ends an upload on a kernel without the cap' 'the preload and the sanitiser exclude each other'
fi
none() { [ -z "$(processes 'tunnel-guard -t')" ]; }
ok 'no guard is left' until_ 5 none
finish
