#!/bin/sh
# PersistNotify: a command of the user's hears of every change of state.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world

# Each event's line holds what it was told.
cat > "$T/hear" <<'END'
echo "$SSHP_EVENT $1 $SSHP_NAME outage=$SSHP_OUTAGE lasted=$SSHP_LASTED tries=$SSHP_TRIES $SSHP_REASON" >> "$T/heard"
END
hear="PersistNotify=sh $T/hear %n/%p"
keep "$T/a" -o "$hear" -N server
ok 'the command hears that the tunnel is up' until_ 10 says "$T/heard" '^up server/22 server outage=0 lasted=0 tries=0 $'
server_down
ok 'the command hears that the tunnel is down, and why' until_ 10 says "$T/heard" '^down .* tries=[01] the server closed the connection'
ok 'the command hears that sshp waits once an attempt has failed' until_ 10 says "$T/heard" '^waiting .*Connection refused'
tried() { says "$T/a" 'Connection refused' && [ "$(sshpctl metrics | sed -n 's/^sshp_attempts_total{name="server".* //p')" -ge 4 ]; }
ok 'sshp makes more attempts' until_ 20 tried
is 'the command hears only once that sshp waits' "$(grep -c ^waiting "$T/heard")" 1
server_up
ok 'the command hears that the tunnel is up again, and how long it was down' until_ 10 says "$T/heard" '^up .*outage=[1-9]'
sshpctl restart server > /dev/null
ok 'the command hears that a restart took the tunnel down' until_ 10 says "$T/heard" '^down .* restart$'
ok 'the command hears that the tunnel is up after the restart' until_ 10 says "$T/heard" '^up ' 3
kill $keep
wait $keep
is 'sshp ends with 0 on SIGTERM' $? 0
ok 'the command hears of the stop before sshp has ended' says "$T/heard" '^stopped '
is 'the command heard all events in their order' "$(cut -d' ' -f1 "$T/heard" | paste -sd' ' -)" \
    'up down waiting up down up stopped'
ok 'no process and no file of sshp is left' until_ 5 clean

# Given up.
ssh-keygen -q -t ed25519 -N '' -f "$T/other"
sed "s|$T/key|$T/other|" "$T/config" > "$T/wrong"
: > "$T/heard"
timeout 20 sshp -F "$T/wrong" -o "$hear" -N server 2> "$T/b"
is 'the command hears that sshp gave up, and why' "$(cut -d' ' -f1,7- "$T/heard")" 'gave-up login refused'

# A command that fails, and a command that hangs.
keep "$T/c" -o 'PersistNotify=exit 3' -N server
ok 'sshp says that the command failed' until_ 10 says "$T/c" \
    '^sshp: server: PersistNotify: exit status 3$'
ok 'the tunnel is up although the command fails' until_ 10 says "$T/c" ': up in'
kill $keep
wait $keep
is 'a command that fails does not change the exit status of sshp' $? 0
: > "$T/heard"
keep "$T/d" -o "PersistNotify=echo \$SSHP_EVENT >> $T/heard; sleep 4322 & sleep 4322" -N server
ok 'a command that hangs was started' until_ 10 says "$T/heard" up
kill -KILL "$(kept $keep)"
ok 'the tunnel is back although the command hangs' until_ 10 says "$T/d" ': reconnected after'
is 'no second command runs beside a command that hangs' "$(cat "$T/heard")" up
kill $keep
wait $keep
is 'sshp ends with 0 on SIGTERM' $? 0
is 'at the end sshp ends the hanging command and runs the last one' "$(paste -sd' ' "$T/heard")" 'up stopped'
none() { [ -z "$(processes 'sleep 4322')" ]; }
ok 'no process of the hanging command is left' until_ 5 none
ok 'no process and no file of sshp is left after a hanging command' until_ 5 clean
: > "$T/heard"
perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' sshp -F "$T/config" -o "PersistNotify=echo \$SSHP_EVENT >> $T/heard; sleep 4322" \
    -N server 2> "$T/e" &
keep=$!
ok 'a command that hangs was started before ^C' until_ 20 says "$T/heard" up
kill -INT $keep
wait $keep
is '^C ends sshp with 130 although the command hangs' $? 130
is 'the command hears of the stop by ^C' "$(paste -sd' ' "$T/heard")" 'up stopped'
ok 'no process of the command is left after ^C' until_ 5 none
finish
