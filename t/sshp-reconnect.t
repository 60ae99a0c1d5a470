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
ok 'a tunnel is up' until_ 10 says "$T/a" '^sshp: server: up in '
ok 'the local forward listens' listens '' 9090
ok 'the remote forward listens' listens "$server" 8080
is 'the local forward leads to the server behind it' "$(perl t/lib/peer get 9090 5)" 200

server_down
ok 'the tunnel is lost when the server closes the connection, and sshp says so' until_ 10 says "$T/a" '^sshp: server: connection lost after .*: the server closed the connection'
ok 'sshp says that the connection is refused, and that it retries' until_ 10 says "$T/a" '^sshp: server: .*Connection refused; retrying'
server_up
ok 'the tunnel is back when the server is back' until_ 10 says "$T/a" '^sshp: server: reconnected after '
is 'the local forward works again after the server was away' "$(perl t/lib/peer get 9090 5)" 200

path_cut
ok 'the tunnel is lost when its path drops everything, and sshp says why' until_ 30 says "$T/a" '^sshp: server: connection lost after .*: path dead'
path_heal
healed=$(now)
ok 'the tunnel is back when its path is back' until_ 40 says "$T/a" '^sshp: server: reconnected after ' 2
note "black hole: back $(span "$healed") s after the path"
is 'the local forward works again after the path was dead' "$(perl t/lib/peer get 9090 5)" 200

ssh=$(kept $keep)
kill -KILL "$ssh"
ok 'the tunnel is back after somebody killed its ssh' until_ 20 says "$T/a" '^sshp: server: reconnected after ' 3
isnt_() { [ "$(kept $keep)" != "$ssh" ]; }
ok 'another ssh carries the tunnel after the first was killed' isnt_

ssh=$(kept $keep)
kill -USR1 $keep
ok 'sshp starts another ssh on SIGUSR1' until_ 20 isnt_
ok 'the tunnel is back after SIGUSR1' until_ 20 says "$T/a" '^sshp: server: reconnected after ' 4
has 'the message says that a restart ended the connection' "$T/a" '^sshp: server: restart requested after .*; reconnecting$'

ssh=$(kept $keep)
# It stands for a moment only, which a look may miss: so no stop is on its way
# to it any more (bit 18 of what is pending), and it does not stand.
runs() {
	! grep -q '^ShdPnd:.*[4567cdef]....$' "/proc/$ssh/status" &&
	    ! grep -q '^State:.T' "/proc/$ssh/status"
}
kill -STOP "$ssh"
ok 'sshp continues an ssh that somebody stopped' until_ 5 runs
kill -STOP "$ssh"
ok 'sshp replaces an ssh that is stopped again' until_ 20 isnt_
ok 'sshp says that ssh was stopped from outside' until_ 20 says "$T/a" 'lost after .*: ssh was stopped (SIGSTOP)'
ok 'the tunnel is back after its ssh was stopped' until_ 20 says "$T/a" '^sshp: server: reconnected after ' 5

lacks 'the guard of a tunnel prints nothing itself' "$T/a" '^tunnel-guard'
kill $keep
wait $keep
is 'sshp ends with 0 on SIGTERM' $? 0
ok 'no process and no file of sshp is left after SIGTERM' until_ 5 clean

# What a LogLevel of the user's adds is no reason for anything.
keep "$T/v" -o LogLevel=DEBUG3 -o PersistGuard=no -N server
ok 'a tunnel with a verbose ssh is up' until_ 20 says "$T/v" '^sshp: server: up in '
kill -KILL "$(kept $keep)"
ok 'sshp says that ssh ended, although the log is full of other lines' until_ 20 says "$T/v" '^sshp: server: connection lost after .*: ssh ended; reconnecting$'
kill $keep
wait $keep
is 'sshp with a verbose ssh ends with 0 on SIGTERM' $? 0

# Ended in each state.
ended() {
	wait $keep 2> /dev/null
	is "$1: sshp ends with that status" $? "$2"
	ok "$1: no process and no file of sshp is left" until_ 10 clean
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
ok 'sshp dials an address that does not answer' until_ 10 dialling
kill $keep
ended 'dialling, TERM' 0
path_heal
server_up

# kill -9 of sshp.
keep "$T/f" -N server
until_ 10 says "$T/f" '^sshp: server: up'
kill -9 $keep
no_ssh() { [ -z "$(processes "$T/config")" ] && [ -z "$(processes 'tunnel-guard')" ]; }
ok 'kill -9 of sshp leaves no ssh and no guard' until_ 10 no_ssh
keep "$T/g" -N server
until_ 10 says "$T/g" '^sshp: server: up'
is 'the next sshp removes the run directory of a killed one' "$(ls "$T/run/sshp")" "$keep.run"
kill $keep
ended 'after a kill -9, TERM' 0
# A signal that comes while all is still being made.
mkdir "$T/early"
for how in 'TERM 0' 'INT 130' 'HUP 129'; do
	cat > "$T/early/ssh" <<-END
	#!/bin/sh
	case \$1 in -vG*) kill -s ${how% *} \$PPID ;; esac
	exec $(command -v ssh) "\$@"
	END
	chmod +x "$T/early/ssh"
	PATH=$T/early:$PATH perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' \
	    sshp -F "$T/config" -N server 2> "$T/err"
	is "SIG${how% *} before ssh is started: sshp ends with the right status" $? "${how#* }"
	is "SIG${how% *} before ssh is started: no file of sshp is left" "$(ls "$T/run/sshp")" ''
	lacks "SIG${how% *} before ssh is started: ssh is not started" "$T/err" 'up in'
done
finish
