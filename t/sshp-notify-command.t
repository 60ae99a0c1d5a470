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
ok 'up' until_ 10 says "$T/heard" '^up server/22 server outage=0 lasted=0 tries=0 $'
server_down
ok 'down, and why' until_ 10 says "$T/heard" '^down .* tries=[01] the server closed the connection'
ok 'waiting, once a try has failed' until_ 10 says "$T/heard" '^waiting .*Connection refused'
tried() { says "$T/a" 'Connection refused' && [ "$(sshpctl metrics | sed -n 's/^sshp_attempts_total{name="server".* //p')" -ge 4 ]; }
ok 'after some more tries' until_ 20 tried
is 'it was told once' "$(grep -c ^waiting "$T/heard")" 1
server_up
ok 'up again, and how long it was not' until_ 10 says "$T/heard" '^up .*outage=[1-9]'
sshpctl restart server > /dev/null
ok 'restarted: down, by a restart' until_ 10 says "$T/heard" '^down .* restart$'
ok 'and up' until_ 10 says "$T/heard" '^up ' 3
kill $keep
wait $keep
is 'TERM: 0' $? 0
ok 'stopped, before sshp has ended' says "$T/heard" '^stopped '
is 'in this order' "$(cut -d' ' -f1 "$T/heard" | paste -sd' ' -)" \
    'up down waiting up down up stopped'
ok 'nothing stays' until_ 5 clean

# Given up.
ssh-keygen -q -t ed25519 -N '' -f "$T/other"
sed "s|$T/key|$T/other|" "$T/config" > "$T/wrong"
: > "$T/heard"
timeout 20 sshp -F "$T/wrong" -o "$hear" -N server 2> "$T/b"
is 'given up, and why' "$(cut -d' ' -f1,7- "$T/heard")" 'gave-up login refused'

# One that fails, and one that hangs.
keep "$T/c" -o 'PersistNotify=exit 3' -N server
ok 'one that fails is told of' until_ 10 says "$T/c" \
    '^sshp: server: PersistNotify: exit status 3$'
ok 'and changes nothing' until_ 10 says "$T/c" ': up in'
kill $keep
wait $keep
is 'nor at the end' $? 0
: > "$T/heard"
keep "$T/d" -o "PersistNotify=echo \$SSHP_EVENT >> $T/heard; sleep 4322 & sleep 4322" -N server
ok 'one that hangs' until_ 10 says "$T/heard" up
kill -KILL "$(kept $keep)"
ok 'it keeps nothing from coming back' until_ 10 says "$T/d" ': reconnected after'
is 'no second one beside it' "$(cat "$T/heard")" up
kill $keep
wait $keep
is 'TERM: 0' $? 0
is 'at the end it makes room for the last one' "$(paste -sd' ' "$T/heard")" 'up stopped'
none() { [ -z "$(processes 'sleep 4322')" ]; }
ok 'and nothing of it stays' until_ 5 none
ok 'nor of sshp' until_ 5 clean
: > "$T/heard"
perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' sshp -F "$T/config" -o "PersistNotify=echo \$SSHP_EVENT >> $T/heard; sleep 4322" \
    -N server 2> "$T/e" &
keep=$!
ok 'one that hangs, and ^C' until_ 20 says "$T/heard" up
kill -INT $keep
wait $keep
is '^C: its signal' $? 130
is '^C: the last one is told all the same' "$(paste -sd' ' "$T/heard")" 'up stopped'
ok '^C: nothing of it stays' until_ 5 none
finish
