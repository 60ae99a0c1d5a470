#!/bin/sh
# Phases before SSH: what does not connect, is silent, or is not SSH.
. t/lib/tap.sh
. t/lib/world.sh
world
wire
sshd_up "$server"

# peer port [text [close]]: a stub server.
peer() {
	perl t/lib/peer "$@" 2>> "$T/peer.log" &
	until_ 10 listens '' "$1"
}

# dies name pattern least most command...: ends within these seconds.
dies() {
	dies_name=$1 dies_pattern=$2 dies_least=$3 dies_most=$4
	shift 4
	dies_from=$(now)
	timeout 60 "$@" 2> "$T/err" > "$T/out"
	is "$dies_name: ssh ends with 255" $? 255
	dies_ms=$(($(now) - dies_from))
	note "$dies_name: ended after $dies_ms ms"
	has "$dies_name: the guard says why" "$T/err" "^tunnel-guard: $dies_pattern"
	ok "$dies_name: ssh ends in time" test $dies_ms -ge $((dies_least * 1000)) \
	    -a $dies_ms -le $((dies_most * 1000))
}

# via options...: ssh by a guard with these options.
via() {
	via_guard=$1
	shift
	ssh -F "$T/config" -o "ProxyCommand=tunnel-guard $via_guard" "$@" true
}

peer 2001
dies 'a silent server' 'localhost: no SSH banner within 2s of connecting: nothing received' \
    2 25 ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -w 2 localhost 2001' x
peer 2002 '220 mail.example ESMTP\n'
dies 'a mail server' 'localhost: no SSH banner .*received "220 mail.example ESMTP"' \
    2 25 ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -w 2 localhost 2002' x
peer 2003 'HTTP/1.1 302 Found\nLocation: http://portal/\n'
dies 'a captive portal' 'localhost: not an SSH server: received "HTTP/1.1 302 Found" (a captive' \
    0 20 ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -w 40 localhost 2003' x
peer 2004 '\x16\x03\x01\x1b[2J\n'
dies 'a TLS server' 'localhost: not an SSH server: received "\\x16\\x03\\x01\\x1b\[2J"' \
    0 20 ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -w 40 localhost 2004' x
peer 2005 '\n' close
timeout 20 ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard localhost 2005' x 2> "$T/err"
is 'ssh ends with 255 when the server closes the connection at once' $? 255

# Handshakes that stop: behind the banner, and behind the server's KEXINIT.
peer 2007 'SSH-2.0-OpenSSH_9.2\n'
dies 'a server silent behind its banner' 'localhost: handshake stuck: no progress after the banner for 15' \
    15 40 ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -a -w 2 localhost 2007' x
# between PORT [SECONDS]: as if it were the server; it passes on no more than
# the KEXINIT, or the rest after so many seconds.
between() {
	perl -e '
	use IO::Socket::INET;
	my $l = IO::Socket::INET->new(LocalPort => $ARGV[0], Listen => 5) or die $!;
	my $c = $l->accept; my $s = IO::Socket::INET->new("server:22");
	if (!fork) { while (sysread $c, my $b, 65536) { syswrite $s, $b } exit }
	my $line = "";
	while (sysread $s, my $b, 1) { $line .= $b; last if $b eq "\n" }
	sysread $s, my $head, 4;
	my $left = unpack "N", $head;
	syswrite $c, $line . $head;
	while ($left && (my $n = sysread $s, my $b, $left)) {
		syswrite $c, $b; $left -= $n;
	}
	sleep($ARGV[1] || 100);
	while (sysread $s, my $b, 65536) { syswrite $c, $b }' "$@" 2>> "$T/peer.log" &
	until_ 10 listens '' "$1"
}
between 2008
dies 'a server silent behind its KEXINIT' 'localhost: handshake stuck: no progress after KEXINIT for 15' \
    15 40 ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -a -w 2 localhost 2008' x
# dribble PORT SIZE SECONDS: a server that sends its banner and SIZE bytes of its
# KEXINIT, then one byte in so many seconds.
dribble() {
	perl -e '
	use IO::Socket::INET;
	my $l = IO::Socket::INET->new(LocalPort => $ARGV[0], Listen => 5) or die $!;
	my $c = $l->accept;
	my $text = "SSH-2.0-OpenSSH_9.2\r\n" . pack("N C C", 60004, 4, 20) . "x" x 6000;
	syswrite $c, $text, 21 + $ARGV[1];
	for (my $i = 21 + $ARGV[1]; $i < length $text; $i++) {
		sleep $ARGV[2];
		syswrite $c, $text, 1, $i;
	}' "$@" 2>> "$T/peer.log" &
	until_ 10 listens '' "$1"
}
dribble 2011 100 5
began=$(now)
ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -a -w 2 localhost 2011' x 2> "$T/dribbled" &
dribbled=$!
dribble 2010 100 1000
dies 'a server silent in the middle of its KEXINIT' \
    'localhost: handshake stuck: no progress after KEXINIT for 15' \
    15 40 ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -a -w 2 localhost 2010' x
between 2009 3
is 'with -w 1 the guard waits for a server that needs 3 s for its keys' \
    "$(timeout 60 ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -w 1 localhost 2009' \
    x 'echo here' 2> "$T/err")" here
# Not the server, but the user takes his time: is this the right host key?
printf '#!/bin/sh\nsleep 5\necho yes\n' > "$T/askpass"
chmod +x "$T/askpass"
is 'a user may take longer than -w to answer the host key question' "$(SSH_ASKPASS=$T/askpass \
    SSH_ASKPASS_REQUIRE=force ssh -F "$T/config" -o BatchMode=no \
    -o UserKnownHostsFile="$T/none" -o HostKeyAlias=nobody \
    -o StrictHostKeyChecking=ask -o 'ProxyCommand=tunnel-guard -w 2 server 22' \
    x 'echo here' 2> "$T/err")" here

# A connect into the void, and one into a host that is not there.
# shellcheck disable=SC2154 # set by wire
$router ip route add blackhole 10.9.3.0/24
dies 'no answer to SYN' 'connect to host 10.9.3.1 port 22: Connection timed out after 2s' \
    2 25 ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -w 2 10.9.3.1 22' x
dies 'refused' 'connect to host server port 23: Connection refused' \
    0 20 ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard server 23' x

# Several addresses, the first of them dead: the second is used, soon.
printf '%s\n' '10.9.3.1 two' '10.9.2.1 two' >> "$T/hosts"
ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -v two 22' x 'echo here' \
    > "$T/out" 2> "$T/err"
is 'the guard connects to the second address of a name when the first is dead' "$(cat "$T/out")" here
has 'the guard says that it connected to the second address' "$T/err" 'connected to 10.9.2.1 port 22'
dies 'a deadline is for all addresses together' 'connect to host dead port 22: Connection timed out' \
    2 25 ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -w 2 dead 22' x <<-END
	$(printf '10.9.3.%d dead\n' 1 2 3 4 5 6 7 8 9 >> "$T/hosts")
	END

# Text before the banner is allowed (RFC 4253, 4.2).
mkfifo "$T/late"
perl -e '
use IO::Socket::INET;
my $l = IO::Socket::INET->new(LocalPort => 2006, Listen => 5) or die $!;
my $c = $l->accept; my $s = IO::Socket::INET->new(PeerAddr => "server:22");
syswrite $c, "Welcome, stranger\r\nand so on\r\n";
if (!fork) { while (sysread $s, my $b, 65536) { syswrite $c, $b } exit }
while (sysread $c, my $b, 65536) { syswrite $s, $b }
' 2>> "$T/peer.log" &
until_ 10 listens '' 2006
is 'a server may send lines before its banner' "$(ssh -F "$T/config" \
    -o 'ProxyCommand=tunnel-guard -w 5 localhost 2006' x 'echo here')" here

# The resolver: it asks in a child, which does not outlive the guard.
printf 'nameserver 10.9.3.1\noptions timeout:30\n' > "$T/resolv"
if mount --bind "$T/resolv" /etc/resolv.conf 2> "$T/mount"; then
	dies 'a name server that is silent' 'Could not resolve hostname slow.example: Connection timed out' \
	    2 10 ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard -w 2 slow.example 22' x
	ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard slow.example 22' x 2> "$T/err" &
	ssh=$!
	two() {
		[ "$(processes 'tunnel-guard slow.example' | wc -l)" -ge 2 ]
	}
	ok 'while the guard resolves a name it has a child' until_ 5 two
	kill -9 $ssh
	none() {
		[ -z "$(processes 'tunnel-guard slow.example')" ]
	}
	ok 'kill -9 of ssh during a name lookup leaves no guard and no child of it' until_ 5 none
else
	skip 'a silent name server' 'no /etc/resolv.conf to put one in'
fi
ssh -F "$T/config" -o 'ProxyCommand=tunnel-guard 10.9.3.1 22' x 2> "$T/err" &
ssh=$!
one() {
	[ -n "$(processes 'tunnel-guard 10.9.3.1')" ]
}
none() {
	[ -z "$(processes 'tunnel-guard 10.9.3.1')" ]
}
until_ 5 one
kill -9 $ssh
ok 'kill -9 of ssh while connecting leaves no guard' until_ 5 none

ok 'a server that sends a byte of its KEXINIT each 5 s: ssh ends' until_ 30 gone $dribbled
has 'a server that sends a byte of its KEXINIT each 5 s: the guard says why' "$T/dribbled" \
    '^tunnel-guard: localhost: handshake stuck: not finished 1m15s after the banner, last received KEXINIT'
note "ended after $(span "$began") s"
finish
