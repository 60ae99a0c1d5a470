#!/bin/sh
# SPDX-License-Identifier: ISC
# PersistHold: an edit of ssh_config opens and closes the listeners of sshp.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
# reload: $said is what sshpctl says.
reload() {
	said=$(sshpctl reload server 2>&1)
}
# first: ssh is still the same process.
first() {
	[ "$(kept $keep)" = "$ssh" ]
}
# answered to: a client there is.
answered() {
	[ "$(perl t/lib/clients get 1 "$1" 2> /dev/null | cut -d' ' -f1,2)" = '200 1' ]
}
deaf() { ! listens '' "$1"; }

# shellcheck disable=SC2154
$server perl t/lib/clients web 80 "$T/web80" &
$server perl t/lib/clients web 81 "$T/web81" &
until_ 5 listens "$server" 80
until_ 5 listens "$server" 81

# --- while the tunnel is up ---
config 'PersistHold 30s' 'LocalForward 9000 localhost:80' 'LocalForward 9001 localhost:80' \
    "LocalForward $T/old.sock localhost:80"
keep "$T/log" -N server
ok 'the tunnel is up' until_ 20 says "$T/log" 'up in'
ssh=$(kept $keep)
clients "$T/big" get 5 9000 /big
big=$client
clients "$T/gone" get 1 9001 /big
gone=$client
until_ 10 says "$T/web80" 'GET /big' 6

config 'PersistHold 30s' 'LocalForward 9002 localhost:80' 'LocalForward 9000 localhost:80' \
    "LocalForward $T/new.sock localhost:80"
reload
is 'reload opens and closes held forwards, and says which' "$said" \
    "server: opened -L 9002, -L $T/new.sock; closed -L 9001, -L $T/old.sock"
ok 'a client of a new held forward is answered' answered 9002
ok 'a client of a new held socket is answered' answered "$T/new.sock"
ok 'the port of a removed held forward is free' deaf 9001
ok 'the socket of a removed held forward is removed' test ! -e "$T/old.sock"
ok 'ssh runs on' first
ok 'a transfer through a forward that stays goes on' kill -0 $big
ok 'a transfer through the removed forward goes on' kill -0 $gone

config 'PersistHold 30s' 'LocalForward 9002 localhost:81' 'LocalForward 9000 localhost:80'
reload
is 'a held forward with another target is opened and closed again' "$said" \
    "server: opened -L 9002; closed -L 9002, -L $T/new.sock"
ok 'a client of a forward with another target is answered' answered 9002
ok 'the other target has answered' says "$T/web81" 'GET /'
ok 'a transfer through a forward beside it goes on' kill -0 $big

config 'PersistHold 20s' 'GatewayPorts yes' 'LocalForward 9002 localhost:81' 'LocalForward 9000 localhost:80'
reload
is 'GatewayPorts and another time apply at once' "$said" 'server: gatewayports, PersistHold changed'
ok 'a client of an address that GatewayPorts opens is answered' answered 10.9.1.1:9002
ok 'ssh runs on with GatewayPorts' first

config 'PersistHold 20s' 'GatewayPorts yes' 'LocalForward 9000 localhost:80' 'DynamicForward 9003'
reload
is 'a new held -D is opened with the next connection' "$said" \
    'server: -D 9003 is opened with the next connection; closed -L 9002'
ok 'nobody listens at the port of a -D that ssh does not have' deaf 9003

config 'PersistHold 20s' 'LocalForward 9000 localhost:80' 'LocalForward name:9004 localhost:80'
reload
has 'a held forward that listens at a name is a mistake with its line' /dev/stdin \
    'config:[0-9]*: PersistHold: -L name:9004: a name cannot be used here; use an address; nothing has changed' << END
$said
END
ok 'the forwards are as they were after a mistake' answered 9000

# --- a port that is taken ---
perl t/lib/hold 9005 127.0.0.1 ::1 &
holder=$!
until_ 5 listens '' 9005
config 'PersistHold 20s' 'LocalForward 9000 localhost:80' 'LocalForward 9005 localhost:80'
reload
has 'a new held forward whose port is taken is said' /dev/stdin '-L 9005 cannot listen: Address already in use, retrying' << END
$said
END
kill $holder
ok 'a new held forward listens once its port is free' until_ 20 says "$T/log" '-L 9005 listens after'
ok 'ssh has run on through all edits' first
kill $big $gone

# --- clients that wait ---
server_down
until_ 20 says "$T/log" 'lost\|retrying'
clients "$T/stays" get 10 9000
stays=$client
clients "$T/removed" get 10 9005
config 'PersistHold 20s' 'LocalForward 9000 localhost:80'
ok 'the clients of a forward that an attempt finds removed are reset' until_ 15 gone $client
is 'each of them is reset' "$(cut -d' ' -f1,2 "$T/removed")" 'reset 10'
server_up
ok 'the clients of the forward that stays end' until_ 20 gone $stays
is 'the clients of the forward that stays are answered' "$(cut -d' ' -f1,2 "$T/stays")" '200 10'

# --- PersistHold is switched off and on ---
until_ 10 says "$T/log" 'up in\|reconnected' 2
config 'LocalForward 9000 localhost:80'
reload
is 'switching PersistHold off needs another connection' "$said" 'server: PersistHold changed: reconnecting'
until_ 20 says "$T/log" 'up in\|reconnected' 3
ok 'a client of ssh itself is answered' until_ 10 answered 9000
config 'PersistHold 20s' 'LocalForward 9000 localhost:80'
reload
until_ 20 says "$T/log" 'up in\|reconnected' 4
server_down
clients "$T/again" get 10 9000
server_up
until_ 30 gone $client
is 'clients wait again once PersistHold is on' "$(cut -d' ' -f1,2 "$T/again")" '200 10'
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean
finish
