#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# storm.pl NAME COUNT DOWN SERVER COMMAND: many tunnels and one server, which is
# ended with all its sessions, and started again DOWN seconds later.  COMMAND,
# for sh, is one tunnel's keeper, with L and R for its two ports; SERVER is a
# process in the server's network.  Rows of: who, after what, seconds until
# half of them, 95 in 100 and all had both ports, connections the server took
# meanwhile, dropped, logins, attempts while it was away, and the longest
# that "sshpctl list" took, asked twice on the way, ms.
use strict;
use warnings;
use Time::HiRes qw(time sleep);

use constant { LOCAL => 20000, REMOTE => 30000, LIMIT => 300 };

my ($name, $count, $down, $server, $command) = @ARGV;
my $dir = $ENV{T};
my $sshd;

sub slurp {
	open my $f, '<', $_[0] or return '';
	local $/;
	return <$f> // '';
}

# Ports that somebody listens at, in the network of a process.
sub listening {
	my ($pid) = @_;
	my %port;
	for (split /\n/, slurp("/proc/$pid/net/tcp")) {
		$port{hex $1} = 1
		    if /^ *\d+: [0-9A-F]{8}:([0-9A-F]{4}) \S+ 0A /;
	}
	return \%port;
}

# How many tunnels have both ends.
sub up {
	my ($here, $there) = (listening($$), listening($server));
	return scalar grep { $here->{LOCAL + $_} && $there->{REMOTE + $_} }
	    0 .. $count - 1;
}

sub knocks {
	my ($names, $values) = slurp("/proc/$server/net/snmp") =~
	    /^Tcp: (.*)\nTcp: (.*)$/m or return 0;
	my %v;
	@v{split ' ', $names} = split ' ', $values;
	return $v{OutRsts};
}

sub spawn {
	my @words = @_;
	my $pid = fork // die "fork: $!\n";
	return $pid if $pid;
	open STDIN, '<', '/dev/null';
	open STDOUT, '>>', "$dir/keepers.log";
	open STDERR, '>>', "$dir/keepers.log";
	exec @words or die;
}

sub sshd_up {
	open my $out, '>', "$dir/sshd.log";
	$sshd = spawn('nsenter', '-t', $server, '-n', $ENV{SSHD}, '-D',
	    '-E', "$dir/sshd.log", '-o', 'MaxStartups=10:30:100',
	    '-f', "$dir/sshd_config");
	sleep .01 until listening($server)->{22};
}

# The server and all its sessions, by what they call themselves.
sub sshd_down {
	kill 'KILL', $sshd;
	waitpid $sshd, 0;
	for (glob '/proc/[0-9]*/cmdline') {
		my ($pid) = /(\d+)/;
		kill 'KILL', $pid if slurp($_) =~ /^sshd(-session|-auth)?: /;
	}
}

# ms that "sshpctl list" takes.
sub listed {
	my $began = time;
	system "sshpctl list > $dir/list 2>&1 < /dev/null";
	return 1000 * (time - $began);
}

sub lines {
	my ($log, $what) = @_;
	my $n = () = $log =~ /$what/mg;
	return $n;
}

# Waits for all to be up, from began on.
sub watch {
	my ($after, $began, $knocked) = @_;
	my @at;
	my @share = (.5, .95, 1);
	# It wakes every sshp: oftener would be measured, too.
	my @ask = (.25, .75);
	my $slowest = 0;
	while (@share && time - $began < LIMIT) {
		my $up = up();
		push @at, time - $began and shift @share
		    while @share && $up >= $share[0] * $count;
		if ($name eq 'sshp' && @ask && $up >= $ask[0] * $count) {
			my $took = listed();
			$slowest = $took if $took > $slowest;
			shift @ask;
		}
		sleep .1;
	}
	my $log = slurp("$dir/sshd.log");
	my $taken = lines($log, '^Connection from');
	my $dropped = lines($log, '^drop connection');
	printf "%-6s %-12s %7s %7s %7s %6d %7d %6d %7d %6d\n", $name, $after,
	    (map { defined $_ ? sprintf '%.1f', $_ : 'never' } @at[0 .. 2]),
	    $taken, $dropped, lines($log, '^Accepted publickey'), $knocked,
	    $slowest;
	print "  $_\n" for grep { /penalt/i } split /\n/, $log;
}

$| = 1;
sshd_up();
my $began = time;
my @keeper;
for my $i (0 .. $count - 1) {
	my ($l, $r) = (LOCAL + $i, REMOTE + $i);
	push @keeper, spawn('sh', '-c', "L=$l R=$r; exec $command");
}
watch('first start', $began, 0);
sleep 5;
sshd_down();
my $before = knocks();
sleep $down;
my $knocked = knocks() - $before;
sshd_up();
watch("down for $down s", time, $knocked);
kill 'TERM', @keeper;
waitpid $_, 0 for @keeper;
sshd_down();
