#!/bin/sh
# Many tunnels of one user to one server: so many log in at a time, and the
# others wait without an ssh.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
kill "$sshd_pid"
until_ 5 gone "$sshd_pid"
sed -i 's/PersistTimeout 3s/PersistTimeout 100s/' "$T/config"

# A server that accepts and stays silent; at USR1 it hangs up on all.  How many
# are connected is in $T/connected.
# shellcheck disable=SC2154,SC2086
$server perl -MIO::Socket::INET -MIO::Select -e '
	$l = IO::Socket::INET->new(LocalPort => 22, Listen => 50,
	    ReuseAddr => 1) or die;
	my $s = IO::Select->new($l);
	$SIG{USR1} = sub { for ($s->handles) {
		next if $_ == $l; $s->remove($_); close $_ } };
	while (1) {
		for ($s->can_read(1)) {
			if ($_ == $l) { $s->add(scalar $l->accept) }
			elsif (!sysread $_, my $x, 999) {
				$s->remove($_); close $_ }
		}
		open F, ">", "$ENV{T}/new";
		print F $s->count - 1, "\n";
		close F;
		rename "$ENV{T}/new", "$ENV{T}/connected";
	}' &
full=$!
until_ 5 listens "$server" 22

connected() {
	[ "$(cat "$T/connected")" -eq "$1" ]
}
at_most() {
	[ "$(cat "$T/connected")" -le "$1" ]
}
# sshs: how many ssh run.
sshs() {
	processes 'ssh -oBatch' | cat - > "$T/sshs"
	for p in $(processes '.run/config'); do
		case $(readlink "/proc/$p/exe") in
		*/ssh) echo "$p" ;;
		esac
	done | wc -l
}
# tunnels from to: the pids in $pids.
tunnels() {
	for i in $(seq "$1" "$2"); do
		sshp -F "$T/config" -N -L "$((9000 + i)):localhost:80" server \
		    < /dev/null 2>> "$T/log" &
		pids="$pids $!"
	done
}
pids=
tunnels 1 20
ok 'eight of twenty tunnels dial' until_ 20 connected 8
ok 'no further tunnel dials' holds_for 2 at_most 8
is 'the tunnels that wait run no ssh' "$(sshs)" 8

# A tunnel that has a slot, and a tunnel that waits for it.
for p in $pids; do
	if [ -n "$(kept "$p")" ] && readlink "/proc/$(kept "$p")/exe" |
	    grep -q '/ssh$'; then
		dials=$p
	else
		waits=$p
	fi
done
children=$(cat "/proc/$waits/task/$waits/children")
kill "$waits"
ok 'a tunnel that waits for its turn can be stopped' until_ 5 gone "$waits"
wait "$waits"
is 'a tunnel that is stopped while it waits ends with 0' $? 0
ok 'no process of the stopped tunnel is left' gone "${children% }"

before=$(sshs)
kill -9 "$dials"
gone "$dials"
left() {
	[ "$(processes "-F $T/config" | grep -c "^$dials$")" -eq 0 ] &&
	    connected 8
}
ok 'the slot of a killed sshp goes to another' until_ 10 left
as_before() {
	[ "$(sshs)" -eq "$before" ]
}
ok 'the tunnel that got the slot runs an ssh' until_ 10 as_before

# shellcheck disable=SC2016
"$O/t/lib/pty" sshp -F "$T/config" -N -L 9100:localhost:80 server \
    > "$T/pty.out" 2>&1 < /dev/null &
pty=$!
ok 'a tunnel on a terminal does not wait for a slot' until_ 10 connected 9
kill "$pty"

kill -USR1 $full
ok 'after a drop half as many dial' until_ 20 connected 4
ok 'no further tunnel dials' holds_for 2 at_most 4

kill $pids 2> /dev/null
wait $pids 2> /dev/null
ok 'all tunnels are gone' until_ 10 clean

# Somebody who keeps the first place in the queue, and does nothing.
pids=
for f in "$T"/run/sshp/.logins-*; do
	perl -MFcntl -e '
		open F, "+<", $ARGV[0] or die;
		my $lock = pack "s s x4 q q i x4", F_WRLCK, 0, 1, 1, 0;
		fcntl F, 37, $lock or die "lock: $!";	# F_OFD_SETLK
		$| = 1;
		print "locked\n";
		sleep 1000' "$f" > "$T/locked" &
	stuck=$!
done
until_ 5 grep -q locked "$T/locked"
began=$(now)
tunnels 1 1
ok 'a tunnel waits while no slot becomes free' holds_for 5 connected 0
ok 'a tunnel dials without a slot in the end' until_ 40 connected 1
ok 'a tunnel waits half a minute for a slot' [ "$(($(now) - began))" -lt 45000 ]
kill $stuck $pids
wait $pids 2> /dev/null

# What is no file of ours is not used.
for f in "$T"/run/sshp/.logins-*; do
	rm "$f"
	ln -s "$T/elsewhere" "$f"
done
pids=
tunnels 1 1
ok 'a tunnel dials without a slot when the file of slots is a link' until_ 10 connected 1
ok 'sshp makes no file where that link leads' [ ! -e "$T/elsewhere" ]
kill $pids $full
wait $pids 2> /dev/null
finish
