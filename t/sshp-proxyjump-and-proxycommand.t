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
	is "a remote command runs on the host $to" "$(say $to)" here
	lacks "the guard prints nothing for a remote command on the host $to" "$T/err" 'tunnel-guard'
done
cp "$config" "$T/even"
is 'with PersistGuard no the ProxyJump is left to ssh' \
    "$(sshp -F "$T/even" -o PersistGuard=no far 'echo here')" here
is 'a jump host of the command line (-J) is used' \
    "$(sshp -F "$config" -J hop -o HostName=localhost server 'echo here')" here
is '-v makes the ssh to the jump host verbose, too' \
    "$(sshp -vF "$config" far true 2>&1 | grep -c 'debug1: Authentication succeeded\|^Authenticated to')" 2

sshp -F "$config" bad true 2> "$T/err"
is 'a ProxyCommand that fails ends sshp with 255' $? 255
has 'the error of a ProxyCommand is printed' "$T/err" '^no way to bad'

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
ok 'a tunnel through one jump host is up' until_ 20 says "$T/far" '^sshp: far: up in '
ok 'a tunnel through two jump hosts is up' until_ 20 says "$T/farther" '^sshp: farther: up in '
ok 'a tunnel through a ProxyCommand is up' until_ 20 says "$T/own" '^sshp: own: up in '
ok 'sshp says that the jump host refuses, and retries soon' \
    until_ 10 says "$T/shut" 'connect to host server port 23: Connection refused; retrying'
ok 'sshp says that the ProxyCommand fails, and retries' \
    until_ 10 says "$T/bad" 'bad: the command exited with status 7'
lacks 'the errors of the ssh to the jump host are not repeated' "$T/shut" 'kex_exchange'
kill $shut $bad

path_cut
cut=$(now)
for to in far farther own; do
	ok "the tunnel to $to is lost when the path dies, and sshp says why" \
	    until_ 40 says "$T/$to" "^sshp: $to: connection lost after .*: server: path dead"
	note "$to: after $(span "$cut") s: $(grep lost "$T/$to")"
	lacks "the guards of the tunnel to $to print nothing" "$T/$to" '^tunnel-guard'
done
path_heal
for to in far farther own; do
	ok "the tunnel to $to is back when the path is back" until_ 60 says "$T/$to" "^sshp: $to: reconnected after "
done
ssh=$(kept $far)
kill -9 "$ssh"
ok 'a tunnel through a jump host is back after kill -9 of its ssh' until_ 20 says "$T/far" '^sshp: far: reconnected after ' 2
kill -9 $farther
kill $far $own
nothing() {
	[ -z "$(processes "$config")" ] && [ -z "$(processes tunnel-guard)" ]
}
ok 'no process and no file is left after kill -9 and SIGTERM' until_ 15 nothing

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
ok 'the question about the host key of the jump host is shown' until_ 10 shows 'Are you sure you want to continue'
key '\032'
ok '^Z stops sshp and every ssh' until_ 10 shows '\[stopped'
kill -USR1 "$(cat "$T/pid")"
# ssh asks once more, and forgets what was typed before.
asked_again() { [ "$(grep -o 'continue connecting' "$T/t" | wc -l)" -ge 2 ]; }
ok 'fg shows the question about the host key again' until_ 10 asked_again
key 'yes\n'
ok 'the connection is up after fg and an answer' until_ 20 shows 'far: up in'
key '\003'
wait $term
is '^C ends sshp with 130' $? 130
ok 'no process and no file is left after ^C' until_ 5 nothing
ssh-keygen -q -p -P '' -N secret -f "$T/key"
term -N far
ok 'the question for the passphrase of the jump host is shown' until_ 10 shows 'Enter passphrase for key'
key '\003'
wait $term
is '^C at the passphrase question ends sshp with 130' $? 130
ok 'the terminal has its old modes after ^C' shows '\[sane\]'
ok 'no process and no file is left after ^C at a question' until_ 5 nothing
term -N far
until_ 10 shows 'Enter passphrase for key'
key 'secret\n'
again() { [ "$(grep -o 'Enter passphrase' "$T/t" | wc -l)" -ge 2 ]; }
until_ 10 again
key 'secret\n'
ok 'the tunnel is up once each question is answered' until_ 20 shows 'far: up in'
key '\003'
wait $term
finish
