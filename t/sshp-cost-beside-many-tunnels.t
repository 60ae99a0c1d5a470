#!/bin/sh
# What a tunnel costs does not grow with the number of the others on this
# machine: its start, its login, and the end of another.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
command -v strace > /dev/null || skip_all 'no strace'
ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
export ASAN_OPTIONS
keep_world
registry=$T/state/sshp
XDG_STATE_HOME=$T/state
export XDG_STATE_HOME

# What a hundred dead ones left.
mkdir -p "$registry" "$T/run/sshp"
chmod 700 "$registry" "$T/run/sshp"
litter() {
	for i in $(seq 100001 100100); do
		mkdir "$T/run/sshp/$i.run"
		: > "$registry/$i.lock"
	done
}
# left dir pattern: how many are still there.
left() {
	find "$1" -name "$2" | grep -c '/1000[0-9][0-9]\|/100100'
}
opened() {
	grep -c "openat(.*$1.*= [0-9]" "$T/trace"
}

litter
touch "$T/run/sshp/.swept" "$registry/.swept"
strace -f -qq -e signal=none -e trace=openat,open -o "$T/trace" \
    sshp -F "$T/config" -N -L 9000:localhost:80 server 2> "$T/log" &
traced=$!
ok 'a tunnel beside a hundred others is up' until_ 20 says "$T/log" 'up in'
ok 'a start looks at a few of a hundred run directories' \
    [ "$(opened '/1[0-9]*\.run"')" -lt 70 ]
ok 'a start looks at a few of a hundred locks' [ "$(opened '"1[0-9]*\.lock"')" -lt 70 ]
is 'a login reads no table of all sockets of this machine' \
    "$(opened '/net/')" 0
ok 'the local forward listens' listens '' 9000
kill "$(cat "/proc/$traced/task/$traced/children")"
wait $traced

touch -d '2 minutes ago' "$T/run/sshp/.swept" "$registry/.swept"
keep "$T/log" -N -L 9000:localhost:80 server
ok 'a second tunnel is up' until_ 20 says "$T/log" 'up in'
is 'once a minute a start looks at all: no run directory is left' \
    "$(left "$T/run/sshp" '*.run')" 0
is 'no lock of a dead tunnel is left' "$(left "$registry" '*.lock')" 0

# Others begin and end: nobody is woken for it.
turns() {
	sed -n 's/^voluntary_ctxt_switches:[[:space:]]*//p' "/proc/$keep/status"
}
quiet() {
	quiet_before=$(turns)
	holds_for 1 true
	[ "$(turns)" -eq "$quiet_before" ]
}
until_ 10 quiet
before=$(turns)
litter
rm -r "$T"/run/sshp/100[01][0-9][0-9].run "$registry"/100[01][0-9][0-9].lock
holds_for 1 true
is 'a tunnel is not woken when others end' "$(turns)" "$before"
rm "$registry"/*.lock
relocked() {
	ls "$registry"/*.lock
}
ok 'a tunnel makes its lock again when it is removed' \
    until_ 10 relocked
kill $keep
wait $keep
finish
