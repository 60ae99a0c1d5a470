#!/bin/sh
# sshp-askpass tells its question, and believes an answer, only where the sshp
# that started its ssh listens; a guard reports to its own user alone.
. t/lib/tap.sh
. t/lib/world.sh
world
mkdir "$T/bin"
cp "$O/sshp-askpass" "$O/tunnel-guard" "$T/bin/"
PATH=$T/bin:$PATH
cat > "$T/fake.pl" <<-'END'
	# fake.pl SOCKET SAID [command...]: answers each packet "secret"; what it was
	# told goes to SAID.  Runs the command below itself, and ends with it.
	use Socket; use IO::Select;
	my ($path, $said, @command) = @ARGV;
	$| = 1;
	socket my $l, AF_UNIX, SOCK_SEQPACKET, 0 or die;
	bind $l, pack_sockaddr_un($path) or die; listen $l, 5;
	chmod 0777, $path;
	if (@command && !(my $pid = fork)) { exec @command }
	$SIG{CHLD} = sub { exit 0 } if @command;
	while (accept my $c, $l) {
		open my $f, '>>', $said;
		recv $c, my $packet, 2000, 0;
		next if $packet eq '';
		print $f "$packet\n"; close $f;
		send $c, 'aof somebody else', 0;
	}
END
chmod 755 "$T"
question="me@host's password: "
: > "$T/said"
perl "$T/fake.pl" "$T/fake" "$T/said" &
fake=$!
ok 'another process of the same user listens' until_ 10 test -S "$T/fake"
SSHP_SECRETS=$T/fake timeout 20 sshp-askpass "$question" > "$T/out" 2> "$T/err" < /dev/null
is 'sshp-askpass takes no answer from a process that did not start its ssh' "$? $(cat "$T/out")" '1 '
has 'sshp-askpass says why' "$T/err" '^sshp-askpass: SSHP_SECRETS: not the socket of the sshp that started this ssh'
is 'sshp-askpass does not tell its question to that process' "$(cat "$T/said")" ''
kill $fake
rm "$T/fake"
SSHP_SECRETS=$T/fake perl "$T/fake.pl" "$T/fake" "$T/said" sh -c "timeout 20 sshp-askpass \"$question\" > $T/out"
is 'sshp-askpass takes the answer of the process that started its ssh' "$(cat "$T/out")" 'of somebody else'

if [ "$(id -u)" -eq 0 ]; then
	mkdir -m 777 "$T/hers"
	: > "$T/hers/said"
	chmod 666 "$T/hers/said"
	setpriv --reuid=12345 --regid=12345 --clear-groups perl "$T/fake.pl" "$T/hers/fake" "$T/hers/said" &
	fake=$!
	ok 'a process of another user listens' until_ 10 test -S "$T/hers/fake"
	SSHP_SECRETS=$T/hers/fake timeout 20 sshp-askpass "$question" > "$T/out" 2> "$T/err" < /dev/null
	is 'sshp-askpass takes no answer from another user' "$? $(cat "$T/out")" '1 '
	is 'sshp-askpass does not tell its question to another user' "$(cat "$T/hers/said")" ''
	SSHP_EVENTS=$T/hers/fake timeout 20 tunnel-guard -v 127.0.0.1 9 > "$T/out" 2> "$T/err" < "$T/passwd"
	has 'a guard says that another user listens' "$T/err" 'a process of another user listens on this socket'
	is 'a guard reports nothing to another user' "$(cat "$T/hers/said")" ''
	kill $fake
else
	skip 'sshp-askpass and another user' 'not root here'
fi
finish
