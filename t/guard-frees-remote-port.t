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
ok 'a -R is up' until_ 10 listens "$server" 7000

path_cut
# Something is under way.
perl t/lib/peer get 9000 1 2> /dev/null
ok 'the path is dead: it ends' until_ 30 gone $ssh
has 'and says so' "$T/err" 'path dead, busy'
ok 'the port is held meanwhile' holds_for 12 listens "$server" 7000
rto() {
	ss -tni state fin-wait-1 dst 10.9.2.1 |
	    sed -n 's/.* rto:\([0-9]*\).*/\1/p'
}
if [ "$(uname -r | awk -F '[.-]' '{ print ($1 * 1000 + $2 >= 6015) }')" = 1 ]
then
	ok 'our FIN is repeated every 4 s' test "$(rto)" -le 4000
	path_heal
	free() {
		! listens "$server" 7000
	}
	ok 'the path is back: the port is free' until_ 6 free
else
	skip 'the path is back: the port is free' 'no TCP_RTO_MAX_MS here'
fi
finish
