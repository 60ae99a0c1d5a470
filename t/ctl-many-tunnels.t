#!/bin/sh
# sshpctl with 800 tunnels of one user, each with a long history.
. t/lib/tap.sh
. t/lib/world.sh
world
mount -t tmpfs -o mode=1777 none /tmp
state=$HOME/.local/state/sshp
mkdir -p "$state"
chmod 700 "$state"
# Their keepers are one process here.
cat > "$T/many" <<'END'
use Socket;
use Fcntl ':flock';
use POSIX;
my ($dir, $n) = @ARGV;
my (@lock, %name, %client, $set);
my $now = time * 1000;
for my $i (1 .. $n) {
	my $id = sprintf '%012x', $i;
	open $lock[$i], '+>', "$dir/$id.lock" or die "lock: $!";
	flock $lock[$i], LOCK_EX;
	socket(my $l, AF_UNIX, SOCK_SEQPACKET, 0) or die;
	bind $l, sockaddr_un("$dir/$id.sock") or die "bind: $!";
	listen $l, 128;
	syswrite $lock[$i], "pid=$$ name=t$i socket=$dir/$id.sock\n";
	$name{fileno $l} = [$l, $id, "t$i"];
	open my $h, '>', "$dir/$id.history" or die;
	printf $h "time=%d event=about pid=1 name=t$i to=me\@host:22\n", $now - 9e8;
	for (1 .. 400) {
		printf $h "time=%d event=lost pid=1 phase=up cause=dead lasted=99000 silent=10000 quiet=1000 why=\"path dead, idle: 5 keepalives unanswered\"\n", $now - 9e8 + $_;
		printf $h "time=%d event=up pid=1 took=900 outage=1200\n", $now - 9e8 + $_;
	}
	printf $h "time=%d event=lost pid=1 phase=up cause=dead lasted=99000\n", $now;
}
print "here\n";
open STDOUT, '>&', \*STDERR;
$SIG{PIPE} = 'IGNORE';
for (;;) {
	my $in = '';
	vec($in, $_, 1) = 1 for keys %name, keys %client;
	select $in, undef, undef, undef;
	for (grep vec($in, $_, 1), keys %name) {
		accept my $c, $name{$_}[0] or next;
		$client{fileno $c} = [$c, $name{$_}];
	}
	for (grep vec($in, $_, 1), keys %client) {
		my ($c, $l) = @{$client{$_}};
		recv $c, my $got, 4096, 0;
		delete $client{$_}, next if !length $got;
		send $c, "protocol=2 state=up id=$l->[1] name=$l->[2] to=me\@host:22 kind=tunnel pid=$$ age=1000 running=2000", 0;
	}
}
END
# shellcheck disable=SC3045
ulimit -n 4096 2> /dev/null || skip_all 'no 4096 descriptors'
perl "$T/many" "$state" 800 > "$T/here" 2> "$T/err" &
many=$!
here() { grep -q here "$T/here"; }
until_ 60 here || sed 's/^/# /' "$T/err"
# cheap command...: it uses less than a second of a processor; the soft limit of
# descriptors is the usual one.
cat > "$T/cheap" <<'END'
my $status = system @ARGV;
my (undef, undef, $user, $system) = times;
printf STDERR "CPU %d ms\n", 1000 * ($user + $system);
exit($user + $system >= 1 || $status != 0);
END
cheap() {
	# shellcheck disable=SC3045
	(ulimit -S -n 256; exec timeout 60 perl "$T/cheap" "$@") > "$T/out" 2> "$T/err"
	cheap_status=$?
	note "$* takes $(tail -n 1 "$T/err")"
	sed -i '/^CPU/d' "$T/err"
	return $cheap_status
}
ok 'list of 800 tunnels uses less than a second of a processor' cheap sshpctl list
is 'all 800 tunnels are printed' "$(grep -c '^t[0-9]*  *up ' "$T/out")" 800
has 'list shows the drops of each tunnel' "$T/out" '^t800  *up .*  1$'
is 'list of 800 tunnels prints no error' "$(cat "$T/err")" ''
ok 'metrics of 800 tunnels uses less than a second of a processor' cheap sshpctl metrics
is 'all 800 tunnels are printed' "$(grep -c '^sshp_up{' "$T/out")" 800
ok 'list of one of 800 tunnels uses less than a second of a processor' cheap sshpctl list t400
is 'list of one tunnel shows that tunnel alone' "$(sed '1d; s/ .*//' "$T/out")" t400
ok 'list -l of 800 tunnels of an older sshp uses less than a second of a processor' cheap sshpctl list -l
is 'all 800 tunnels are printed without figures of a path' \
    "$(grep -c '^t[0-9]* .* up .* -  *-  *-  *-  *-$' "$T/out")" 800
kill $many
wait $many 2> /dev/null
rm -f "$state"/*.sock
sed -i 's/age=1000/follows=1 &/' "$T/many"
perl "$T/many" "$state" 800 > "$T/here" 2> "$T/err" &
many=$!
until_ 60 here
began=$(now)
ok 'list -l of 800 tunnels whose guards do not answer uses less than a second of a processor' cheap sshpctl list -l
note "after $(span "$began") s"
is 'all 800 tunnels are printed' "$(grep -c '^t[0-9]* .* up ' "$T/out")" 800
kill $many
wait $many 2> /dev/null
finish
