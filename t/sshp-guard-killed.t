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
ok 'a passed socket: up' until_ 10 says "$T/a" ': up in'
ok 'one guard stays behind' until_ 5 one
mkfifo "$T/open"
perl -MIO::Socket::INET -e '
	my $s = IO::Socket::INET->new("127.0.0.1:9090") or die;
	print STDERR "connected\n"; open my $f, "<", $ARGV[0]; <$f>' "$T/open" 2> "$T/client" &
until_ 5 grep -q connected "$T/client"
kill -KILL "$(guards)"
ok 'its guard is killed: that is said' until_ 10 says "$T/a" \
    ': tunnel-guard was killed: the connection is not monitored; reconnecting when no client uses it'
ok 'a client uses the tunnel: it is not ended' holds_for 4 alive "$(kept $keep)"
lacks 'nor lost' "$T/a" 'lost after'
echo > "$T/open"
ok 'the client goes: the tunnel is replaced' until_ 10 says "$T/a" \
    ': connection lost after .*: tunnel-guard was killed, the connection was not monitored'
ok 'and is back' until_ 10 says "$T/a" ': reconnected after'
ok 'with a guard' until_ 5 one
is 'it is said once' "$(grep -c 'was killed: the connection' "$T/a")" 1
kill $keep
wait $keep

# --- a remote command ---
sshp -F "$T/config" -o PersistGuard=fdpass -o PersistRemoteCommand=yes server \
    'echo began; sleep 6; echo ended' > "$T/out" 2> "$T/b" &
keep=$!
until_ 10 says "$T/out" began
until_ 5 one
kill -KILL "$(guards)"
ok 'a command: that nobody watches is said' until_ 10 says "$T/b" \
    ': tunnel-guard was killed: only ssh itself monitors the connection now'
wait $keep
is 'a command: it ends by itself' $? 0
is 'and ran once' "$(paste -sd' ' "$T/out")" 'began ended'

# --- a relay ---
keep "$T/c" -N -L 9091:localhost:80 server
ok 'a relay: up' until_ 10 says "$T/c" ': up in'
kill -KILL "$(guards)"
ok 'a relay: ssh ends, and why is said' until_ 10 says "$T/c" ': connection lost after .*: tunnel-guard was killed'
ok 'a relay: back' until_ 10 says "$T/c" ': reconnected after'
kill $keep
wait $keep
ok 'nothing stays' until_ 10 clean
finish
