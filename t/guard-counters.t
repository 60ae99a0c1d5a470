#!/bin/sh
# SIGUSR1 asks a guard what its connection carries; asking harms nothing.
. t/lib/tap.sh
. t/lib/world.sh
world
wire
sshd_up "$server"
has_line() {
	grep -q -- "$1" "$T/err"
}
# ready: the guard catches SIGUSR1 (signal 10) by now.
ready() {
	perl -e '$_ = do { local @ARGV = @ARGV; local $/; <> };
	    exit !(/^SigCgt:\s*(\w+)/m && hex($1) & 0x200)' "/proc/$guard/status"
}
# ask pattern: sends the signal until there is such a line.
ask() {
	ready || return 1
	kill -USR1 "$guard"
	has_line "$1"
}
# guard_of text: waits for the guard's pid.
guard_of() {
	until_ 5 running_ "$1"
	guard=$(processes "$1" | head -n 1)
}
running_() {
	[ -n "$(processes "$1")" ]
}
mkfifo "$T/in"
secret=0123456789abcdef
ssh -F "$T/config" -o "ProxyCommand=tunnel-guard -t 10 %h %p" server \
    "echo $secret; head -c 300000 /dev/zero; exec cat" \
    < "$T/in" > "$T/out" 2> "$T/err" &
ssh=$!
exec 4> "$T/in"
said() {
	[ "$(wc -c < "$T/out")" -gt 300000 ]
}
until_ 20 said
guard_of 'tunnel-guard -t 10 server'
ok 'SIGUSR1 makes the guard print its counters' until_ 5 ask '^tunnel-guard: server: state=quiet age='
has 'bytes received are counted' "$T/err" ' received=3[0-9]\{5\} '
has 'the counters have the bytes sent' "$T/err" ' sent=[0-9]\{4,5\} '
has 'the counters have the round trip and the retransmits of the path' "$T/err" ' rtt=[0-9]*\.[0-9]ms rttvar=.* retransmits=[0-9]* unanswered=0 pending=0 heard='
ok 'ssh and the guard go on after SIGUSR1' alive $ssh
: > "$T/err"
ok 'a second SIGUSR1 prints the rates since the first' until_ 5 ask ' received_rate=0 '
path_cut
echo more >&4
ok 'on a dead path the counters show bytes that are not acknowledged' until_ 10 ask 'state=unacknowledged.* retransmits=[1-9][0-9]* unanswered=[1-9].* pending=[1-9]'
lacks 'no word of what was carried' "$T/err" $secret
ok 'the guard ends a dead connection although it was asked for counters' until_ 30 gone $ssh
has 'the guard says that the path is dead' "$T/err" 'path dead, busy'
exec 4>&-

tunnel-guard -w 20 10.9.2.1 22 < "$T/in" > /dev/null 2> "$T/err" &
guard=$!
exec 4> "$T/in"
ok 'SIGUSR1 prints counters before there is a connection' until_ 5 ask '^tunnel-guard: 10.9.2.1: state=connecting age='
kill $guard
path_heal

tunnel-guard -c 'sleep 4323' < "$T/in" > /dev/null 2> "$T/err" &
guard=$!
ok 'the counters of a guard with a command have no figures of TCP' until_ 5 ask 'state=no-banner .*received_last=never$'
kill $guard
until_ 5 gone $guard
none() { [ -z "$(processes 'sleep 4323')" ]; }
ok 'the command ends with its guard' until_ 5 none
finish
