#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# reconnects.pl STUBS MARK...: what a sshp has after so many starts of its ssh,
# which is t/bench/stub.c, by that name in the directory STUBS; its clock runs a
# thousand times as fast, so that its waits are short, too.
use strict;
use warnings;
use Time::HiRes qw(time sleep);

use constant HASTE => 1000;

my ($stubs, @mark) = @ARGV;
my ($dir, $starts) = ($ENV{T}, "$ENV{T}/starts");

sub slurp {
	open my $f, '<', $_[0] or return '';
	local $/;
	return <$f> // '';
}

sub under {
	my @path = map { -d $_ && !-l $_ ? under("$_/*") : $_ } glob $_[0];
	return @path;
}

# The children of a process, and those of them that have ended.
sub children {
	my ($pid) = @_;
	my @child = split ' ', slurp("/proc/$pid/task/$pid/children");
	return scalar @child,
	    scalar grep { slurp("/proc/$_/stat") =~ /\) Z / } @child;
}

sub kb {
	my ($pid, $file, $what) = @_;
	return slurp("/proc/$pid/$file") =~ /^$what:\s+(\d+)/m ? $1 : '?';
}

my $keeper = fork // die "fork: $!\n";
if (!$keeper) {
	@ENV{qw(PATH STUB_STARTS STUB_MARKS HASTE LD_PRELOAD)} =
	    ("$stubs:$ENV{PATH}", $starts, "@mark", HASTE, "$dir/hasty.so");
	open STDIN, '<', '/dev/null';
	open STDERR, '>', "$dir/log";
	exec 'sshp', '-F', 'none', '-o', 'Persist=yes', '-N',
	    '-R', '8080:localhost:80', 'stub' or die;
}
$| = 1;
printf "%7s %7s %5s %6s %6s %6s %9s %8s %5s %6s %9s\n", qw(starts seconds
    fds rss anon pss children zombies run state bytes);
my $began = time;
for my $mark (@mark) {
	my $pause = .01;
	while ((-s $starts // 0) < $mark) {
		sleep $pause;
		die "reconnects: sshp ended: ", slurp("$dir/log")
		    if waitpid($keeper, 1) == $keeper;
	}
	# The stub stays; all that was under way comes to rest.
	my ($last, $now, $quiet) = ('', '', 0);
	while ($quiet < 10) {
		sleep .1;
		$now = join ' ', kb($keeper, 'status', 'voluntary_ctxt_switches'),
		    children($keeper);
		$quiet = $now eq $last ? $quiet + 1 : 0;
		$last = $now;
	}
	my @fd = glob "/proc/$keeper/fd/*";
	my @state = under("$ENV{HOME}/.local/state/sshp");
	my $bytes = 0;
	$bytes += -s $_ // 0 for @state;
	printf "%7d %7.1f %5d %6s %6s %6s %9d %8d %5d %6d %9d\n", -s $starts,
	    time - $began, scalar @fd, kb($keeper, 'status', 'VmRSS'),
	    kb($keeper, 'status', 'RssAnon'), kb($keeper, 'smaps_rollup', 'Pss'),
	    children($keeper), scalar under("$dir/run"), scalar @state, $bytes;
	kill 'USR1', $keeper;
}
kill 'TERM', $keeper;
waitpid $keeper, 0;
my $up = () = slurp("$dir/log") =~ /^sshp: stub: (up|reconnected)/mg;
printf "up %d times; left behind: %d files in the run directory\n", $up,
    scalar under("$dir/run");
