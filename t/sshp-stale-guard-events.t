#!/bin/sh
# What a guard reports counts only in the attempt that it belongs to: a process
# that is left over from an earlier one is not believed.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
command -v perl > /dev/null || skip_all 'no perl'

# late attempt: a process that nobody is the parent of says that the path died.
late() {
	perl -MSocket -e '
	exit if fork;
	POSIX::setsid() if eval { require POSIX };
	exit if fork;
	select undef, undef, undef, 0.2;
	socket my $s, AF_UNIX, 5, 0 or die;
	connect $s, sockaddr_un($ARGV[0]) or die;
	for my $kind ("hello", "verdict") {
		send $s, "event=$kind cause=path-dead attempt=$ARGV[1] " .
		    "host=server port=22 text=forged", 0;
	}
	open my $f, ">", $ARGV[2]; close $f;
	sleep 3' "$T/run/sshp/$keep.run/events" "$1" "$T/late.$1"
}
keep "$T/a" -N -o PersistGuard=no server
ok 'a tunnel is up' until_ 20 says "$T/a" ': up in'
late 77
ok 'a process of no attempt sends a report' until_ 5 test -e "$T/late.77"
kill -KILL "$(kept $keep)"
ok 'the tunnel is lost when its ssh ends' until_ 10 says "$T/a" ': connection lost after'
lacks 'the reason of the loss is not from the process of no attempt' "$T/a" forged
ok 'the tunnel is back' until_ 20 says "$T/a" ': reconnected after'
late 1
ok 'a guard of the attempt before sends a report' until_ 5 test -e "$T/late.1"
kill -KILL "$(kept $keep)"
ok 'the tunnel is lost again when its ssh ends' until_ 10 says "$T/a" ': connection lost after' 2
lacks 'the reason of the loss is not from the guard of the attempt before' "$T/a" forged
kill $keep
wait $keep
finish
