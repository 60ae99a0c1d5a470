#!/bin/sh
# SPDX-License-Identifier: ISC
# An upgrade under running tunnels: they stay up, and programs that do not
# understand each other say what to do.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
copy_build
state=$HOME/.local/state/sshp

# The new files replace the old ones, as a package manager does it.
for n in 1 2 3; do
	keep "$T/log$n" -N -L "909$n:localhost:22" -o "PersistName=t$n" server
	eval "k$n=$keep"
done
for n in 1 2 3; do until_ 40 says "$T/log$n" 'up in'; done
for p in sshp tunnel-guard sshpctl; do
	cp "$O/$p" "$O/$p.new" && mv "$O/$p.new" "$O/$p"
done
is 'after an upgrade all tunnels are up' "$(sshpctl list | grep -c ' up ')" 3
sshpctl restart t1 && sshpctl restart t2
ok 'the old sshp reconnects with the new tunnel-guard' until_ 40 sh -c "
    grep -q 'reconnected\|up in.*' '$T/log1' && sshpctl wait -t 20 t1 && sshpctl wait -t 20 t2"
ok 'the guard of the new connection is the new file' sh -c '
    ls -l /proc/[0-9]*/exe 2> /dev/null | grep -c "$0/tunnel-guard$" | grep -q "^2$"' "$O"

# guard line...: tunnel-guard is replaced by a script with these lines.
guard() {
	[ -e "$O/real" ] || mv "$O/tunnel-guard" "$O/real"
	printf '%s\n' "$@" > "$O/script" && chmod 755 "$O/script"
	mv "$O/script" "$O/tunnel-guard"
}
# shellcheck disable=SC2016
guard '#!/usr/bin/perl' 'use Socket; $^F = 255;' \
    'socket(S, AF_UNIX, SOCK_SEQPACKET, 0); connect S, sockaddr_un($ENV{SSHP_EVENTS}) or die;' \
    'send S, "event=hello protocol=2 attempt=$ENV{SSHP_ATTEMPT} pid=$$ text=9.9", 0;' \
    'delete $ENV{SSHP_EVENTS};' "exec '$O/real', @ARGV;"
sshpctl restart t1
ok 'sshp says that the new tunnel-guard has another protocol, and what to do' \
    until_ 20 says "$T/log1" 'sshp 0.1 and tunnel-guard 9.9 do not understand each other: end this sshp and start it again'
until_ 20 sshpctl wait -t 5 t1
sshpctl restart t1
until_ 20 sshpctl wait -t 5 t1
is 'sshp says it once' "$(grep -c 'do not understand' "$T/log1")" 1

# shellcheck disable=SC2016
guard '#!/bin/sh' "exec '$O/real' -Z \"\$@\""
sshpctl restart t2
ok 'a new tunnel-guard without an option of the old sshp says what to do' \
    until_ 20 says "$T/log2" '-Z: unknown option .*after an upgrade, end this sshp and start it again'
mv "$O/real" "$O/tunnel-guard"
for n in 1 2 3; do eval "kill \$k$n; wait \$k$n"; done

# A sshp of another version.
cat > "$T/other" <<'END'
use strict;
use Socket;
use Fcntl ':flock';
my ($dir, $protocol, $version) = @ARGV;
open my $lock, '+>', "$dir/abcd.lock" or die $!;
flock $lock, LOCK_EX;
socket(my $l, AF_UNIX, SOCK_SEQPACKET, 0) or die;
bind $l, sockaddr_un("$dir/abcd.sock") or die $!;
listen $l, 10;
syswrite $lock, "pid=$$ name=vps socket=$dir/abcd.sock\n";
print "here\n";
open STDOUT, '>&', \*STDERR;
while (accept my $c, $l) {
	next if fork;
	while (defined recv $c, my $in, 4096, 0) {
		length $in or last;
		send $c, "protocol=$protocol version=$version id=abcd name=vps pid=$$ state=sideways age=-1", 0;
	}
	exit;
}
END
perl "$T/other" "$state" 3 9.9 > "$T/here" &
other=$!
until_ 10 grep -q here "$T/here"
text="sshp 9.9 and sshpctl 0.1 do not understand each other: end process $other with kill, and start sshp again"
sshpctl list > "$T/out"
has 'list shows a sshp of another version, and what to do' "$T/out" "^vps  *other version  *-  .*$text"
for command in 'list' 'stop' 'reload' 'restart' 'wait -t 60' 'why'; do
	# shellcheck disable=SC2086
	timeout 20 sshpctl $command vps > "$T/out" 2> "$T/err"
	is "sshpctl $command of a sshp of another version exits with 4" $? 4
	has "sshpctl $command of a sshp of another version says what to do" "$T/err" "^sshpctl: vps: $text"
done
ok 'list --json has the same' sh -c "sshpctl list --json | grep -q 'state\":\"no-answer.*reason\":\"$text'"
ok 'a sshp of another version was sent no order' alive "$other"
kill "$other"
ok 'after the kill it is no longer listed' until_ 10 sh -c '! sshpctl list vps'
rm -f "$state/abcd."*

# A sshp from before reload, under a new sshpctl.
perl "$T/other" "$state" 1 0.1 > "$T/here" &
other=$!
until_ 10 grep -q here "$T/here"
timeout 20 sshpctl reload vps > "$T/out" 2> "$T/err"
is 'reload of a sshp from before it exits with 4' $? 4
has 'reload of a sshp from before it says what to do' "$T/err" \
    "^sshpctl: vps: sshp 0.1 and sshpctl 0.1 do not understand each other: end process $other with kill"
kill "$other"
until_ 10 sh -c '! sshpctl list vps'
rm -f "$state/abcd."*
ok 'no process and no file of sshp is left' until_ 10 clean
finish
