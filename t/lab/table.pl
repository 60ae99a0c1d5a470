# SPDX-License-Identifier: ISC
# The lines of t/lab/run as a table, and at its end one figure for each fault and
# keeper: seconds after the mending until both ways answered for good.
use strict;
use warnings;
$| = 1;

my (@faults, @keepers, %both);
my $form = "%-16s %-12s %8s %8s %8s %5s %5s %5s  %s\n";

sub seconds { $_[0] eq '-' ? 'never' : sprintf '%.1f', $_[0] / 1000 }

sub noticed { $_[0] eq '-' ? '-' : seconds($_[0]) }

# How long after the mending both answered, or "never".
sub back {
	my ($l, $r, $healed) = @_;
	return '-' if $l eq '-' || $r eq '-';
	return ($l > $r ? $l : $r) - $healed;
}

printf $form, qw(fault keeper noticed -L -R ssh conns login), '';
while (<STDIN>) {
	my ($fault, $keeper, $is, @rest) = split;
	push @faults, $fault if !@faults || $faults[-1] ne $fault;
	push @keepers, $keeper if !grep { $_ eq $keeper } @keepers;
	if (!/ L=(\S+) R=(\S+) ended=(\S+) healed=(\d+) (\d+) (\d+) (\d+)/) {
		printf "%-16s %-12s %s\n", $fault, $keeper, "$is @rest";
		$both{$fault}{$keeper} = '?';
		next;
	}
	my ($l, $r, $ended, $healed, @books) = ($1, $2, $3, $4, $5, $6, $7);
	my $false = $is =~ /^(alive|brief)$/ && ($ended ne '-' || $books[0] > 0);
	$both{$fault}{$keeper} = ($false ? '!' : '') .
	    seconds(back($l, $r, $healed));
	printf $form, $fault, $keeper, noticed($ended),
	    (map { seconds($_ eq '-' ? $_ : $_ - $healed) } $l, $r), @books,
	    $false ? 'FALSE' : '';
}
printf "\n%-16s" . ' %12s' x @keepers . "\n", 'both ways back', @keepers;
for my $f (@faults) {
	printf "%-16s" . ' %12s' x @keepers . "\n", $f,
	    map { $both{$f}{$_} // '' } @keepers;
}
