#!/bin/sh
# A port on the server that a dead connection of ours held is free soon after
# the path is back, though the server itself never looks after its clients.
. t/lib/tap.sh
. t/lib/world.sh
world
wire
sshd_up "$server"
ssh -F "$T/config" -N -R 7000:localhost:80 -L 9000:localhost:22 server \
    2> "$T/err" &
ssh=$!
# shellcheck disable=SC2154
ok 'a remote forward is up' until_ 10 listens "$server" 7000

path_cut
# Something is under way.
perl t/lib/peer get 9000 1 2> /dev/null
ok 'ssh ends on a dead path' until_ 30 gone $ssh
has 'the guard says that the path is dead' "$T/err" 'path dead, busy'
ok 'the dead session holds the port on the server' holds_for 12 listens "$server" 7000
rto() {
	ss -tni state fin-wait-1 dst 10.9.2.1 |
	    sed -n 's/.* rto:\([0-9]*\).*/\1/p'
}
if [ "$(uname -r | awk -F '[.-]' '{ print ($1 * 1000 + $2 >= 6015) }')" = 1 ]
then
	ok 'the kernel repeats the end of the connection every 4 s' test "$(rto)" -le 4000
	path_heal
	free() {
		! listens "$server" 7000
	}
	ok 'the port is free soon after the path is back' until_ 6 free
else
	skip 'the port is free soon after the path is back' 'no TCP_RTO_MAX_MS here'
fi
finish
