#!/bin/sh
# A frozen server is told from a silent one, by the questions of ssh: whatever
# the cipher, if the interval was told or had to be found out; and never where
# ssh does not ask.
. t/lib/tap.sh
. t/lib/world.sh
world
wire
# shellcheck disable=SC2154 # set by wire
sshd_up "$server" -o MACs=+hmac-sha1,hmac-sha1-etm@openssh.com

# start name guard's-options ssh's-options...: in the background; its pid in
# $T/name.pid.
start() {
	start_name=$1 start_guard=$2
	shift 2
	ssh -F "$T/config" -o "ProxyCommand=tunnel-guard $start_guard server 22" \
	    -o ServerAliveCountMax=1000 "$@" server < "${in:-/dev/null}" \
	    > "$T/$start_name.out" 2> "$T/$start_name.err" &
	echo $! > "$T/$start_name.pid"
}
ask='-o ServerAliveInterval=2 -N'

# shellcheck disable=SC2086
{
	start told '-t 3 -k 2' $ask
	start patient '-t 20 -k 2' $ask
	start zipped '-t 3 -k 2' -C $ask
	start unasked '-t 3' -N
	start chacha '-t 3' -c chacha20-poly1305@openssh.com $ask
	start gcm '-t 3' -c aes256-gcm@openssh.com $ask
}
macs='umac-64-etm@openssh.com umac-128-etm@openssh.com hmac-sha1-etm@openssh.com
hmac-sha2-256-etm@openssh.com hmac-sha2-512-etm@openssh.com umac-64@openssh.com
umac-128@openssh.com hmac-sha1 hmac-sha2-256 hmac-sha2-512'
for mac in $macs; do
	# shellcheck disable=SC2086
	start "${mac%@*}" '-t 3' -c aes128-ctr -m "$mac" $ask
done
# A line now and then, to one who never answers; and one whose ssh asks, too.
mkfifo "$T/lines1" "$T/lines2"
lines() {
	while echo a line of some bytes; do
		sleep 2
	done
}
lines > "$T/lines1" 2> /dev/null &
lines > "$T/lines2" 2> /dev/null &
in=$T/lines1 start stream '-t 3' -o 'RemoteCommand=cat > /dev/null'
in=$T/lines2 start asked_stream '-t 3 -k 2' -o ServerAliveInterval=2 \
    -o 'RemoteCommand=cat > /dev/null'
logins() {
	[ "$(grep -c 'Accepted publickey' "$T/sshd.log")" -ge 18 ]
}
ok 'all connections are logged in' until_ 40 logins
running() {
	alive "$(cat "$T/$1.pid")"
}
all() {
	for all_pid in "$T"/*.pid; do
		alive "$(cat "$all_pid")" || return 1
	done
}
ok 'no connection to a server that answers is ended' holds_for 9 all
lacks 'the guards print nothing while the server answers' "$T/asked_stream.err" frozen

stopped=$(sessions "$(id -un)")
# shellcheck disable=SC2086
kill -STOP $stopped
frozen_at=$(now)
# ends name: it ends, and says why.
ends() {
	ok "$1: ssh ends when its server is frozen" until_ 30 gone "$(cat "$T/$1.pid")"
	note "$1: after $(span "$frozen_at") s; $(grep guard "$T/$1.err")"
	has "$1: the guard says that the server is frozen" "$T/$1.err" 'server: peer frozen: its kernel acknowledges, [0-9]* keepalives of ssh unanswered, nothing received for'
}
ends told
ends zipped
ends asked_stream
for name in chacha gcm $macs; do
	ends "${name%@*}"
done
# By their own clocks: this one runs on while a busy machine starts a grep.
timeout() {
	sed -n 's/.*nothing received for \([0-9]*\)[.0-9]*s.*/\1/p' "$T"/*.err |
	    sort -n | tail -n 1
}
ok 'each ends within two and a half intervals and what a busy machine needs' \
    test "$(timeout)" -le 17
ok 'a connection with a longer timeout lives on' running patient
ends patient
ok 'a connection with a longer timeout ends when that is over' test $(($(now) - frozen_at)) -ge 18000
ok 'a connection without questions of ssh lives on' running unasked
ok 'a connection that only sends lives on' running stream
# shellcheck disable=SC2086
kill -CONT $stopped
ok 'these connections go on after the server runs again' holds_for 2 running unasked
ok 'these connections go on after the server runs again' running stream
is 'their guards print nothing' "$(cat "$T/unasked.err" "$T/stream.err")" ''
finish
