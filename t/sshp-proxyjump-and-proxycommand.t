#!/bin/sh
# What the user put between ssh and the server is kept by sshp, too: a
# ProxyCommand of his own, jump hosts, one or two; and each is noticed dead.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
mkdir "$T/odd dir"
cp "$T/config" "$T/odd dir/it's"
config="$T/odd dir/it's"
# The last hop is reached from the first by its own loopback.
cat >> "$config" <<-END
	Host far
	    HostName localhost
	    ProxyJump hop
	Host farther
	    HostName 127.0.0.1
	    ProxyJump hop,ssh://localhost:22
	Host hop
	    HostName server
	Host own
	    HostName server
	    ProxyCommand sh -c 'exec "$T/odd dir/pass" "%h" %p'
	Host bad
	    ProxyCommand sh -c 'echo "no way to %h" >&2; exit 7'
	Host shut
	    HostName localhost
	    ProxyJump closed
	Host closed
	    HostName server
	    Port 23
	Host through
	    HostName localhost
	    ProxyJump viaown
	Host viaown
	    HostName server
	    ProxyCommand nc.sh %h %p
END
cat > "$T/odd dir/pass" <<-'END'
	#!/bin/sh
	exec tunnel-guard -t 3 "$@"
END
cp "$T/odd dir/pass" "$T/nc.sh"
chmod +x "$T/odd dir/pass" "$T/nc.sh"
PATH=$T:$PATH

ssh_keep() {
	keep_log=$1
	shift
	sshp -F "$config" "$@" 2> "$keep_log" &
	keep=$!
}
say() {
	sshp -F "$config" -o PersistGuard="${2:-relay}" "$1" 'echo here' 2> "$T/err"
}
for to in far farther own through; do
	is "$to: a command" "$(say $to)" here
	lacks "$to: nothing is said" "$T/err" 'tunnel-guard'
done
cp "$config" "$T/even"
is 'without the guard: ssh itself' \
    "$(sshp -F "$T/even" -o PersistGuard=no far 'echo here')" here
is 'a hop of the command line' \
    "$(sshp -F "$config" -J hop -o HostName=localhost server 'echo here')" here
is '-v is for all of them' \
    "$(sshp -vF "$config" far true 2>&1 | grep -c 'debug1: Authentication succeeded\|^Authenticated to')" 2

sshp -F "$config" bad true 2> "$T/err"
is 'a command that fails: 255' $? 255
has 'its own words' "$T/err" '^no way to bad'

ssh_keep "$T/far" -N far
far=$keep
ssh_keep "$T/farther" -N farther
farther=$keep
ssh_keep "$T/own" -N own
own=$keep
ssh_keep "$T/shut" -N shut
shut=$keep
ssh_keep "$T/bad" -N bad
bad=$keep
ok 'one hop: up' until_ 20 says "$T/far" '^sshp: far: up in '
ok 'two hops: up' until_ 20 says "$T/farther" '^sshp: farther: up in '
ok 'a command: up' until_ 20 says "$T/own" '^sshp: own: up in '
ok 'a hop that refuses: said, and tried soon' \
    until_ 10 says "$T/shut" 'connect to host server port 23: Connection refused; retrying'
ok 'a command that fails: said, and tried again' \
    until_ 10 says "$T/bad" 'bad: the command exited with status 7'
lacks 'and the words of the ssh to it are not repeated' "$T/shut" 'kex_exchange'
kill $shut $bad

path_cut
cut=$(now)
for to in far farther own; do
	ok "$to: black hole: lost, and why" \
	    until_ 40 says "$T/$to" "^sshp: $to: connection lost after .*: server: path dead"
	note "$to: after $(span "$cut") s: $(grep lost "$T/$to")"
	lacks "$to: the guards stay silent" "$T/$to" '^tunnel-guard'
done
path_heal
for to in far farther own; do
	ok "$to: back" until_ 60 says "$T/$to" "^sshp: $to: reconnected after "
done
ssh=$(kept $far)
kill -9 "$ssh"
ok 'kill -9 of ssh: back' until_ 20 says "$T/far" '^sshp: far: reconnected after ' 2
kill -9 $farther
kill $far $own
nothing() {
	[ -z "$(processes "$config")" ] && [ -z "$(processes tunnel-guard)" ]
}
ok 'nothing stays, after kill -9 and TERM' until_ 15 nothing

# --- the ssh to a jump host asks on the terminal ---
mkfifo "$T/keys"
exec 3<> "$T/keys"
sed -i '/BatchMode/d; s/^    UserKnownHostsFile.*/    UserKnownHostsFile \/run\/t\/new/' "$config"
term() {
	: > "$T/t"
	"$O/t/lib/pty" -z sshp -F "$config" "$@" <&3 > "$T/t" 2> "$T/pid" &
	term=$!
}
key() { printf "$1" >&3; }
shows() { grep -q -- "$1" "$T/t"; }
term -N far
ok 'a host key question, of the hop' until_ 10 shows 'Are you sure you want to continue'
key '\032'
ok '^Z stops all of it' until_ 10 shows '\[stopped'
kill -USR1 "$(cat "$T/pid")"
# ssh asks once more, and forgets what was typed before.
asked_again() { [ "$(grep -o 'continue connecting' "$T/t" | wc -l)" -ge 2 ]; }
ok 'fg: asked again' until_ 10 asked_again
key 'yes\n'
ok 'fg, and an answer: up' until_ 20 shows 'far: up in'
key '\003'
wait $term
is '^C: 130' $? 130
ok '^C: nothing stays' until_ 5 nothing
ssh-keygen -q -p -P '' -N secret -f "$T/key"
term -N far
ok 'a passphrase, for the hop' until_ 10 shows 'Enter passphrase for key'
key '\003'
wait $term
is '^C at the question: 130' $? 130
ok 'the terminal is as it was' shows '\[sane\]'
ok 'nothing stays' until_ 5 nothing
term -N far
until_ 10 shows 'Enter passphrase for key'
key 'secret\n'
again() { [ "$(grep -o 'Enter passphrase' "$T/t" | wc -l)" -ge 2 ]; }
until_ 10 again
key 'secret\n'
ok 'answered, for each: up' until_ 20 shows 'far: up in'
key '\003'
wait $term
finish
