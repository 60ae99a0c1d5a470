#!/bin/sh
# SPDX-License-Identifier: ISC
# sshpctl reload opens and closes forwards through the control socket: no other
# connection is touched, and each result is said.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
# reload: $said is what sshpctl says, $T/status its exit status.
reload() {
	said=$(sshpctl reload server 2>&1)
	echo $? > "$T/status"
}
exits() {
	is "$1: the exit status" "$(cat "$T/status")" "$2"
}
# the number of this machine's ssh that sshp keeps
first() {
	[ "$(kept $keep)" = "$ssh" ]
}

# --- a transfer of 100 MiB, which goes on through all edits ---
# It sends a half, then little by little until $T/edited is there, then the rest.
cat > "$T/send" <<'END'
use IO::Socket::INET;
my ($port, $edited) = @ARGV;
my $l = IO::Socket::INET->new(LocalPort => $port, Listen => 1, ReuseAddr => 1) or die $!;
my $s = $l->accept or die $!;
my $left = 100 * 256;
my $n = 0;
sub piece {
	print $s pack 'N*', map { $n++ } 1 .. 1024;
	$left--;
}
$s->autoflush(1);
piece() while $left > 50 * 256;
while (!-e $edited) {
	piece() if $left > 256;
	select undef, undef, undef, .005;
}
piece() while $left > 0;
close $s;
END
cat > "$T/take" <<'END'
use IO::Socket::INET;
my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$ARGV[0]") or die $!;
print while sysread $s, $_, 65536;
END
want=$(perl -e 'print pack "N*", $_ * 1024 .. $_ * 1024 + 1023 for 0 .. 25599' | cksum)

config 'LocalForward 9000 localhost:9000' 'LocalForward 9001 localhost:22' \
    'RemoteForward 8001 localhost:22' 'DynamicForward 1081'
# shellcheck disable=SC2086,SC2154
$server perl "$T/send" 9000 "$T/edited" &
until_ 10 listens "$server" 9000
keep "$T/log" -N server -L 9999:localhost:22
ok 'the tunnel is up' until_ 20 says "$T/log" 'up in'
ssh=$(kept $keep)
perl "$T/take" 9000 | cksum > "$T/sum" &
transfer=$!

reload
is 'an unchanged file changes nothing' "$said" 'server: nothing has changed'
exits 'an unchanged file' 0

config 'LocalForward 9000 localhost:9000' 'LocalForward 9002 localhost:22' \
    'RemoteForward 8002 localhost:22' 'DynamicForward 1082'
reload
is 'reload says which forwards it opened and closed' "$said" \
    'server: opened -L 9002, -D 1082, -R 8002; closed -L 9001, -D 1081, -R 8001'
exits 'forwards opened and closed' 0
ok 'the new -L listens' listens '' 9002
ok 'the new -D listens' listens '' 1082
ok 'the new -R listens' listens "$server" 8002
ok 'the old -L listens no more' eval '! listens "" 9001'
ok 'the old -D listens no more' eval '! listens "" 1081'
ok 'the old -R listens no more' until_ 5 eval '! listens "$server" 8001'
ok 'the forward of the command line stays' listens '' 9999
ok 'ssh is the same process' first
ok 'the transfer still runs' alive $transfer
sshpctl list --json > "$T/json"
has 'list shows the new forwards' "$T/json" '9002'
lacks 'list does not show the old forwards' "$T/json" '9001'
reload
is 'a second reload has nothing to do' "$said" 'server: nothing has changed'

# --- the target alone, order, -R 0, sockets, Include ---
config 'LocalForward 9000 localhost:9000' 'LocalForward 9002 localhost:23' \
    'RemoteForward 8002 localhost:23' 'DynamicForward 1082'
reload
is 'another target closes the forward and opens it again' "$said" \
    'server: opened -L 9002, -R 8002; closed -L 9002, -R 8002'
config 'DynamicForward 1082' 'RemoteForward 8002 localhost:23' \
    'LocalForward 9002 localhost:23' 'LocalForward 9000 localhost:9000'
reload
is 'another order of the lines changes nothing' "$said" 'server: nothing has changed'
echo 'LocalForward 9003 localhost:22' > "$T/inc"
config 'LocalForward 9000 localhost:9000' 'RemoteForward 0 localhost:22' \
    "LocalForward $T/sock localhost:22" "RemoteForward $T/rsock localhost:22" \
    "Include $T/inc"
reload
case $said in
*'-R 0 as port '*) ok 'reload says the port of a new -R 0' true ;;
*) is 'reload says the port of a new -R 0' "$said" 'as port' ;;
esac
exits 'a new -R 0 and sockets' 0
ok 'a forward of an included file listens' listens '' 9003
ok 'a socket of a local forward is there' test -S "$T/sock"
ok 'a socket of a remote forward is there' test -S "$T/rsock"
port=$(sshpctl list --json | sed -n 's/.*"allocated_ports":\[\([0-9]*\)\].*/\1/p')
ok 'list shows the port of the new -R 0' listens "$server" "$port"
: > "$T/inc"
config 'LocalForward 9000 localhost:9000' "DynamicForward $T/dsock" "Include $T/inc"
reload
is 'a -D on a socket waits for the next connection, and reload says so' "${said#server: }" \
    "-D $T/dsock is opened with the next connection; closed -L $T/sock, -L 9003, -R 0, -R $T/rsock"
exits 'a -D on a socket' 1
ok 'the forward of the included file listens no more' eval '! listens "" 9003'
ok 'the port of -R 0 is free' until_ 5 eval '! listens "$server" "$port"'
ok 'the socket of the closed local forward is removed' test ! -e "$T/sock"

# --- a held port ---
# shellcheck disable=SC2086
$server perl t/lib/peer web 8003 2> /dev/null &
busy=$!
perl t/lib/peer web 9004 2> /dev/null &
here=$!
until_ 10 listens "$server" 8003
until_ 10 listens '' 9004
config 'LocalForward 9000 localhost:9000' 'LocalForward 127.0.0.1:9004 localhost:22' \
    'RemoteForward 127.0.0.1:8003 localhost:22' 'LocalForward 9005 localhost:22'
reload
case $said in
*'-L 127.0.0.1:9004 cannot listen: Address already in use, retrying'*'-R 127.0.0.1:8003 is refused by the server'*'; opened -L 9005'*)
	ok 'reload says which new forwards are refused' true ;;
*) is 'reload says which new forwards are refused' "$said" '' ;;
esac
exits 'refused forwards' 1
kill $busy $here
wait $busy $here 2> /dev/null
full() {
	sshpctl metrics | grep -q '^sshp_forwards_ready{.*} 5$'
}
ok 'refused new forwards are retried until the ports are free' until_ 60 full
ok 'the transfer still runs at the end' alive $transfer
ok 'ssh is still the same process' first
touch "$T/edited"
wait $transfer
is 'the 100 MiB arrived unchanged through all reloads' "$(cat "$T/sum")" "$want"

# --- the next connection ---
config 'LocalForward 9000 localhost:9000' "DynamicForward $T/dsock"
reload
kill -KILL "$ssh"
ok 'the tunnel is back after a loss' until_ 20 says "$T/log" 'reconnected'
ok 'the next connection opens the -D on a socket' test -S "$T/dsock"
config 'LocalForward 9000 localhost:9000'
reload
is 'a -D on a socket is closed with the next connection, and reload says so' \
    "$said" "server: closed with the next connection: -D $T/dsock"
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean
finish
