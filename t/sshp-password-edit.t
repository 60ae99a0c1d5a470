#!/bin/sh
# PersistPassword while ssh_config is edited: what was remembered for one way to
# one account is not given on another.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
release=$(ssh -V 2>&1 | sed 's/^OpenSSH_\([0-9]*\)\.\([0-9]*\).*/\1 \2/')
[ "${release% *}${release#* }" -ge 86 ] || skip_all 'this ssh is older than 8.6'
keep_world
# shellcheck disable=SC2154
sshd_up "$router" || exit 1
echo '10.9.1.2 jumper jumping' >> "$T/hosts"
mkfifo "$T/keys"
exec 3<> "$T/keys"
ssh-keygen -q -t ed25519 -N 'open sesame' -C throw-away -f "$T/locked"
cat "$T/locked.pub" >> "$T/authorized"
sed -i "/BatchMode/d; /IdentityFile/d; s/^Host \*/&\n    PersistBackoff 1s 1s/" "$T/config"
cp "$T/config" "$T/first"
# config lines...: those of host srv, before all others.
config() {
	{
		printf '%s\n' 'IgnoreUnknown Persist*' "$jumps" 'Host srv' "$@" \
		    '    HostName server' "    IdentityFile $T/locked" \
		    'Host jump first middle' "    IdentityFile $T/key"
		cat "$T/first"
	} > "$T/edited"
	mv "$T/edited" "$T/config"
}
asks='    PersistPassword yes'
shows() { [ "$(grep -c -- "$1" "$T/t")" -ge "$2" ]; }
asked() { [ "$(grep -o 'Enter passphrase' "$T/t" | wc -l)" -ge "$1" ]; }
ups=0
needs=0
# drop: the ssh is lost.
drop() {
	kill -KILL "$(kept "$sshp")"
}
# known name: lost, it comes back without a question.
known() {
	drop
	ups=$((ups + 1))
	ok "$1: back, and nobody is asked" until_ 10 shows 'reconnected after' $ups
}
# forgotten name: lost, it waits for a person, who answers.
forgotten() {
	drop
	needs=$((needs + 1))
	ok "$1: forgotten, a person is needed" until_ 10 shows 'needs you: passphrase' $needs
	answer "$1"
}
answer() {
	printf '\n' >&3
	questions=$((questions + 1))
	ok "$1: Enter, and it is asked" until_ 10 asked $questions
	printf 'open sesame\n' >&3
	ups=$((ups + 1))
	ok "$1: back" until_ 10 shows 'reconnected after' $ups
}

jumps=
config "$asks"
"$O/t/lib/pty" sshp -F "$T/config" -N srv <&3 > "$T/t" 2> /dev/null &
term=$!
ok 'the first start asks' until_ 10 asked 1
questions=1
printf 'open sesame\n' >&3
ok 'up' until_ 10 shows 'up in' 1
sshp=$(kept $term)
known 'nothing is edited'

# --- the same account of the same server ---
config "$asks" "    User $(id -un)" '    Port 22' '    Compression yes'
known 'our own user and port 22 are written down'
jumps='Host other
    User x'
config "$asks"
known 'a block for another host'
jumps=

# --- another account, another server ---
config "$asks" '    HostName web'
forgotten 'another HostName'
known 'another HostName, once more'
config "$asks" '    HostKeyAlias web' '    StrictHostKeyChecking no'
forgotten 'another HostKeyAlias'
# Only root's sshd lets another account in.
if [ "$(id -un)" = root ]; then
	config "$asks" '    User nobody'
	drop
	needs=$((needs + 1))
	ok 'another User: forgotten' until_ 10 shows 'needs you: passphrase' $needs
	config "$asks"
	answer 'and edited back'
else
	skip 'another User' 'not root here'
	config "$asks"
	forgotten 'no HostKeyAlias'
fi

# --- another way ---
jump='Host first jump
    HostName jumper
Host middle
    HostName server'
jumps=$jump
config "$asks" '    ProxyJump jump'
forgotten 'a ProxyJump'
known 'a ProxyJump, once more'
jumps=$(echo "$jump" | sed 's/jumper/jumping/')
config "$asks" '    ProxyJump jump'
forgotten 'another HostName in the block of the jump host'
jumps="$jumps
    HostKeyAlias server"
config "$asks" '    ProxyJump jump'
known 'a block of a host that is no jump host'
jumps="$jump
Host jump
    ProxyJump first"
config "$asks" '    ProxyJump jump'
forgotten 'the block of the jump host has a ProxyJump of its own'
jumps="Host first
    HostName jumping
$jumps"
config "$asks" '    ProxyJump jump'
forgotten 'another HostName in the block of that one'
jumps=$jump
config "$asks" '    ProxyJump jump,middle'
forgotten 'two jump hosts'
known 'two jump hosts, once more'
jumps=$(echo "$jump" | sed 's/server/web/')
config "$asks" '    ProxyJump jump,middle'
forgotten 'another HostName in the block of the second'

# --- PersistPassword itself ---
jumps=
config
forgotten 'PersistPassword is taken out'
forgotten 'PersistPassword is taken out: not remembered'
config "$asks"
forgotten 'PersistPassword is there again'
known 'PersistPassword is there again: remembered'
printf '\003' >&3
until_ 10 gone $term
ok 'nothing stays' until_ 10 clean

# --- it was not there at the start ---
config "    IdentityFile $T/key"
keep "$T/a" -N srv
ok 'without PersistPassword: up' until_ 20 says "$T/a" 'up in'
config "$asks" "    IdentityFile $T/key"
kill -KILL "$(kept $keep)"
ok 'PersistPassword is written: the tunnel is back' until_ 20 says "$T/a" 'reconnected after'
has 'and it is said that this needs a restart' "$T/a" \
    'ssh_config: the change of PersistPassword takes effect when sshp is started again'
kill $keep
wait $keep
ok 'nothing stays at the end' until_ 10 clean
finish
