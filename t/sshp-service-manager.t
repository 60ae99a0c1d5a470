#!/bin/sh
# Under a service manager: systemd's socket, a descriptor for a newline, the
# journal, and the directory that systemd makes.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world

# manager name: what comes to the socket, a line each, in $T/said.
manager() {
	: > "$T/said"
	perl -MSocket -e '
		socket my $s, AF_UNIX, SOCK_DGRAM, 0 or die;
		my $at = $ARGV[0];
		$at =~ s/^@/\0/;
		bind $s, pack_sockaddr_un($at) or die "$!";
		open my $said, ">>", $ARGV[1] or die;
		$said->autoflush;
		while (defined recv $s, my $m, 4096, 0) {
			print $said "$m\n";
		}' "$1" "$T/said" &
	manager=$!
}
there() { [ -S "$T/notify" ]; }
manager "$T/notify"
until_ 5 there

server_down
NOTIFY_SOCKET=$T/notify keep "$T/a" -o "PersistNotify=echo \"\$NOTIFY_SOCKET\$WATCHDOG_USEC\$SSHP_NOTIFY_FD.\" >> $T/env" -N server
ok 'the status of a tunnel that waits says why' until_ 10 says "$T/said" '^STATUS=waiting: .*Connection refused'
lacks 'sshp is not ready before the tunnel is up' "$T/said" READY
server_up
ok 'sshp is ready once the tunnel is up' until_ 10 says "$T/said" '^READY=1'
has 'the status says that the tunnel is up' "$T/said" '^STATUS=up'
kill -KILL "$(kept $keep)"
ok 'the status says that the tunnel was lost' until_ 10 says "$T/said" '^STATUS=lost: '
ok 'the status says that the tunnel is up again' until_ 10 says "$T/said" '^STATUS=up' 2
lacks 'without a watchdog sshp sends no signs of life' "$T/said" WATCHDOG
kill $keep
wait $keep
has 'sshp says that it is stopping' "$T/said" '^STOPPING=1'
is 'children of sshp do not get NOTIFY_SOCKET' "$(sort -u "$T/env")" .
kill $manager

manager "@sshp-test-$$"
abstract() { grep -q "@sshp-test-$$" /proc/net/unix; }
until_ 5 abstract
NOTIFY_SOCKET=@sshp-test-$$ WATCHDOG_USEC=400000 keep "$T/b" -N server
ok 'sshp is ready on an abstract socket' until_ 10 says "$T/said" '^READY=1'
sent=$(grep -c WATCHDOG "$T/said")
ok 'with a watchdog sshp sends signs of life' until_ 10 says "$T/said" '^WATCHDOG=1' $((sent + 10))
from=$(now)
sent=$(grep -c WATCHDOG "$T/said")
until_ 10 says "$T/said" '^WATCHDOG=1' $((sent + 10))
took=$(($(now) - from))
note "ten signs of life in $took ms"
ok 'the signs of life come at half of the interval of the watchdog' test $took -ge 1700 -a $took -le 20000
kill $keep
wait $keep
: > "$T/said"
NOTIFY_SOCKET=@sshp-test-$$ WATCHDOG_USEC=100000 WATCHDOG_PID=1 keep "$T/b" -N server
until_ 10 says "$T/said" '^READY=1'
lacks 'sshp ignores a watchdog of another process' "$T/said" WATCHDOG
kill $keep
wait $keep
kill $manager
NOTIFY_SOCKET=$T/nobody keep "$T/b" -N server
ok 'a tunnel is up although its service manager is gone' until_ 10 says "$T/b" ': up in'
kill $keep
wait $keep

# A newline on a descriptor.
mkfifo "$T/ready"
exec 4<> "$T/ready"
SSHP_NOTIFY_FD=9 sshp -F "$T/config" -N server 9> "$T/ready" 4>&- 2> "$T/c" &
keep=$!
read -r line <&4
is 'sshp writes a newline to SSHP_NOTIFY_FD when the tunnel is up' "$line$(grep -c ': up in' "$T/c")" 1
ok 'SSHP_NOTIFY_FD is closed then, and ssh never had it' sh -c "! ls -l /proc/$keep/fd /proc/$(kept $keep)/fd | grep -q '$T/ready'"
kill $keep
wait $keep
for bad in 9 1 x 99999999999999999999; do
	SSHP_NOTIFY_FD=$bad timeout 10 sshp -F "$T/config" -N server 2> "$T/err"
	is "SSHP_NOTIFY_FD=$bad ends sshp with 255" $? 255
	is "SSHP_NOTIFY_FD=$bad: sshp says why in one line" "$(cat "$T/err")" \
	    'sshp: SSHP_NOTIFY_FD: not an open file descriptor above 2'
done

# The journal.
: > "$T/journal"
JOURNAL_STREAM=$(stat -c %d:%i "$T/journal") sshp -F "$T/config" -N server 2>> "$T/journal" &
keep=$!
ok 'lines to the journal have priorities' until_ 10 says "$T/journal" '^<5>sshp: server: up in'
kill $keep
wait $keep
JOURNAL_STREAM=1:1 keep "$T/d" -N server
ok 'lines to another standard error have no priorities' until_ 10 says "$T/d" '^sshp: server: up in'
kill $keep
wait $keep

# What RuntimeDirectory= makes.
mkdir -m 755 "$T/one" "$T/two"
RUNTIME_DIRECTORY=$T/one:$T/two keep "$T/e" -N server
until_ 10 says "$T/e" ': up in'
is 'sshp uses the first of several RUNTIME_DIRECTORY' "$(ls "$T/one" "$T/two" | paste -sd' ' -)" \
    "$T/one: $keep.run  $T/two:"
is 'the run directory is open to its user alone' "$(stat -c %a "$T/one/$keep.run")" 700
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 5 clean
finish
