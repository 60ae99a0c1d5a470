#!/bin/sh
# A server that does not read (its window is closed) lives: it answers probes.
. t/lib/tap.sh
. t/lib/world.sh
world
wire
# Less buffer than ssh's own window of 2 MiB, or it would never be full.
# shellcheck disable=SC2154,SC2086
$server sh -c 'echo 4096 65536 262144 > /proc/sys/net/ipv4/tcp_rmem'
sshd_up "$server"
seconds=${SLOW_SECONDS:-20}
mkfifo "$T/in"
ssh -F "$T/config" server 'echo ready; cksum' < "$T/in" \
    > "$T/out" 2> "$T/err" &
ssh=$!
exec 4> "$T/in"
ready() {
	grep -q ready "$T/out"
}
until_ 10 ready
victim=$(sessions "$(id -un)@notty")
# shellcheck disable=SC2086
kill -STOP $victim
head -c 20000000 /dev/zero >&4 &
exec 4>&-
# Window closed: the client's kernel waits with data at hand.
closed() {
	ss -tno dst 10.9.2.1 | grep -q persist
}
ok 'the window of the server is closed' until_ 20 closed
ok "ssh lives $seconds s with a closed window" holds_for "$seconds" alive $ssh
is 'the guard prints nothing while the window is closed' "$(cat "$T/err")" ''
# shellcheck disable=SC2086
kill -CONT $victim
wait $ssh
is 'the transfer goes on when the window opens' $? 0
is 'no byte was lost' "$(tail -n 1 "$T/out")" \
    "$(head -c 20000000 /dev/zero | cksum)"
finish
