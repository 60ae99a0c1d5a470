#!/bin/sh
# Somebody on the path takes away all that the server sends after its NEWKEYS:
# sshp ends a login that nobody waits for, and connects again.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
cat > "$T/relay.pl" <<-'PERL'
	use IO::Socket::INET;
	$SIG{CHLD} = "IGNORE";
	$| = 1;
	my $l = IO::Socket::INET->new(LocalPort => 22, LocalAddr => "127.0.0.2", Listen => 5) or die $!;
	while (my $c = $l->accept) {
		print "Connection\n";
		next if fork;
		my $s = IO::Socket::INET->new("server:22");
		if (!fork) { while (sysread $c, my $b, 65536) { syswrite $s, $b } exit }
		my $line = "";
		while ($line !~ /\n/) { sysread $s, $line, 1, length $line or exit }
		syswrite $c, $line;
		for (my $type = 0; $type != 21;) {
			my $packet = "";
			while (length $packet < 4) { sysread $s, $packet, 4 - length $packet, length $packet or exit }
			my $whole = 4 + unpack "N", $packet;
			while (length $packet < $whole) { sysread $s, $packet, $whole - length $packet, length $packet or exit }
			$type = unpack "x5 C", $packet;
			syswrite $c, $packet;
		}
		1 while sysread $s, my $b, 65536;
		exit;
	}
PERL
perl "$T/relay.pl" > "$T/seen" 2> /dev/null &
until_ 10 listens '' 22
sed 's/^Host \*/&\n    HostName 127.0.0.2/' "$T/config" > "$T/silent"
began=$(now)
sshp -F "$T/silent" -N server 2> "$T/a" &
keep=$!
# As cron starts it.
setsid sshp -F "$T/silent" -f -N -L 9090:localhost:22 server < /dev/null 2> "$T/f" &
ok 'a login that gets no answer is ended' until_ 45 says "$T/a" 'no login within 2m30s of the SSH banner; retrying'
took=$(($(now) - began))
note "ended after $((took / 1000)) s"
ok 'a login that gets no answer is not ended before the 120 s of LoginGraceTime' test $took -ge 145000
ok 'sshp -f without a terminal ends such a login, too' until_ 10 says "$T/f" 'no login within 2m30s of the SSH banner; retrying'
kill $keep
wait $keep
end_all 'sshp -F'
ok 'no process and no file of sshp is left' until_ 10 clean
finish
