#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# start.pl CONFIG PAIRS: what sshp costs over ssh, in turns: medians (least ..
# most), ms.  CONFIG leads to a server on loopback; Persist is set by -o.
use strict;
use warnings;
use Time::HiRes qw(time sleep);
use IO::Socket::INET;

my ($config, $pairs) = @ARGV;
my %t;
open my $out, '>&', \*STDOUT or die;

# Runs the words with nothing to read or to print; milliseconds.
sub run { return timed(0, @_) }

# The same, of what is to end with that status.
sub timed {
	my $wanted = shift;
	my $began = time;
	my $pid = fork // die "fork: $!\n";
	if (!$pid) {
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', '/dev/null';
		open STDERR, '>', '/dev/null';
		exec @_ or die;
	}
	waitpid $pid, 0;
	die "@_: status $?\n" if $? >> 8 != $wanted;
	return 1000 * (time - $began);
}

sub median { return (sort { $a <=> $b } @_)[@_ / 2] }

sub row {
	my ($name, $base, @key) = @_;
	for my $k (@key) {
		my @v = sort { $a <=> $b } @{$t{$k}};
		my @d = map { $t{$k}[$_] - $t{$base}[$_] } 0 .. $#v;
		printf "%-28s %8.2f ms (%.2f .. %.2f)  %+6.2f ms  x%.2f\n", $k,
		    median(@v), $v[0], $v[-1], median(@d),
		    median(@v) / median(@{$t{$base}});
	}
}

# Milliseconds until the port answers.
sub listens {
	my ($port, $began) = @_;
	while (1) {
		return 1000 * (time - $began)
		    if IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port");
		sleep .001;
	}
}

my @no = ('-F', $config, '-o', 'Persist=no');
my @yes = ('-F', $config, '-o', 'Persist=yes');
for (1 .. $pairs) {
	push @{$t{'ssh -G'}}, run('ssh', '-F', $config, '-G', 'server');
	push @{$t{'sshp -G'}}, run('sshp', @no, '-G', 'server');
}
row('', 'ssh -G', 'ssh -G', 'sshp -G');
# Up to the connection, which is none: what is left is exec-through.
my @nowhere = ('-o', 'ProxyCommand=false', 'server');
for (1 .. $pairs) {
	push @{$t{'ssh to its ProxyCommand'}}, timed(255, 'ssh', '-F', $config, @nowhere);
	push @{$t{'sshp, not persisted'}}, timed(255, 'sshp', @no, @nowhere);
}
row('', 'ssh to its ProxyCommand', 'ssh to its ProxyCommand',
    'sshp, not persisted');
for (1 .. $pairs) {
	push @{$t{'ssh true'}}, run('ssh', '-F', $config, 'server', 'true');
	push @{$t{'sshp true, not persisted'}}, run('sshp', @no, 'server', 'true');
	push @{$t{'sshp true, at most once'}}, run('sshp', @yes, 'server', 'true');
}
row('', 'ssh true', 'ssh true', 'sshp true, not persisted',
    'sshp true, at most once');

# A tunnel: bare ssh from nothing to its port; sshp from USR1 to its port.
my $keeper = fork // die;
if (!$keeper) {
	open STDERR, '>', '/dev/null';
	exec 'sshp', @yes, '-N', '-L', '9199:localhost:22', 'server' or die;
}
listens(9199, time);
for (1 .. $pairs / 2) {
	my $began = time;
	my $ssh = fork // die;
	if (!$ssh) {
		open STDERR, '>', '/dev/null';
		exec 'ssh', '-F', $config, '-N', '-L', '9198:localhost:22',
		    'server' or die;
	}
	push @{$t{'ssh -N, from start'}}, listens(9198, $began);
	kill 'KILL', $ssh;
	waitpid $ssh, 0;
	sleep .2;
	chomp(my $old = `cat /proc/$keeper/task/$keeper/children`);
	$began = time;
	kill 'USR1', $keeper;
	sleep .0005 while kill 0, $old;
	push @{$t{'sshp -N, from USR1'}}, listens(9199, $began);
	sleep .2;
}
kill 'TERM', $keeper;
waitpid $keeper, 0;
row('', 'ssh -N, from start', 'ssh -N, from start', 'sshp -N, from USR1');
