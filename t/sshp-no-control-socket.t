#!/bin/sh
# ControlMaster no: there is no control socket that would show the login.  sshp
# reads it in ssh's log, so that a silent login is not up.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
state() { sshpctl list --json 2> /dev/null | grep -o '"state":"[^"]*"' | cut -d'"' -f4; }
in_state() { [ "$(state)" = "$1" ]; }

echo keys hold > "$T/step"
perl t/lib/attack 127.0.0.2:22 server:22 "$T/step" > "$T/seen" &
until_ 10 listens '' 22
sed 's/^Host \*/&\n    HostName 127.0.0.2/' "$T/config" > "$T/attacked"
sshp -F "$T/attacked" -N -o ControlMaster=no -L 9090:localhost:22 server 2> "$T/a" &
keep=$!
ok 'a connection is made' until_ 10 says "$T/seen" keys
until_ 5 in_state trying
ok 'a login that gets no answer is not up, however long it lasts' holds_for 15 in_state trying
lacks 'nobody is told that it is up' "$T/a" ': up in'
echo pass > "$T/step"
kill -9 "$(kept $keep)"
ok 'the tunnel is up when the server answers' until_ 20 says "$T/a" ': up in'
ok 'the local forward listens' listens '' 9090
kill $keep
wait $keep

keep "$T/b" -N -o ControlMaster=no -L 9090:localhost:22 -R 8080:localhost:22 server
ok 'a tunnel without a control socket is up within seconds of its login' until_ 2 says "$T/b" ': up in .*, -R 8080 granted'
ok 'its local forward listens when it is up' listens '' 9090
kill $keep
wait $keep

# shellcheck disable=SC2154 # set by wire
$server perl t/lib/hold 8082 &
until_ 5 listens "$server" 8082
keep "$T/c" -N -o ControlMaster=no -R 8082:localhost:22 server
ok 'a refused forward ends the attempt, because it cannot be requested again' until_ 20 says "$T/c" 'remote port forwarding failed.*; retrying'
lacks 'a tunnel whose ssh ends for a refused forward is not up before' "$T/c" ': up in'
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean
finish
