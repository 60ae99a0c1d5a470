#!/bin/sh
# A port that takes connections and is silent: sshp waits for a banner as long
# as this server took before, at least five seconds; and a server that is slow
# is waited for, with one connection at a time.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lab/faults.sh
world
keep_world

# seen: the connections that the silent port, or the slow server, has taken.
seen() { grep -c Connection "$T/seen"; }
seen_at_least() { [ "$(seen)" -ge "$1" ]; }
: > "$T/seen"

keep "$T/a" -N -R 8080:localhost:80 server
ok 'a tunnel is up' until_ 10 says "$T/a" ': up in'
server_down
# shellcheck disable=SC2154 # set by wire
$server env PEER_LOG="$T/seen" perl t/lib/peer 22 &
silent=$!
until_ 5 listens "$server" 22
ok 'sshp retries when the server accepts but is silent' until_ 20 seen_at_least 2
first=$(now)
ok 'sshp retries again' until_ 20 seen_at_least 4
took=$(($(now) - first))
note "two attempts took $((took / 1000)) s"
ok 'an attempt waits for the banner for five seconds, not for the fifteen of a first start' \
    test $took -le 24000
ok 'an attempt waits no less than five seconds for the banner' test $took -ge 9500
heal_silent
healed=$(now)
ok 'the tunnel is back when the server answers new connections' until_ 20 says "$T/a" ': reconnected after'
note "back $(span "$healed") s after the repair"
ok 'the tunnel is back within one attempt and a login' test $(($(now) - healed)) -le 12000
kill $keep
wait $keep
kill $silent

# One that begins to speak after so many seconds, and counts who is connected.
: > "$T/seen"
perl -e '
use IO::Socket::INET;
$SIG{CHLD} = "IGNORE";
my $l = IO::Socket::INET->new(LocalPort => 22, LocalAddr => "127.0.0.2",
    Listen => 5) or die $!;
$| = 1;
while (my $c = $l->accept) {
	print "Connection\n";
	next if fork;
	sleep 20;
	my $s = IO::Socket::INET->new("server:22");
	if (!fork) { while (sysread $s, my $b, 65536) { syswrite $c, $b } exit }
	while (sysread $c, my $b, 65536) { syswrite $s, $b }
	exit;
}' > "$T/seen" 2> /dev/null &
until_ 10 listens '' 22
sed 's/^Host \*/&\n    HostName 127.0.0.2/' "$T/config" > "$T/slow"
sshp -F "$T/slow" -N server 2> "$T/b" &
keep=$!
ok 'a server that takes twenty seconds for its banner is reached' until_ 60 says "$T/b" ': up in'
is 'the second attempt reaches the slow server' "$(seen)" 2
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean
finish
