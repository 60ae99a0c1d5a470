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
ok 'a tunnel is up' until_ 20 says "$T/a" 'up in'
ssh=$(kept $keep)
rm -rf "$HOME/.local"
ok 'sshp enters its tunnel again after the registry was removed' until_ 20 locked
ok 'sshpctl finds the tunnel after the registry was removed' until_ 20 up_
timeout 100 sshp -F "$T/config" -N -L 9090:localhost:80 server 2> "$T/err"
is 'the same tunnel cannot be started twice after the registry was removed' $? 255
has 'the second start names the process that runs the tunnel' "$T/err" "already running as process $keep "
mv "$state" "$T/away"
ok 'sshp enters its tunnel again after the registry was moved away' until_ 20 locked
rm -rf "$T/run/sshp"
ok 'sshp makes its socket again after the run directory was removed' until_ 20 door
ok 'sshpctl finds the tunnel after the run directory was removed' until_ 20 up_
rm "$T/run/sshp/$keep.run/ctl"
ok 'sshp makes its socket again after the socket was removed' until_ 20 door
ok 'sshpctl finds the tunnel after its socket was removed' until_ 20 up_
rm -rf "$HOME/.local" "$T/run/sshp"
both() { locked && door; }
ok 'sshp makes registry and run directory again after both were removed' until_ 20 both
ok 'the ssh of the tunnel was not replaced meanwhile' same
why() { sshpctl why server 2> /dev/null | grep -q "$1"; }
ok 'sshpctl why knows the tunnel' until_ 20 why '^server: up '
kill -9 "$ssh"
ok 'the tunnel is back after its ssh was killed' until_ 20 says "$T/a" 'reconnected after'
ok 'the loss is in the history' until_ 20 why ' lost '
whole() { [ -S "$T/run/sshp/$keep.run/events" ] && [ -p "$T/run/sshp/$keep.run/log" ]; }
ok 'the new run directory has all files' whole

# While it waits.
server_down
waits() { sshpctl --json list server | grep -q '"state":"waiting"'; }
ok 'sshp waits for the server' until_ 40 waits
rm -rf "$HOME/.local" "$T/run/sshp"
ok 'sshp makes both directories again that were removed while it waits' until_ 20 both
server_up
ok 'the tunnel is back when the server is back' until_ 40 up_
kill $keep
wait $keep
is 'sshp ends with 0 on SIGTERM' $? 0
ok 'no process and no file of sshp is left' until_ 10 clean
ok 'no entry of sshp is left in the registry' sh -c "! ls '$state' | grep -v history"
finish
