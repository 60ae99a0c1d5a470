#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# memory.pl NAME=PID...: means of what the processes of each name have, kB: their
# share of all (PSS); what is theirs alone because they wrote to it; of that,
# stack and the rest; pages of files, mapped; and the page tables.
use strict;
use warnings;

sub slurp {
	open my $f, '<', $_[0] or return '';
	local $/;
	return <$f> // '';
}

my (%sum, %n, @name);
for (@ARGV) {
	my ($name, $pid) = /^(.*)=(\d+)$/ or die "memory: $_\n";
	my ($rollup, $status) = map { slurp("/proc/$pid/$_") }
	    qw(smaps_rollup status);
	push @name, $name unless $n{$name}++;
	my $add = sub {
		my ($what, $text, $key) = @_;
		$sum{$name}{$what} += $1 if $text =~ /^$key:\s+(\d+) kB/m;
	};
	$add->('pss', $rollup, 'Pss');
	$add->('anon', $rollup, 'Anonymous');
	$add->('file', $rollup, 'Pss_File');
	$add->('tables', $status, 'VmPTE');
	my $smaps = slurp("/proc/$pid/smaps");
	$add->('stack', $1, 'Anonymous')
	    if $smaps =~ /\[stack\]\n(.*?)(?=^[0-9a-f]+-|\z)/ms;
}
for my $name (@name) {
	my %v = map { $_ => $sum{$name}{$_} / $n{$name} }
	    qw(pss anon stack file tables);
	printf "%-28s %5d %7.0f %7.0f %7.0f %7.0f %7.0f %7.0f\n", $name,
	    $n{$name}, $v{pss}, $v{anon}, $v{stack}, $v{anon} - $v{stack},
	    $v{file}, $v{tables};
}
