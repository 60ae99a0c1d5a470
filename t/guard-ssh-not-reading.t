#!/bin/sh
# An ssh that reads nothing for minutes is ended, but not while it is stopped
# or waits for a terminal that its user halted.  The minutes are a preload's.
. t/lib/tap.sh
. t/lib/world.sh
world
case $(ldd "$O/tunnel-guard" 2>&1) in
*libasan*) skip_all 'a preload and the sanitiser exclude each other' ;;
esac
wire
# shellcheck disable=SC2154 # set by wire
sshd_up "$server"
cp "$O/t/lib/slept.so" "$T/" # its path has no spaces
mkfifo "$T/resumed"
exec 7<> "$T/resumed" # a reader's alone would be at its end
guard="ProxyCommand=env LD_PRELOAD=$T/slept.so SLEPT=$T/slept RESUMED=$T/resumed tunnel-guard -v -t 3 server 22"

# What they are sent, once all that is to be full is so: while ssh's pipes are
# the usual ones, and not what bulk deserves.
flood="echo ready; until test -e $T/go; do sleep .1; done; exec cat /dev/zero"

# Its log can take no more, for nobody reads that; then, one that is stopped.
for name in wedged stopped; do
	mkfifo "$T/$name.log"
	perl -e "sleep 12345" < "$T/$name.log" &
	ssh -F "$T/config" -o "$guard" -vvv -E "$T/$name.log" server \
	    "$flood" < /dev/null > "$T/$name.out" 2> "$T/$name.err" &
	eval "$name=$!"
done
# And one whose terminal nobody reads any more, as after ^S.
script -qfc "exec ssh -F $T/config -o '$guard' -tt server '$flood'" \
    "$T/halted.out" < /dev/null > /dev/null 2> "$T/halted.err" &
script=$!
until_ 20 grep -q "ready.\$" "$T/halted.out"
kill -STOP $script
up() {
	[ -s "$T/wedged.out" ] && [ -s "$T/stopped.out" ]
}
ok 'all connections are up' until_ 20 up
for name in wedged stopped; do
	perl -MFcntl -e 'sysopen my $f, $ARGV[0], O_WRONLY | O_NONBLOCK or die;
	    1 while syswrite $f, "x" x 4096; 1 while syswrite $f, "x"' "$T/$name.log"
done
# shellcheck disable=SC2154 # set by eval
kill -STOP "$stopped"
: > "$T/go"
halted=$(processes "$T/config -o $guard -tt")
# full ssh: its pipes are, and bytes wait before them.
full() {
	read -r full_guard _ < "/proc/$1/task/$1/children"
	ss -tnpH state established dst 10.9.2.1 | awk -v p="pid=$full_guard," \
	    'index($0, p) && $1 > 10000 { n++ } END { exit !n }'
}
ok 'the pipes of an ssh that nobody reads are full' until_ 30 full "$wedged"
ok 'the pipes of a stopped ssh are full' until_ 30 full "$stopped"
# Unless its last write fitted exactly: then ssh itself keeps what comes.
until_ 30 full "$halted" || note 'the halted one has it all in memory'
ok 'an ssh that reads nothing lives for two times the timeout' holds_for 7 alive "$wedged"

echo 400 > "$T/slept"
ip addr add 10.9.8.8/32 dev lo # wakes them
ok 'an ssh that reads nothing for minutes is ended' until_ 20 gone "$wedged"
has 'the guard says that ssh reads nothing' "$T/wedged.err" \
    'server: ssh wedged: ssh has read nothing for [0-9]*m[0-9]*s, [0-9]* bytes waiting'
until_ 10 grep -q 'sent SIGTERM' "$T/wedged.err"
has 'the guard says that it sent SIGTERM' "$T/wedged.err" 'did not exit; sent SIGTERM'
ok 'a stopped ssh is not ended' holds_for 3 alive "$stopped"
ok 'an ssh whose terminal is halted is not ended' alive "$halted"
lacks 'the guard of the stopped ssh says nothing of that kind' "$T/stopped.err" wedged
lacks 'the guard of the ssh with a halted terminal says nothing of that kind' "$T/halted.out" wedged
for pid in $(processes 'sleep 12345'); do
	kill "$pid"
done
kill -CONT "$stopped" $script
kill "$halted"
finish
