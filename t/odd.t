#!/bin/sh
# Odd surroundings: what a careless script, cron or a small machine hands us.
. t/tap.sh
. t/world.sh
. t/keep.sh
world
keep_world

# running: the pids of all sshp with our config.
running() {
	for p in $(processes "$T/config"); do
		[ "$(cat "/proc/$p/comm" 2> /dev/null)" != sshp ] || echo "$p"
	done
}
ended() {
	# shellcheck disable=SC2046
	kill $(running)
	ok "$1: TERM: nothing stays" until_ 10 clean
}
another() { [ -n "$(kept "$1")" ] && [ "$(kept "$1")" != "$2" ]; }

sshp -F "$T/config" -f -N server <&- >&- 2>&-
is 'all descriptors closed, -f: status' $? 0
daemon=$(running)
ssh=$(kept "$daemon")
kill -9 "$ssh"
ok 'all descriptors closed, -f: comes back' until_ 10 another "$daemon" "$ssh"
ended 'all descriptors closed, -f'

exec 9> "$T/lock"
flock 9
sshp -F "$T/config" -f -N server 2> "$T/lock.err"
exec 9>&-
ok 'a descriptor that was leaked is let go' flock -n "$T/lock" true
ended 'leaked'

{
	said=$(sshp -F "$T/config" -y -f -N server 2>&1)
	echo "$said" > "$T/said"
} &
# shellcheck disable=SC2016
ok '$(sshp -f -y 2>&1) ends' until_ 10 says "$T/said" 'up in'
ended 'captured'

# shellcheck disable=SC3045
(ulimit -n 14 && exec sshp -F "$T/config" -N server) 2> "$T/few" &
keep=$!
ok 'few descriptors are enough, or it says that they are not' \
    until_ 10 grep -q 'up in\|Too many open files' "$T/few"
kill $keep 2> /dev/null
ok '14 descriptors: TERM ends it' until_ 5 gone $keep
ok '14 descriptors: nothing stays' until_ 5 clean
kill -9 $keep 2> /dev/null

one() { [ "$(running | wc -l)" -eq 1 ]; }
for how in '' -f; do
	rm -f "$T/moved"
	# shellcheck disable=SC2086
	sshp -F "$T/config" $how -N server 2> "$T/moved" &
	until_ 10 says "$T/moved" 'up in'
	until_ 5 one
	keep=$(running)
	ssh=$(kept "$keep")
	rm -rf "$T/run"
	mkdir -m 700 "$T/run"
	kill -9 "$ssh"
	ok "run directory removed${how:+, $how}: comes back" \
	    until_ 10 another "$keep" "$ssh"
	ok "run directory removed${how:+, $how}: another is made" \
	    until_ 5 test -S "$T/run/sshp/$keep.run/control"
	ended "run directory removed${how:+, $how}"
done
finish
