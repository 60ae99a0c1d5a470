#!/bin/sh
# A connection on which the server has said nothing yet: while its kernel
# answers it is the only one, however long the banner takes; if it does not, a
# second one is dialled beside it, and the first to be spoken on is ssh's.
. t/tap.sh
. t/world.sh
. t/faults.sh
world
wire
sshd_files

# via host: ssh by a guard that would wait ten minutes for a banner.
via() {
	ssh -F "$T/config" -o "ProxyCommand=tunnel-guard -v -t 300 -w 600 $1 22" \
	    x 'echo here'
}
# shellcheck disable=SC2154 # set by wire
PEER_LOG=$T/peer.log $server perl t/peer 22 2> "$T/peer.err" &
silent=$!
until_ 10 listens "$server" 22
via server > "$T/out" 2> "$T/err" &
ssh=$!
ok 'something takes the connection' until_ 20 grep -q Connection "$T/peer.log"
ok 'and is silent: ssh waits' holds_for 3 alive $ssh
forget_flows
kill $silent
until_ 20 gone $silent
sshd_up "$server"
ok 'it goes, and nobody hears of it; a server comes: ssh is there' \
    until_ 60 grep -q here "$T/out"
has 'by a second connection' "$T/err" \
    '^tunnel-guard: server: the second connection, to 10.9.2.1, is answered'
note "dialled $(grep -c 'dialling a second time' "$T/err") times"
ok 'ssh ends' until_ 20 gone $ssh

# One to whom every connection is dear: it begins to speak after eight seconds.
perl -e '
use IO::Socket::INET;
$SIG{CHLD} = "IGNORE";
my $l = IO::Socket::INET->new(LocalPort => 22, LocalAddr => "127.0.0.2",
    Listen => 5) or die $!;
$| = 1;
while (my $c = $l->accept) {
	print "one\n";
	next if fork;
	sleep 8;
	my $s = IO::Socket::INET->new("server:22");
	if (!fork) { while (sysread $s, my $b, 65536) { syswrite $c, $b } exit }
	while (sysread $c, my $b, 65536) { syswrite $s, $b }
	exit;
}' > "$T/slow" 2> "$T/slow.err" &
until_ 10 listens '' 22
is 'a server that is slow to begin: ssh is there' "$(via 127.0.0.2 2> "$T/err")" here
ok 'and it has seen no row of connections' test "$(grep -c one "$T/slow")" -le 2
finish
