#!/bin/sh
# A login that needs a person: no dialling on and on, and the person is told.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
mkfifo "$T/keys"
exec 3<> "$T/keys"
sed -i '/BatchMode/d' "$T/config"
ssh-keygen -q -t ed25519 -N 'open sesame' -C throw-away -f "$T/locked"
cat "$T/locked.pub" >> "$T/authorized"
release=$(ssh -V 2>&1 | sed 's/^OpenSSH_\([0-9]*\)\.\([0-9]*\).*/\1 \2/')
[ "${release% *}${release#* }" -ge 85 ] || skip_all 'this ssh says too little (8.5)'
attempts() { grep -c 'Connection from' "$T/sshd.log"; }
notify="PersistNotify=echo \$SSHP_EVENT \$SSHP_REASON >> $T/heard"

# --- in the background: the agent loses the key ---
eval "$(ssh-agent -a "$T/agent")" > /dev/null
ssh-add -q "$T/key"
sed "s|IdentityFile.*|IdentityFile $T/none|; s/IdentitiesOnly.*/IdentitiesOnly no/" "$T/config" > "$T/by-agent"
sshp -F "$T/by-agent" -o "$notify" -f -N server 2> "$T/a"
daemon=$(processes "sshp -F $T/by-agent" | head -n 1)
ok 'up, by the agent' until_ 10 says "$T/heard" '^up'
ssh-add -q -D
ssh=$(kept "$daemon")
kill -KILL "$ssh"
ok 'no agent key: needs you, and says what' until_ 10 says "$T/heard" \
    '^needs-you the key throw-away (load it with ssh-add)$'
before=$(attempts)
list() { sshpctl list | grep -q "server *needs you .*the key throw-away"; }
ok 'sshpctl list shows it' until_ 5 list
ok 'sshpctl why, too' sh -c 'sshpctl why server | grep -q "the key throw-away"'
quiet() { [ "$(attempts)" = "$before" ]; }
ok 'and nobody dials' holds_for 4 quiet
sshpctl restart server > /dev/null
again() { [ "$(attempts)" -gt "$before" ] && list; }
ok 'restarted: one try, and it needs you again' until_ 10 again
is 'told once' "$(grep -c needs-you "$T/heard")" 1
ssh-add -q "$T/key"
sshpctl restart server > /dev/null
ok 'the key is back, restarted: up' until_ 10 says "$T/heard" '^up' 2
cp "$T/authorized" "$T/authorized.good"
: > "$T/authorized"
ssh=$(kept "$daemon")
kill -KILL "$ssh"
ok 'a key that the server takes no more is no need of a person' until_ 10 says "$T/heard" '^waiting login refused'
cp "$T/authorized.good" "$T/authorized"
kill -USR1 "$daemon"
ok 'it comes back by itself' until_ 10 says "$T/heard" '^up' 3
ssh-add -q -D
ssh=$(kept "$daemon")
kill -KILL "$ssh"
until_ 10 says "$T/heard" needs-you 2
kill "$daemon"
ok 'TERM: nothing stays' until_ 10 clean
kill "$SSH_AGENT_PID"
unset SSH_AUTH_SOCK

# --- at a terminal: a key with a passphrase ---
sed "s|IdentityFile.*|IdentityFile $T/locked|" "$T/config" > "$T/by-hand"
: > "$T/t"
"$O/t/lib/pty" sshp -F "$T/by-hand" -N server <&3 > "$T/t" 2> /dev/null &
term=$!
shows() { [ "$(grep -c -- "$1" "$T/t")" -ge "${2:-1}" ]; }
asked() { [ "$(grep -o 'Enter passphrase' "$T/t" | wc -l)" -ge "$1" ]; }
ok 'the first start asks' until_ 10 asked 1
printf 'open sesame\n' >&3
ok 'up' until_ 10 shows 'up in'
sshp=$(kept $term)
ssh=$(kept "$sshp")
kill -KILL "$ssh"
ok 'lost: what is wanted, and how' until_ 10 shows \
    "needs you: passphrase or touch for the key $T/locked; press Enter to log in"
not_asked() { ! asked 2; }
ok 'no question stands there' holds_for 2 not_asked
printf '\n' >&3
ok 'Enter: it asks' until_ 10 asked 2
for n in 2 3 4; do
	until_ 10 asked $n
	printf 'wrong\n' >&3
done
ok 'answered badly: it waits again' until_ 20 shows 'needs you' 2
printf '\n' >&3
until_ 10 asked 5
printf 'open sesame\n' >&3
ok 'answered well: back' until_ 10 shows 'reconnected after'
printf '\003' >&3
until_ 10 gone $term
ok 'nothing stays' until_ 10 clean
finish
