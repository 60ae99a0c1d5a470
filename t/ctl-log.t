#!/bin/sh
# sshpctl log prints the history in words, and follows it.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
mount -t tmpfs none /tmp
at='[0-9]*-[0-9][0-9]-[0-9][0-9] [0-9:]*'
is 'without a history, log prints nothing' "$(sshpctl log 2>&1)" ''
sshpctl log vps 2> "$T/err"
is 'log of an unknown name fails' $? 3
is 'log says in one line that the name is unknown' "$(wc -l < "$T/err")" 1
keep "$T/a" -o PersistName=vps -N -L 9090:localhost:80 server
vps=$keep
until_ 30 says "$T/a" 'up in'
keep "$T/b" -o PersistName=db -N -L 9091:localhost:80 server
db=$keep
until_ 30 says "$T/b" 'up in'
sshpctl log vps > "$T/out"
is 'log succeeds' $? 0
has 'log prints the start' "$T/out" "^$at vps: sshp started as process $vps\$"
has 'log prints how long the connection took to come up' "$T/out" "^$at vps: up in [0-9.]*s\$"
lacks 'log of a name leaves out the others' "$T/out" db:
sshpctl log > "$T/out"
is 'log without a name prints all in the order of time' "$(sed 's/^[^ ]* [^ ]* //; s/ as .*//; s/ in .*//' "$T/out" | paste -sd, -)" \
    'vps: sshp started,vps: up,db: sshp started,db: up'
sshpctl log -f vps 'd?' > "$T/follow" &
follow=$!
ok 'log -f prints what there is' until_ 5 says "$T/follow" 'db: up in'
sshpctl restart vps
ok 'log -f prints a restart when it happens' until_ 10 says "$T/follow" "^$at vps: restarted by sshpctl or SIGUSR1, was up for "
ok 'log -f prints that the connection is up again' until_ 20 says "$T/follow" "^$at vps: up again after "
kill -9 "$(kept "$db")"
ok 'log -f prints a loss with its reason' until_ 10 says "$T/follow" "^$at db: connection lost after [0-9.ms]*: "
sshpctl stop vps
wait "$vps"
ok 'log -f prints the end' until_ 10 says "$T/follow" "^$at vps: sshp ended: stopped\$"
is 'log -f prints each event once' "$(sort "$T/follow" | uniq -d)" ''
ok 'log -f sleeps between events' until_ 5 grep -q '^State:.S' "/proc/$follow/status"
kill $follow
wait $follow 2> /dev/null
is 'log knows a connection that no longer runs' "$(sshpctl log vps | tail -n 1 | sed 's/.* vps: //')" 'sshp ended: stopped'
sshpctl stop db
wait "$db"
ok 'no process and no file of sshp is left' until_ 10 clean
finish
