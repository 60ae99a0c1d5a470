#!/bin/sh
# SOCKS proxies that do all they can to make us wait, or to be believed: half
# answers, wrong versions, endless data, resets; under sshp and under plain ssh.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world

# A proxy that says bytes for each step of the guard's, and then does END:
# fin, rst, hold, drip (a byte each half second) or flood.
cat > "$T/socks.pl" <<-'PERL'
	use IO::Socket::INET;
	use Socket qw(SOL_SOCKET SO_LINGER);
	use Time::HiRes qw(sleep);
	$SIG{CHLD} = 'IGNORE';
	$SIG{PIPE} = 'IGNORE';
	my ($port, $end, @say) = @ARGV;
	s/\\x(..)/chr hex $1/ge, s/(.)\*(\d+)/$1 x $2/ge for @say;
	my $l = IO::Socket::INET->new(LocalAddr => "127.0.0.1:$port", Listen => 50, ReuseAddr => 1) or die $!;
	$| = 1;
	while (my $c = $l->accept) {
		print "Connection\n";
		next if fork;
		for my $say (@say) {
			sysread $c, my $asked, 1000 or exit;
			syswrite $c, $say;
		}
		sleep .1;
		setsockopt $c, SOL_SOCKET, SO_LINGER, pack 'll', 1, 0 if $end eq 'rst';
		exit if $end eq 'rst' || $end eq 'fin';
		if ($end eq 'real') {
			my $s = IO::Socket::INET->new('server:22');
			if (!fork) { while (sysread $s, my $b, 65536) { syswrite $c, $b } exit }
			while (sysread $c, my $b, 65536) { syswrite $s, $b }
			exit;
		}
		for (;;) {
			if ($end eq 'drip') { sleep .5; syswrite $c, "\5" or exit }
			elsif ($end eq 'flood') { syswrite $c, "\5" x 65536 or exit }
			else { sleep 100 }
		}
	}
PERL
port=4000
# hostile kind end bytes...: a proxy at $port, and the options of the guard for it.
hostile() {
	port=$((port + 1))
	kind=$1
	shift
	perl "$T/socks.pl" $port "$@" > "$T/seen.$port" 2> /dev/null &
	until_ 5 listens '' $port
}
# ends name kind end bytes...: plain ssh ends with 255 in time.
ends() {
	ends_name=$1
	shift
	hostile "$@"
	ends_from=$(now)
	timeout 60 ssh -F "$T/plain" -o "ProxyCommand=tunnel-guard -w 3 -X $kind -x localhost:$port %h %p" server true 2> "$T/err" < /dev/null
	is "$ends_name: ssh ends with 255" $? 255
	ok "$ends_name: ssh ends in time" test $(($(now) - ends_from)) -lt 20000
	note "$(grep tunnel-guard "$T/err" | cut -c 1-150)"
	ok "$ends_name: the guard says why in few words" test "$(wc -c < "$T/err")" -lt 1000
}
sed '/Persist/d; s/^IgnoreUnknown.*//' "$T/config" > "$T/plain"

ends 'SOCKS5, one byte' 5 hold '\x05'
ends 'SOCKS5, one byte and a reset' 5 rst '\x05'
ends 'SOCKS5, a method and a reset' 5 rst '\x05\x00'
ends 'SOCKS5, half of a reply' 5 hold '\x05\x00' '\x05\x00\x00'
ends 'SOCKS5, half of a reply and a reset' 5 rst '\x05\x00' '\x05\x00\x00'
ends 'SOCKS5, half of an address' 5 hold '\x05\x00' '\x05\x00\x00\x04\x00'
ends 'SOCKS5, an unknown type of address' 5 hold '\x05\x00' '\x05\x00\x00\x09\x00'
ends 'SOCKS5, version 4 in the reply' 5 hold '\x05\x00' '\x04\x00\x00\x01\x00'
ends 'SOCKS5, GSSAPI' 5 hold '\x05\x01'
ends 'SOCKS5, a password that was not offered' 5 hold '\x05\x02'
ends 'SOCKS5, the method again and again' 5 hold '\x05\x00' '\x05\x00' '\x05\x00'
ends 'SOCKS5, a byte each half second' 5 drip '\x05\x00' '\x05\x00\x00\x03\xff'
ends 'SOCKS5, without end' 5 flood '\x05\x00' '\x05\x00\x00\x03\xff'
ends 'SOCKS5, a name of 255 bytes without its end' 5 hold '\x05\x00' '\x05\x00\x00\x03\xffx*256'
ends 'SOCKS4, one byte' 4 hold '\x00'
ends 'SOCKS4, half of a reply' 4 hold '\x00\x5a\x00'
ends 'SOCKS4, half of a reply and a reset' 4 rst '\x00\x5a\x00'
ends 'SOCKS4, a reply of SOCKS5' 4 hold '\x05\x00\x00\x01\x00\x00\x00\x00\x00'
ends 'SOCKS4, without end' 4 flood '\x00\x5a'
ends 'SOCKS4, a byte each half second' 4 drip '\x00\x5a'
printf 'ann:secret\n' > "$T/passwords"
chmod 600 "$T/passwords"
hostile 5 hold '\x05\x02' '\x01\x00' '\x05\x02' '\x01\x00'
from=$(now)
timeout 60 ssh -F "$T/plain" -o "ProxyCommand=tunnel-guard -w 3 -X 5 -P ann -A $T/passwords -x localhost:$port %h %p" server true 2> "$T/err" < /dev/null
is 'SOCKS5, the login again and again: ssh ends with 255' $? 255
ok 'SOCKS5, the login again and again: ssh ends in time' test $(($(now) - from)) -lt 20000
hostile 5 real '\x05\x00' '\x05\x00\x00\x03\xffx*257'
is 'SOCKS5, a name of 255 bytes in the reply: the server is reached' \
    "$(timeout 60 ssh -F "$T/plain" -o "ProxyCommand=tunnel-guard -w 10 -X 5 -x localhost:$port %h %p" server 'echo here' 2> "$T/err")" here
hostile 5 real '\x05\x00' '\x05\x00\x00\x03\x00\x00\x00'
is 'SOCKS5, an empty name in the reply: the server is reached' \
    "$(timeout 60 ssh -F "$T/plain" -o "ProxyCommand=tunnel-guard -w 10 -X 5 -x localhost:$port %h %p" server 'echo here' 2> "$T/err")" here

# --- a kept tunnel ---
sed '/ProxyCommand/d' "$T/config" > "$T/bare"
# kept_by name kind end bytes...
kept_by() {
	kept_name=$1
	shift
	hostile "$@"
	sshp -F "$T/bare" -o PersistName="$kept_name" -o "ProxyCommand=tunnel-guard -w 3 -X $kind -x localhost:$port %h %p" -N -L $((port + 1000)):localhost:22 server 2> "$T/k.$port" &
	tunnels="${tunnels-} $!"
	ports="${ports-} $port"
	eval "kind_$port=$kind"
}
kept_by reset 5 rst '\x05\x00'
kept_by refused 5 hold '\x05\x00' '\x05\x01\x00\x01'
kept_by flood 5 flood '\x05\x00' '\x05\x00\x00\x03\xff'
kept_by half 4 hold '\x00\x5a\x00'
goes_on() { ! grep -q 'needs you\|stopped' "$T"/k.*; }
ok 'no proxy parks or ends a tunnel within 45 s' holds_for 45 goes_on
for port in $ports; do
	n=$(wc -l < "$T/seen.$port")
	note "$n connections in 45 s: $(tail -n 1 "$T/k.$port")"
	ok 'there are no more than 30 connections a minute' test "$n" -le 23
done
end_all "$T/socks.pl"
refuses() { ! listens '' "$1"; }
for port in $ports; do
	until_ 5 refuses "$port"
	eval "perl t/lib/proxy-stub $port \$kind_$port $T/stub.log &"
done
healed=$(now)
for port in $ports; do
	ok 'a tunnel is up after its proxy healed' until_ 10 listens '' $((port + 1000))
	note "after $(span "$healed") s"
done
for pid in $tunnels; do
	kill "$pid"
	wait "$pid"
done
ok 'no process and no file of sshp is left' until_ 10 clean
finish
