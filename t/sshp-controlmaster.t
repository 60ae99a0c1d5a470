#!/bin/sh
# A ControlMaster of the user's: sshp's ssh is the master there, never a client
# of somebody else's, and what is stale is replaced.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
sed 's/^Host \*/&\n    ControlMaster auto\n    ControlPersist 10m/; /^ *Persist/d; s/^IgnoreUnknown.*//' "$T/config" > "$T/plain"
sed "s|^Host \*|&\n    ControlMaster auto\n    ControlPath $T/mux\n    ControlPersist 10m|" "$T/config" > "$T/shared"
printf '    ControlPath %s\n    ProxyCommand tunnel-guard -t 3 %%h %%p\n' "$T/mux" >> "$T/plain"
mv "$T/shared" "$T/config"
# client command...: plain ssh through that socket only.
client() {
	timeout 10 ssh -F "$T/plain" -o ControlMaster=no -o ProxyCommand=false server "$@"
}
logins() { grep -c 'Accepted publickey' "$T/sshd.log"; }
says_logins() { [ "$(logins)" -ge "$1" ]; }

# --- ours is the master ---
keep "$T/a" -N -R 8080:localhost:80 server
ok 'a tunnel with a ControlPath of the user is up' until_ 10 says "$T/a" ': up in'
is 'another ssh uses the connection of the tunnel' "$(client echo hello)" hello
is 'the server saw one login for both' "$(logins)" 1
ssh=$(kept $keep)
kill -KILL "$ssh"
ok 'the tunnel is back after kill -9 of its ssh left a stale control socket' until_ 20 says "$T/a" ': reconnected after'
is 'another ssh uses the new connection of the tunnel' "$(client echo again)" again
is 'the ControlPersist of the user does not apply to the ssh of a tunnel' "$(ssh -F "$T/plain" -O check server 2>&1 | tr -d '\r')" "Master running (pid=$(kept $keep))"
$server perl t/lib/hold 8081 &
holder=$!
until_ 5 listens "$server" 8081
kill $keep
wait $keep
is 'sshp with a ControlPath of the user ends with 0 on SIGTERM' $? 0
ok 'no process and no file of sshp is left after SIGTERM' until_ 10 clean

# --- forwards through it ---
keep "$T/b" -N -R 8081:localhost:80 server
ok 'a tunnel with a ControlPath of the user is up although a forward is refused' until_ 10 says "$T/b" ': up in .*; -R 8081 is refused'
kill $holder
ok 'the refused forward is granted through the control socket of the user' until_ 10 says "$T/b" '-R 8081 granted after'
ssh -F "$T/plain" -O exit server 2> /dev/null
ok 'ssh -O exit of the user ends sshp' until_ 10 gone $keep
wait $keep
is 'sshp ends with 0 after ssh -O exit' $? 0
ok 'no process and no file of sshp is left after ssh -O exit' until_ 10 clean

keep "$T/stop" -N server
ok 'a second tunnel with that ControlPath is up' until_ 10 says "$T/stop" ': up in'
ssh -F "$T/plain" -O stop server 2> /dev/null
ok 'ssh -O stop of the user ends sshp' until_ 10 gone $keep
wait $keep
is 'sshp ends with 0 after ssh -O stop' $? 0

# --- somebody else's, alive ---
timeout 20 ssh -F "$T/plain" -f server 'sleep 100' 2> /dev/null
ok 'another ssh is the master at the ControlPath' test -S "$T/mux"
theirs=$(ssh -F "$T/plain" -O check server 2>&1 | tr -d '\r')
before=$(logins)
keep "$T/c" -N -R 8080:localhost:80 server
ok 'a tunnel is up beside a living master at its ControlPath' until_ 10 says "$T/c" ': up in .*, -R 8080 granted'
is 'the tunnel beside another master has a login of its own' "$(logins)" $((before + 1))
is 'the other ssh is still the master' "$(ssh -F "$T/plain" -O check server 2>&1 | tr -d '\r')" "$theirs"
lacks 'the messages do not mention multiplexing' "$T/c" ultiplex
# It comes and goes while we are up, and while we wait.
ssh -F "$T/plain" -O exit server 2> /dev/null
holds_for 1 alive "$(kept $keep)"
ok 'the ssh of sshp goes on when the other master ends' alive "$(kept $keep)"
kill -KILL "$(kept $keep)"
ok 'the next connection of sshp is up after the other master ended' until_ 20 says "$T/c" ': reconnected after'
is 'another ssh uses the connection of the tunnel' "$(client echo ours)" ours
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean

# --- a shell that is the master: exit ---
mkfifo "$T/keys"
exec 3<> "$T/keys"
"$O/t/lib/pty" -z sshp -F "$T/config" server <&3 > "$T/t" 2> "$T/pid" &
term=$!
shows() { grep -q -- "$1" "$T/t"; }
ok 'a shell with a ControlPath of the user is up' until_ 10 shows '[#$] '
ssh -F "$T/plain" -o ControlMaster=no server 'sleep 3; echo finished' > "$T/client" 2>&1 &
other=$!
through() { [ -n "$(processes 'sleep 3')" ]; }
until_ 10 through
printf 'exit 7\n' >&3
ok 'a session through the connection of a shell goes on after the shell ended' until_ 10 says "$T/client" finished
until_ 10 gone $other
wait $term
is "sshp ends with the status of the shell after the last session" $? 7
lacks 'the end of a shell whose connection is still used is not called a loss' "$T/t" 'lost'
ok 'no process and no file of sshp is left after the shell' until_ 10 clean

# --- ask: the user is asked about others, never about us ---
keep "$T/d" -N -o ControlMaster=ask -R 8080:localhost:80 server
ok 'a tunnel with ControlMaster ask is up' until_ 10 says "$T/d" ': up in .*, -R 8080 granted'
ok 'a tunnel with ControlMaster ask has its control socket' test -S "$T/mux"
kill $keep
wait $keep

# --- yes: ssh alone would leave a stale socket, and share nothing ---
keep "$T/y" -N -o ControlMaster=yes server
until_ 10 says "$T/y" ': up in'
kill -KILL "$(kept $keep)"
ok 'a tunnel with ControlMaster yes is back although a stale socket is in the way' until_ 20 says "$T/y" ': reconnected after'
is 'another ssh uses the connection of a tunnel with ControlMaster yes' "$(client echo again)" again
kill $keep
wait $keep

# --- two of ours ---
keep "$T/e" -N -L 9090:localhost:80 server
first=$keep
ok 'the first of two tunnels with one ControlPath is up' until_ 10 says "$T/e" ': up in'
keep "$T/f" -N -L 9091:localhost:80 server
ok 'the second of two tunnels with one ControlPath is up with a connection of its own' until_ 10 says "$T/f" ': up in'
kill $first
wait $first
ok 'the second tunnel goes on when the first ends' alive "$(kept $keep)"
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean

# --- another ssh that logs in first, after ours has begun ---
# late: ours, which gets its connection once $T/go is there.
sed "s|^Host \*|&\n    ProxyCommand until test -e $T/go; do sleep .05; done; exec tunnel-guard -t 3 %h %p|" \
    "$T/config" > "$T/late"
sed -i "s|ProxyCommand until|ProxyCommand sh -c 'until|; s|3 %h %p\$|3 %h %p'|" "$T/late"
# ahead name ssh's-words...: sshp by that; another ssh has the socket before it.
ahead() {
	ahead_log=$T/$1
	shift
	rm -f "$T/go"
	sshp -F "$T/late" "$@" server 2> "$ahead_log" &
	keep=$!
	dials() { [ -n "$(kept "$keep")" ] && [ -n "$(processes "until test -e $T/go")" ]; }
	until_ 10 dials
	timeout 20 ssh -F "$T/plain" -o ControlMaster=yes -f -N server 2> /dev/null
	until_ 10 test -S "$T/mux"
	theirs=$(ssh -F "$T/plain" -O check server 2>&1 | tr -d '\r')
}
ahead h -N -R 8082:localhost:80
ok 'a socket made by another ssh is not taken for ours, and that is said' until_ 10 says "$T/h" \
    "process [0-9]* listens on the control socket $T/mux; using a private socket"
lacks 'the login of another ssh is not ours' "$T/h" ': up in'
: > "$T/go"
ok 'sshp goes on with a socket of its own' until_ 10 says "$T/h" ': up in .*, -R 8082 granted'
is 'the other ssh is still the master' "$(ssh -F "$T/plain" -O check server 2>&1 | tr -d '\r')" "$theirs"
ssh -F "$T/plain" -O exit server 2> /dev/null
ok 'the forward of sshp stays when the other ssh ends' holds_for 2 listens "$server" 8082
is 'sshp says only once that another ssh listens at its control socket' "$(grep -c 'listens on the control socket' "$T/h")" 1
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean

# A shell is not begun anew for that: it goes on without a socket.
ahead s -o RemoteCommand='echo began; sleep 4' -o PersistRemoteCommand=yes -L 9092:localhost:80 > "$T/s.out"
: > "$T/go"
ok 'a remote command goes on although another ssh has its control socket' until_ 10 says "$T/s" 'listens on the control socket .*; continuing without a control socket'
wait $keep
is 'the remote command runs once although another ssh has its control socket' "$(cat "$T/s.out")" began
ssh -F "$T/plain" -O exit server 2> /dev/null

# --- the socket of ours is replaced while the tunnel is up ---
$server perl t/lib/hold 8083 &
holder=$!
until_ 5 listens "$server" 8083
keep "$T/r" -N -R 8083:localhost:80 server
ok 'a tunnel is up although the server refuses a forward' until_ 10 says "$T/r" ': up in .*; -R 8083 is refused'
rm "$T/mux"
timeout 20 ssh -F "$T/plain" -o ControlMaster=yes -f -N server 2> /dev/null
ok 'another ssh at our path is not asked for forwards' until_ 20 says "$T/r" \
    'listens on the control socket .*; refused forwards are retried on the next connection'
kill $holder
deaf() { ! listens "$@"; }
until_ 5 deaf "$server" 8083
ok 'the other ssh got no forward of sshp' holds_for 2 deaf "$server" 8083
kill -KILL "$(kept $keep)"
ok 'the next connection is up after another ssh took the control socket' until_ 20 says "$T/r" ': reconnected after'
ok 'the next connection has all its forwards' until_ 10 listens "$server" 8083
kill $keep
wait $keep
ssh -F "$T/plain" -O exit server 2> /dev/null
ok 'no process and no file of sshp is left' until_ 10 clean
finish
