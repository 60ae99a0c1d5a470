#!/bin/sh
# A remote command whose path dies while nothing flows ends within a minute.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
sed -i '/PersistTimeout/d' "$T/config"
# runs name words...: sshp runs a command that says nothing, in the background.
runs() {
	runs_log=$T/$1
	shift
	sshp -F "$T/config" "$@" server sleep 986 > /dev/null 2> "$runs_log" &
}
runs once
once=$!
runs kept -o PersistRemoteCommand=yes
kept=$!
runs passed -o PersistRemoteCommand=yes -o PersistGuard=fdpass
passed=$!
all() {
	[ "$(sessions | wc -l)" -ge 3 ]
}
ok 'three remote commands run' until_ 20 all
# Nothing has flowed for a while: the commands are idle.
holds_for 20 all
path_cut
since=$(now)
# in_time name command...: the command succeeds in time.
in_time() {
	in_time_name=$1
	shift
	until_ 20 "$@"
	note "after $(span "$since") s"
	ok "$in_time_name ends within 60 s after its path died" test $(($(now) - since)) -lt 60000
}
in_time 'a command that runs once' gone $once
in_time 'a command that is kept' says "$T/kept" 'lost after .*: path dead'
in_time 'one whose socket is passed to ssh' says "$T/passed" 'lost after .*: path dead'
kill $kept $passed
wait $kept $passed 2> /dev/null
finish
