#!/bin/sh
# sshp -f: its caller waits until the tunnel is up, and the tunnel stays.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
ssh-keygen -q -t ed25519 -N '' -f "$T/other"
sed "s|$T/key|$T/other|" "$T/config" > "$T/wrong"
server_down
sshp -F "$T/config" -f -N -L 9091:localhost:22 server 2> "$T/d" &
caller=$!
ok 'the caller of -f waits while sshp cannot connect' until_ 10 says "$T/d" 'Connection refused'
ok 'the caller of -f still waits after a refused connection' alive $caller
server_up
until_ 20 gone $caller
wait $caller
is 'the caller of -f gets 0' $? 0
ok 'the forward listens before -f returns' listens '' 9091
daemon=$(processes "sshp -F $T/config -f")
own_session() { [ "$(cut -d' ' -f6 "/proc/$daemon/stat")" = "$daemon" ]; }
ok 'sshp -f runs in a session of its own' own_session
server_down
server_up
ok 'a tunnel started with -f is back after a loss' until_ 20 listens '' 9091
ok 'a tunnel in the background prints nothing on the standard error of its caller' test "$(wc -l < "$T/d")" -le 3
kill "$daemon"
ok 'SIGTERM to a tunnel in the background leaves no process and no file' until_ 10 clean
out=$(timeout 20 sshp -F "$T/config" -f -N server 2>&1)
is 'a command substitution with sshp -f does not wait for the tunnel' "${out%% in *}" 'sshp: server: up'
daemon=$(processes "sshp -F $T/config -f")
kill "$daemon"
until_ 10 clean
timeout 20 sshp -F "$T/wrong" -f -N server 2> "$T/d"
is 'a refused login ends sshp -f with 255' $? 255
has 'sshp -f says that the login was refused' "$T/d" 'stopped: login refused'
sshp -F "$T/config" -f server 'true' 2> "$T/d"
has 'sshp -f with a command says that it runs the command once' "$T/d" 'runs only once; use -N for a tunnel that reconnects'
server_down
sshp -F "$T/config" -f -N server 2> "$T/d" &
caller=$!
until_ 10 says "$T/d" 'Connection refused'
kill -KILL $caller
ok 'killing a sshp -f that still waits leaves no process and no file' until_ 10 clean
finish
