#!/bin/sh
# The guard is killed (kill -9): ssh with a passed socket goes on, unwatched.
# sshp says so, and replaces a tunnel once no client uses it; a remote command
# is not ended for that.  With a relay ssh ends by itself, and why is said.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
$server perl t/lib/peer web 80 2> /dev/null &
until_ 5 listens "$server" 80
# guards: the processes that run tunnel-guard, those that stay behind a socket, too.
guards() {
	for g_p in $(processes 'tunnel-guard'); do
		case $(readlink "/proc/$g_p/exe") in
		*/tunnel-guard) echo "$g_p" ;;
		esac
	done
}
one() { [ "$(guards | wc -l)" -eq 1 ]; }

# --- a tunnel with a client ---
keep "$T/a" -N -o PersistGuard=fdpass -L 9090:localhost:80 server
ok 'a tunnel with a passed socket is up' until_ 10 says "$T/a" ': up in'
ok 'one guard monitors the passed socket' until_ 5 one
mkfifo "$T/open"
perl -MIO::Socket::INET -e '
	my $s = IO::Socket::INET->new("127.0.0.1:9090") or die;
	print STDERR "connected\n"; open my $f, "<", $ARGV[0]; <$f>' "$T/open" 2> "$T/client" &
until_ 5 grep -q connected "$T/client"
kill -KILL "$(guards)"
ok 'sshp says that the guard of a passed socket was killed' until_ 10 says "$T/a" \
    ': tunnel-guard was killed: the connection is not monitored; reconnecting when no client uses it'
ok 'a connection without a guard is not ended while a client uses it' holds_for 4 alive "$(kept $keep)"
lacks 'the tunnel is not lost while a client uses it' "$T/a" 'lost after'
echo > "$T/open"
ok 'the connection is replaced once no client uses it' until_ 10 says "$T/a" \
    ': connection lost after .*: tunnel-guard was killed, the connection was not monitored'
ok 'the tunnel is back' until_ 10 says "$T/a" ': reconnected after'
ok 'the new connection has a guard' until_ 5 one
is 'sshp says once that the guard was killed' "$(grep -c 'was killed: the connection' "$T/a")" 1
kill $keep
wait $keep

# --- a remote command ---
sshp -F "$T/config" -o PersistGuard=fdpass -o PersistRemoteCommand=yes server \
    'echo began; sleep 6; echo ended' > "$T/out" 2> "$T/b" &
keep=$!
until_ 10 says "$T/out" began
until_ 5 one
kill -KILL "$(guards)"
ok 'sshp says that the connection of a remote command is not monitored' until_ 10 says "$T/b" \
    ': tunnel-guard was killed: only ssh itself monitors the connection now'
wait $keep
is 'the remote command ends by itself' $? 0
is 'the remote command ran once' "$(paste -sd' ' "$T/out")" 'began ended'

# --- a relay ---
keep "$T/c" -N -L 9091:localhost:80 server
ok 'a tunnel with a relay is up' until_ 10 says "$T/c" ': up in'
kill -KILL "$(guards)"
ok 'ssh ends when its relay is killed, and sshp says why' until_ 10 says "$T/c" ': connection lost after .*: tunnel-guard was killed'
ok 'the tunnel with a relay is back' until_ 10 says "$T/c" ': reconnected after'
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean
finish
