#!/bin/sh
# A tunnel that is kept: it comes back, and leaves nothing when it is ended.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
# shellcheck disable=SC2154,SC2086
$server perl t/lib/peer web 80 2> /dev/null &

keep "$T/a" -N -R 8080:localhost:80 -L 9090:localhost:80 server
ok 'up' until_ 10 says "$T/a" '^sshp: server: up in '
ok 'the local forward is there' listens '' 9090
ok 'the remote forward is there' listens "$server" 8080
is 'GET through it' "$(perl t/lib/peer get 9090 5)" 200

server_down
ok 'server killed: lost' until_ 10 says "$T/a" '^sshp: server: connection lost after .*: the server closed the connection'
ok 'refused: says so' until_ 10 says "$T/a" '^sshp: server: .*Connection refused; retrying'
server_up
ok 'server back: back' until_ 10 says "$T/a" '^sshp: server: reconnected after '
is 'GET through it again' "$(perl t/lib/peer get 9090 5)" 200

path_cut
ok 'black hole: lost, and why' until_ 30 says "$T/a" '^sshp: server: connection lost after .*: path dead'
path_heal
healed=$(now)
ok 'path back: back' until_ 40 says "$T/a" '^sshp: server: reconnected after ' 2
note "black hole: back $(span "$healed") s after the path"
is 'GET through it once more' "$(perl t/lib/peer get 9090 5)" 200

ssh=$(kept $keep)
kill -KILL "$ssh"
ok 'ssh killed: back' until_ 20 says "$T/a" '^sshp: server: reconnected after ' 3
isnt_() { [ "$(kept $keep)" != "$ssh" ]; }
ok 'by another ssh' isnt_

ssh=$(kept $keep)
kill -USR1 $keep
ok 'USR1: another ssh' until_ 20 isnt_
ok 'USR1: back' until_ 20 says "$T/a" '^sshp: server: reconnected after ' 4
has 'USR1: why it was lost' "$T/a" '^sshp: server: connection lost after .*: restart'

ssh=$(kept $keep)
# It stands for a moment only, which a look may miss: so no stop is on its way
# to it any more (bit 18 of what is pending), and it does not stand.
runs() {
	! grep -q '^ShdPnd:.*[4567cdef]....$' "/proc/$ssh/status" &&
	    ! grep -q '^State:.T' "/proc/$ssh/status"
}
kill -STOP "$ssh"
ok 'ssh stopped from outside: continued' until_ 5 runs
kill -STOP "$ssh"
ok 'and again: replaced' until_ 20 isnt_
ok 'it says so' until_ 20 says "$T/a" 'lost after .*: ssh was stopped (SIGSTOP)'
ok 'and is back' until_ 20 says "$T/a" '^sshp: server: reconnected after ' 5

lacks 'the guard itself stays silent' "$T/a" '^tunnel-guard'
kill $keep
wait $keep
is 'TERM: status 0' $? 0
ok 'TERM: nothing stays' until_ 5 clean

# What a LogLevel of the user's adds is no reason for anything.
keep "$T/v" -o LogLevel=DEBUG3 -o PersistGuard=no -N server
ok 'much is logged: up' until_ 20 says "$T/v" '^sshp: server: up in '
kill -KILL "$(kept $keep)"
ok 'ssh killed: lost, and why' until_ 20 says "$T/v" '^sshp: server: connection lost after .*: ssh ended; reconnecting$'
kill $keep
wait $keep
is 'TERM: ended' $? 0

# Ended in each state.
ended() {
	wait $keep 2> /dev/null
	is "$1: status" $? "$2"
	ok "$1: nothing stays" until_ 10 clean
}
for how in 'TERM 0' 'INT 130' 'HUP 129'; do
	sig=${how% *} status=${how#* }
	keep "$T/b" -N server
	until_ 10 says "$T/b" '^sshp: server: up'
	perl -e 'kill $ARGV[0], $ARGV[1]' "$sig" $keep
	case $sig in
	INT) kill $keep 2> /dev/null; wait $keep; ok 'up, INT ignored in the background, as it was set' test $? -eq 0; continue ;;
	esac
	ended "up, $sig" "$status"
done
perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' sshp -F "$T/config" -N server 2> "$T/c" &
keep=$!
until_ 10 says "$T/c" '^sshp: server: up'
kill -INT $keep
ended 'up, INT' 130
server_down
keep "$T/d" -N server
until_ 10 says "$T/d" 'Connection refused'
kill $keep
ended 'waiting, TERM' 0
path_cut
keep "$T/e" -N server
dialling() { [ -n "$(processes 'tunnel-guard -t 3')" ]; }
ok 'it dials into nothing' until_ 10 dialling
kill $keep
ended 'dialling, TERM' 0
path_heal
server_up

# kill -9 of sshp.
keep "$T/f" -N server
until_ 10 says "$T/f" '^sshp: server: up'
kill -9 $keep
no_ssh() { [ -z "$(processes "$T/config")" ] && [ -z "$(processes 'tunnel-guard')" ]; }
ok 'kill -9: no ssh and no guard stays' until_ 10 no_ssh
keep "$T/g" -N server
until_ 10 says "$T/g" '^sshp: server: up'
is 'kill -9: the next one cleans up' "$(ls "$T/run/sshp")" "$keep.run"
kill $keep
ended 'after a kill -9, TERM' 0
# A signal that comes while all is still being made.
mkdir "$T/early"
for how in 'TERM 0' 'INT 130' 'HUP 129'; do
	cat > "$T/early/ssh" <<-END
	#!/bin/sh
	[ "\$1" != -V ] || kill -s ${how% *} \$PPID
	exec $(command -v ssh) "\$@"
	END
	chmod +x "$T/early/ssh"
	PATH=$T/early:$PATH perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' \
	    sshp -F "$T/config" -N server 2> "$T/err"
	is "${how% *} before ssh is started: status" $? "${how#* }"
	is "${how% *} before ssh is started: nothing stays" "$(ls "$T/run/sshp")" ''
	lacks "${how% *} before ssh is started: it is not" "$T/err" 'up in'
done
finish
