#!/bin/sh
# An evaluation of ssh_config that hangs in the kernel, as with a file on a
# server that does not answer, stops neither sshp nor the tunnel.  A preload
# makes sshp's SIGKILL have no effect, as on such a process.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
! sanitised || skip_all 'a preload and the sanitiser exclude each other'
keep_world
sed -i 's/^    Persist yes/&\n    PersistBackoff 1s 2s/' "$T/config"
echo "Match exec \"test ! -e $T/hang || sleep 983\"" >> "$T/config"
echo '    ConnectTimeout 20' >> "$T/config"
: > "$T/a"
LD_PRELOAD=$O/t/lib/unkillable.so sshp -F "$T/config" -N server 2> "$T/a" &
keep=$!
# newest: the ssh of sshp; an evaluation that hangs is an older child.
newest() {
	tr ' ' '\n' < "/proc/$keep/task/$keep/children" | grep . | tail -n 1
}
ok 'a tunnel is up' until_ 20 says "$T/a" 'up in'
touch "$T/hang"
kill -KILL "$(newest)"
ok 'the tunnel is back although its evaluation of ssh_config cannot be ended' \
    until_ 30 says "$T/a" reconnected
has 'sshp says that ssh_config took too long' "$T/a" 'ssh_config took longer than 10s'
ok 'sshp answers sshpctl' eval 'timeout 5 sshpctl list > /dev/null'
hanging() {
	processes 'sleep 983' | wc -l
}
before=$(hanging)
since=$(now)
kill -KILL "$(newest)"
ok 'the next attempt does not wait for another evaluation' until_ 20 says "$T/a" reconnected 2
note "after $(span "$since") s"
is 'no second evaluation hangs' "$(hanging)" "$before"
rm "$T/hang"
for p in $(processes 'sleep 983'); do
	kill -KILL "$p"
done
kill -KILL "$(newest)"
ok 'the tunnel is back after the evaluation has ended' until_ 20 says "$T/a" reconnected 3
ok 'sshp leaves no zombie of an evaluation' until_ 10 eval \
    '! ps -o stat= --ppid "$keep" | grep -q Z'
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean
finish
