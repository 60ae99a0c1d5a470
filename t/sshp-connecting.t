#!/bin/sh
# SPDX-License-Identifier: ISC
# The status line at a terminal while ssh connects: it is there after two
# seconds, and never over a question of ssh.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
mkfifo "$T/keys"
exec 3<> "$T/keys"
sed -i '/BatchMode/d' "$T/config"
# term words...: sshp on a terminal; keys by fd 3, what it shows in $T/t.
term() {
	: > "$T/t"
	"$O/t/lib/pty" sshp -F "$T/config" "$@" <&3 > "$T/t" 2> /dev/null &
	term=$!
}
key() { printf "$1" >&3; }
# cancel: ^C, and the end of sshp.
cancel() {
	key '\003'
	wait "$term"
}
shows() { grep -q -- "$1" "$T/t"; }
line='sshp: connecting to server, [0-9]*s; ^C cancels'
# after text pattern: behind the last such text the terminal got the pattern.
after() {
	perl -0777 -ne 'BEGIN { ($t, $p) = splice @ARGV, 0, 2 }
	    $i = rindex $_, $t; exit !($i >= 0 && substr($_, $i) =~ /$p/)' "$1" "$2" "$T/t"
}
not_after() { ! after "$1" "$2"; }

# A server that accepts connections, and is silent until $T/go exists.
cat > "$T/late" <<'END'
use Socket;
my ($port, $go) = @ARGV;
socket my $l, AF_INET, SOCK_STREAM, 0;
setsockopt $l, SOL_SOCKET, SO_REUSEADDR, 1;
bind $l, sockaddr_in($port, INADDR_ANY) or die $!;
listen $l, 10;
$SIG{CHLD} = 'IGNORE';
while (accept my $c, $l) {
	next if fork;
	select undef, undef, undef, .05 until -e $go;
	socket my $s, AF_INET, SOCK_STREAM, 0;
	connect $s, sockaddr_in(22, INADDR_LOOPBACK) or die $!;
	my ($from, $to) = fork ? ($c, $s) : ($s, $c);
	syswrite $to, $_ while sysread $from, $_, 65536;
	shutdown $to, 1;
	exit;
}
END
# shellcheck disable=SC2154 # set by wire
$server perl "$T/late" 2022 "$T/go" &
late=$!
until_ 10 listens "$server" 2022

# --- a path that drops everything ---
path_cut
term -N server
ok 'a line says how long ssh has been connecting' until_ 20 shows "$line"
ok 'the line is rewritten in place every second' until_ 20 shows \
    '^[^ ]*sshp: connecting to server, 2s.*sshp: connecting to server, 3s'
lacks 'the line is not there before two seconds are over' "$T/t" 'server, [01]s'
key '\003'
wait $term
is '^C ends sshp while it connects' $? 130
ok 'the line is cleared at the end' after 'connecting to server' '^[^\n]*\r\e\[K[^\n]*$'
TERM=dumb
term -N server
ok 'no line is drawn on a dumb terminal' holds_for 4 not_after '' 'connecting to'
cancel
TERM=xterm
term -q -N server
ok 'with -q no line is drawn' holds_for 4 not_after '' 'connecting to'
cancel
term -f -N server
ok 'with -f no line is drawn' holds_for 4 not_after '' 'connecting to'
cancel
keep "$T/log" -N server
silent() { ! grep -q 'connecting to' "$T/log"; }
ok 'without a terminal no line is drawn' holds_for 4 silent
kill $keep
wait $keep
path_heal
ok 'no process and no file of sshp is left after an attempt' until_ 10 clean

# --- a silent server, which then answers: ssh asks for the host key ---
sed -i 's/^    UserKnownHostsFile.*/    UserKnownHostsFile \/run\/t\/new/' "$T/config"
ssh-keygen -q -p -P '' -N secret -f "$T/key"
term -N -p 2022 server
ok 'the line is shown while the server is silent' until_ 20 shows "$line"
: > "$T/go"
ok 'ssh asks for the host key' until_ 20 shows 'Are you sure you want to continue'
ok 'the line is cleared before ssh asks' after 'connecting to server' '^[^\n]*\r\e\[K[^\n]*The authenticity'
ok 'nothing is drawn over the question for the host key' holds_for 3 not_after 'The authenticity' 'connecting to|\e\[K'
key 'yes\n'
ok 'ssh asks for the passphrase' until_ 20 shows 'Enter passphrase for key'
ok 'nothing is drawn over the question for the passphrase' holds_for 3 not_after 'Enter passphrase' 'connecting to|\e\[K'
key 'secret\n'
ok 'the tunnel is up' until_ 20 shows 'up in'
cancel

# --- the same, to a jump host ---
rm -f "$T/go" "$T/new"
sed -i '1i Host jump\n    HostName server\n    Port 2022\n    HostKeyAlias jump' "$T/config"
path_cut
term -N -J jump server
ok 'the line is shown while the jump host does not answer' until_ 20 shows "$line"
path_heal
: > "$T/go"
ok 'ssh to the jump host asks for its host key' until_ 20 shows "The authenticity of host 'jump"
ok 'nothing is drawn over the question of the jump host' holds_for 3 not_after 'The authenticity' 'connecting to|\e\[K'
cancel

# --- ssh asks for the PIN of a token before it connects ---
path_cut
term -N -o PKCS11Provider=/none server
ok 'no line is drawn if ssh may ask for a PIN' holds_for 4 not_after '' 'connecting to'
cancel
path_heal
kill $late
ok 'no process and no file of sshp is left' until_ 10 clean
finish
