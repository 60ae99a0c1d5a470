#!/bin/sh
# PersistCheck: what is behind the tunnel is looked at by a command of the user's.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
# shellcheck disable=SC2154,SC2086
$server perl t/lib/peer web 80 2> /dev/null &
web=$!

keep "$T/a" -o "PersistCheck=3s perl t/lib/peer get 9090 3 | grep -q 200 && echo %n \$SSHP_NAME >> $T/ran" \
    -N -L 9090:localhost:80 server
until_ 10 says "$T/a" ': up in'
ok 'the command is run while the tunnel is up, with its tokens and SSHP_NAME' until_ 10 says "$T/ran" '^server server$' 3
ok 'a command that succeeds ends nothing' says "$T/a" '' 1
lacks 'no tunnel is lost while the command succeeds' "$T/a" lost
ssh=$(kept $keep)
kill $web
ok 'the tunnel is lost after the command failed three times' until_ 20 says "$T/a" \
    '^sshp: server: connection lost after .*: PersistCheck failed 3 times: exit status 1; reconnecting$'
replaced() { [ "$(kept $keep)" != "$ssh" ]; }
ok 'the tunnel is back after the command failed' until_ 10 says "$T/a" ': reconnected after'
ok 'another ssh carries the tunnel after the command failed' replaced
ok 'sshpctl why says that PersistCheck failed' sh -c 'sshpctl why server | grep -q "PersistCheck failed 3 times"'
server_down
until_ 10 says "$T/a" 'Connection refused'
: > "$T/ran"
ok 'the command is not run while the tunnel is down' holds_for 2 test ! -s "$T/ran"
server_up
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 5 clean

# One that hangs, with a process of its own.
keep "$T/b" -o "PersistCheck=1s sleep 4321 & sleep 4321" -N server
ok 'a command that hangs counts as failed' until_ 20 says "$T/b" \
    'PersistCheck failed 3 times: still running after 1s'
until_ 10 says "$T/b" ': reconnected after'
few() { [ "$(processes 'sleep 4321' | wc -l)" -le 3 ]; }
ok 'a command that hangs is ended with all its processes' until_ 5 few
kill $keep
wait $keep
none() { [ -z "$(processes 'sleep 4321')" ]; }
ok 'the command is ended when sshp ends' until_ 5 none
ok 'no process and no file of sshp is left after a hanging command' until_ 5 clean

keep "$T/c" -o "PersistCheck=1s kill -9 \$\$" -N server
ok 'a command that is killed counts as failed' until_ 20 says "$T/c" \
    'PersistCheck failed 3 times: ended by signal 9; reconnecting$'
kill -9 $keep
keep "$T/d" -o "PersistCheck=none" -N -L 9092:localhost:80 server
ok 'with PersistCheck none a tunnel is up' until_ 10 says "$T/d" ': up in'
kill $keep
wait $keep
finish
