#!/bin/sh
# What sshp is found by is removed while its ssh runs: it is made anew, and ssh
# is left alone.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
state=$HOME/.local/state/sshp
locked() { ls "$state"/*.lock > /dev/null 2>&1; }
door() { [ -S "$T/run/sshp/$keep.run/ctl" ]; }
up_() { sshpctl list server > /dev/null 2>&1; }
same() { [ "$(kept $keep)" = "$ssh" ]; }

keep "$T/a" -N -L 9090:localhost:80 server
ok 'up' until_ 20 says "$T/a" 'up in'
ssh=$(kept $keep)
rm -rf "$HOME/.local"
ok 'the registry is removed: it is entered again' until_ 20 locked
ok 'and found' until_ 20 up_
timeout 100 sshp -F "$T/config" -N -L 9090:localhost:80 server 2> "$T/err"
is 'and kept once' $? 255
has 'and says by whom' "$T/err" "already running as process $keep "
mv "$state" "$T/away"
ok 'the registry is moved away: it is entered again' until_ 20 locked
rm -rf "$T/run/sshp"
ok 'the run directory is removed: there is another' until_ 20 door
ok 'and it is found' until_ 20 up_
rm "$T/run/sshp/$keep.run/ctl"
ok 'its socket is removed: there is another' until_ 20 door
ok 'and it is found, too' until_ 20 up_
rm -rf "$HOME/.local" "$T/run/sshp"
both() { locked && door; }
ok 'both are removed: both are there again' until_ 20 both
ok 'ssh has not noticed' same
why() { sshpctl why server 2> /dev/null | grep -q "$1"; }
ok 'sshpctl why knows it' until_ 20 why '^server: up '
kill -9 "$ssh"
ok 'ssh is killed: it comes back' until_ 20 says "$T/a" 'reconnected after'
ok 'and that is in the history' until_ 20 why ' lost '
whole() { [ -S "$T/run/sshp/$keep.run/events" ] && [ -p "$T/run/sshp/$keep.run/log" ]; }
ok 'in a directory that has all again' whole

# While it waits.
server_down
waits() { sshpctl --json list server | grep -q '"state":"waiting"'; }
ok 'it waits' until_ 40 waits
rm -rf "$HOME/.local" "$T/run/sshp"
ok 'removed while it waits: both are there again' until_ 20 both
server_up
ok 'and it comes back' until_ 40 up_
kill $keep
wait $keep
is 'stopped: 0' $? 0
ok 'nothing stays' until_ 10 clean
ok 'nor in the registry' sh -c "! ls '$state' | grep -v history"
finish
