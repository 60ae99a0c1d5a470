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
ok 'a tunnel with a key of the agent is up' until_ 10 says "$T/heard" '^up'
ssh-add -q -D
ssh=$(kept "$daemon")
kill -KILL "$ssh"
ok 'a key that left the agent makes sshp wait for the user, and sshp names the key' until_ 10 says "$T/heard" \
    '^needs-you the key throw-away (load it with ssh-add)$'
before=$(attempts)
list() { sshpctl list | grep -q "server *needs you .*the key throw-away"; }
ok 'sshpctl list shows that the tunnel needs the user' until_ 5 list
ok 'sshpctl why names the key' sh -c 'sshpctl why server | grep -q "the key throw-away"'
quiet() { [ "$(attempts)" = "$before" ]; }
ok 'sshp makes no attempt while it waits for the user' holds_for 4 quiet
sshpctl restart server > /dev/null
again() { [ "$(attempts)" -gt "$before" ] && list; }
ok 'sshpctl restart makes one attempt, and sshp waits for the user again' until_ 10 again
is 'PersistNotify hears once that the tunnel needs the user' "$(grep -c needs-you "$T/heard")" 1
ssh-add -q "$T/key"
sshpctl restart server > /dev/null
ok 'the tunnel is up after the key is back and a restart' until_ 10 says "$T/heard" '^up' 2
cp "$T/authorized" "$T/authorized.good"
: > "$T/authorized"
ssh=$(kept "$daemon")
kill -KILL "$ssh"
ok 'a key that the server rejects by now does not make sshp wait for the user' until_ 10 says "$T/heard" '^waiting login refused'
cp "$T/authorized.good" "$T/authorized"
kill -USR1 "$daemon"
ok 'the tunnel is back by itself once the server accepts the key' until_ 10 says "$T/heard" '^up' 3
ssh-add -q -D
ssh=$(kept "$daemon")
kill -KILL "$ssh"
until_ 10 says "$T/heard" needs-you 2
kill "$daemon"
ok 'no process and no file of sshp is left after SIGTERM' until_ 10 clean
kill "$SSH_AGENT_PID"
unset SSH_AUTH_SOCK

# --- at a terminal: a key with a passphrase ---
sed "s|IdentityFile.*|IdentityFile $T/locked|" "$T/config" > "$T/by-hand"
: > "$T/t"
"$O/t/lib/pty" sshp -F "$T/by-hand" -N server <&3 > "$T/t" 2> /dev/null &
term=$!
shows() { [ "$(grep -c -- "$1" "$T/t")" -ge "${2:-1}" ]; }
asked() { [ "$(grep -o 'Enter passphrase' "$T/t" | wc -l)" -ge "$1" ]; }
ok 'the first start asks for the passphrase' until_ 10 asked 1
printf 'open sesame\n' >&3
ok 'the tunnel is up after the passphrase' until_ 10 shows 'up in'
sshp=$(kept $term)
ssh=$(kept "$sshp")
kill -KILL "$ssh"
ok 'after a loss sshp says what it needs and how to give it' until_ 10 shows \
    "needs you: passphrase or touch for the key $T/locked; press Enter to log in"
ok 'sshp names what would make the login unattended' shows 'to log in (unattended: ssh-add, or PersistPassword)'
not_asked() { ! asked 2; }
ok 'no question is shown while sshp waits for the user' holds_for 2 not_asked
printf '\n' >&3
ok 'Enter makes ssh ask' until_ 10 asked 2
for n in 2 3 4; do
	until_ 10 asked $n
	printf 'wrong\n' >&3
done
ok 'sshp waits for the user again after a wrong answer' until_ 20 shows 'needs you' 2
printf '\n' >&3
until_ 10 asked 5
printf 'open sesame\n' >&3
ok 'the tunnel is back after the right answer' until_ 10 shows 'reconnected after'
printf '\003' >&3
until_ 10 gone $term
ok 'no process and no file of sshp is left' until_ 10 clean
finish
