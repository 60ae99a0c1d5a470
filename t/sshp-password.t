#!/bin/sh
# PersistPassword: asked once, answered by sshp from then on; nobody else is
# told, and what was wrong is forgotten.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
release=$(ssh -V 2>&1 | sed 's/^OpenSSH_\([0-9]*\)\.\([0-9]*\).*/\1 \2/')
[ "${release% *}${release#* }" -ge 86 ] || skip_all 'this ssh is older than 8.6'
keep_world
copy_build
mkfifo "$T/keys"
exec 3<> "$T/keys"
sed -i '/BatchMode/d; s/^Host \*/&\n    PersistPassword yes\n    PersistBackoff 1s 1s/' "$T/config"
ssh-keygen -q -t ed25519 -N 'open sesame' -C throw-away -f "$T/locked"
cat "$T/locked.pub" >> "$T/authorized"
sed "s|IdentityFile.*|IdentityFile $T/locked|" "$T/config" > "$T/by-key"
shows() { [ "$(grep -c -- "$1" "$T/t")" -ge "${2:-1}" ]; }
asked() { [ "$(grep -o "$question" "$T/t" | wc -l)" -ge "$1" ]; }
not_asked() { ! asked "$1"; }
by_hand() {
	: > "$T/t"
	"$O/t/lib/pty" sshp "$@" <&3 > "$T/t" 2> /dev/null &
	term=$!
}
drop() {
	ssh=$(kept "$sshp")
	kill -KILL "$ssh"
}
socket() { ls "$T"/run/sshp/*/secrets; }

# --- a key's passphrase, at a terminal ---
question='Enter passphrase'
by_hand -F "$T/by-key" -N server
ok 'the first start asks for the passphrase' until_ 10 asked 1
printf 'wrong\n' >&3
ok 'ssh asks again after a wrong passphrase' until_ 10 asked 2
printf 'open sesame\n' >&3
ok 'the tunnel is up after the right passphrase' until_ 10 shows 'up in'
lacks 'the passphrase is not shown on the terminal' "$T/t" 'sesame'
sshp=$(kept $term)
drop
ok 'the tunnel is back after a loss without a question' until_ 10 shows 'reconnected after' 1
ok 'the user was not asked after the first loss' not_asked 3
drop
ok 'the tunnel is back after a second loss without a question' until_ 10 shows 'reconnected after' 2
ok 'the user was not asked after the second loss' not_asked 3

# --- where the secret is, and is not ---
ssh=$(kept "$sshp")
for pid in $sshp $ssh; do
	cat "/proc/$pid/cmdline" "/proc/$pid/environ" >> "$T/seen" 2> /dev/null
done
lacks 'the passphrase is in no argument and no environment of a process' "$T/seen" 'sesame'
ok 'the passphrase is in no file' sh -c "! grep -rqs --devices=skip 'open sesame' $T/run $T/home $T/t"
locked=$(sed -n 's/^VmLck:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$sshp/status")
if sanitised; then
	skip 'sshp locks the memory that holds the passphrase' 'the sanitiser lets nobody lock'
else
	ok 'sshp locks the memory that holds the passphrase' [ "${locked:-0}" -gt 0 ]
fi
# Root, who is nobody where he has no number.
case $(id -u) in
0) looks=0 ;;
*) looks=$(stat -c %u /proc/sys) ;;
esac
is 'other processes of the user may not read the memory of sshp' "$(stat -c %u "/proc/$sshp/environ")" "$looks"
if command -v setpriv > /dev/null && [ "$(id -u)" -eq 0 ]; then
	ok 'a process of the user without privileges cannot read the memory of sshp' sh -c \
	    "! setpriv --bounding-set=-all --inh-caps=-all --reuid=0 --clear-groups head -c1 /proc/$sshp/mem 2> /dev/null"
else
	skip 'a process of the user without privileges cannot read the memory of sshp' 'not root here'
fi

# --- others ask ---
prompt="Enter passphrase for key '$T/locked': "
SSHP_SECRETS=$(socket) sshp-askpass "$prompt" > "$T/stolen" 2> /dev/null < /dev/null
is 'sshp-askpass outside of the ssh of sshp ends with 1' $? 1
is 'sshp-askpass outside of the ssh of sshp gets no passphrase' "$(cat "$T/stolen")" ''
if [ "$(id -u)" -eq 0 ]; then
	SSHP_SECRETS=$(socket) setpriv --reuid=12345 --clear-groups sh -c \
	    '"$0" "$1"' "$O/sshp-askpass" "$prompt" > "$T/stolen" 2>&1 < /dev/null
	lacks 'sshp-askpass of another user gets no passphrase' "$T/stolen" sesame
else
	skip 'sshp-askpass of another user gets no passphrase' 'not root here'
fi

# --- the passphrase is changed: wrong once, and forgotten ---
ssh-keygen -q -p -P 'open sesame' -N 'close sesame' -f "$T/locked"
drop
ok 'a remembered passphrase that is wrong by now makes sshp ask for the user' until_ 10 shows 'needs you: passphrase; press Enter to log in'
ok 'no question is shown while sshp waits for the user' holds_for 2 not_asked 3
printf '\n' >&3
ok 'Enter makes ssh ask for the passphrase' until_ 10 asked 3
printf 'close sesame\n' >&3
ok 'the tunnel is back once the user answered' until_ 10 shows 'reconnected after' 3
drop
ok 'the new passphrase is used after the next loss' until_ 10 shows 'reconnected after' 4
ok 'the user was not asked for the new passphrase again' not_asked 4
printf '\003' >&3
until_ 10 gone $term
ok 'no process and no file of sshp is left' until_ 10 clean

# --- ^C at the question: the terminal is as it was ---
by_hand -F "$T/by-key" -N server
until_ 10 asked 1
printf '\003' >&3
ok '^C at the question for a passphrase ends sshp' until_ 10 gone $term
ok 'no process and no file of sshp is left after ^C at the question' until_ 10 clean

# --- a host key is the person's to take ---
question='yes/no'
sed "s|UserKnownHostsFile.*|UserKnownHostsFile $T/none|" "$T/config" > "$T/new"
by_hand -F "$T/new" -N server
ok 'the question about a host key is shown through sshp-askpass' until_ 10 asked 1
printf 'yes\n' >&3
ok 'the answer to the host key question is shown' until_ 10 shows '^yes\|)? yes'
ok 'the tunnel is up once the host key is accepted' until_ 10 shows 'up in'
printf '\003' >&3
until_ 10 gone $term

# --- -f: asked before the caller is released ---
question='Enter passphrase'
by_hand -F "$T/by-key" -f -N server
ok 'sshp -f asks for the passphrase' until_ 10 asked 1
printf 'close sesame\n' >&3
ok 'sshp -f returns once the tunnel is up' until_ 10 gone $term
sshp=$(processes "sshp -F $T/by-key" | head -n 1)
there() { first=$(kept "$sshp") && [ -n "$first" ] && sshpctl wait -t 1 server; }
until_ 15 there
kill -KILL "$first"
other() { ssh=$(kept "$sshp") && [ -n "$ssh" ] && [ "$ssh" != "$first" ] && sshpctl wait -t 1 server; }
ok 'a tunnel in the background is back after a loss without a terminal' until_ 15 other
ssh-keygen -q -p -P 'close sesame' -N 'other' -f "$T/locked"
kill -KILL "$(kept "$sshp")"
list() { sshpctl list | grep -q 'server *needs you .*passphrase'; }
ok 'sshpctl list says that a tunnel in the background needs the user' until_ 10 list
kill "$sshp"
ok 'no process and no file is left after SIGTERM to the background tunnel' until_ 10 clean

# --- a program of the user's answers where nobody is ---
printf '#!/bin/sh\necho "$1" >> %s/asked\ncat %s/answer\n' "$T" "$T" > "$T/program"
chmod 755 "$T/program"
echo other > "$T/answer"
calls() { wc -l < "$T/asked"; }
sed '/PersistPassword/d' "$T/by-key" > "$T/by-program"
SSH_ASKPASS=$T/program SSH_ASKPASS_REQUIRE=force sshp -F "$T/by-program" -N \
    server < /dev/null > "$T/t" 2>&1 &
sshp=$!
ok 'a tunnel with SSH_ASKPASS_REQUIRE=force is up' until_ 10 shows 'up in'
is 'the program in SSH_ASKPASS was asked once' "$(calls)" 1
drop
ok 'a tunnel with SSH_ASKPASS_REQUIRE=force is back after a loss' until_ 10 shows 'reconnected after'
is 'the program in SSH_ASKPASS was asked again after the loss' "$(calls)" 2
echo wrong > "$T/answer"
drop
ok 'a wrong answer of the program in SSH_ASKPASS makes sshp wait for the user' until_ 10 shows 'needs you'
is 'the program in SSH_ASKPASS was asked once for the wrong answer' "$(calls)" 3
echo other > "$T/answer"
kill -USR1 $sshp
ok 'a restart by the user asks the program in SSH_ASKPASS again' until_ 10 shows 'reconnected after' 2
kill $sshp
ok 'no process and no file is left of a tunnel with SSH_ASKPASS' until_ 10 clean

# --- a password ---
hash=$(openssl passwd -6 'pass word' 2> /dev/null)
if [ -n "$hash" ] && user=$(id -un) && echo "$user:$hash:19000::::::" > "$T/shadow" &&
    sed -i "s|^\($user\):[^:]*:|\1:x:|" "$T/passwd" &&
    mount --bind "$T/shadow" /etc/shadow 2> /dev/null; then
	server_down
	sshd_up "$server" -o PasswordAuthentication=yes -o PubkeyAuthentication=no
	question="'s password: "
	by_hand -F "$T/config" -N server
	ok 'the first start asks for the password' until_ 10 asked 1
	printf 'pass word\n' >&3
	ok 'the tunnel is up after the right password' until_ 10 shows 'up in'
	sshp=$(kept $term)
	drop
	ok 'the tunnel is back after a loss with the remembered password' until_ 10 shows 'reconnected after'
	ok 'the password was asked once' not_asked 2
	echo "$user:$(openssl passwd -6 changed):19000::::::" > "$T/shadow"
	before=$(grep -c 'Failed password' "$T/sshd.log")
	drop
	ok 'a changed password on the server makes sshp wait for the user' until_ 10 shows 'needs you: password; press Enter'
	failed=$(grep -c 'Failed password' "$T/sshd.log")
	is 'the remembered password was tried once after it was changed' $((failed - before)) 1
	printf '\003' >&3
	until_ 10 gone $term
	ok 'no process and no file is left of a tunnel with a password' until_ 10 clean
else
	skip 'a tunnel with a password' 'no openssl, or /etc/shadow cannot be replaced'
fi
finish
