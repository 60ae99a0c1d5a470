#!/bin/sh
# With PersistRemoteCommand, sshp runs a remote command again after a loss of
# the connection, and not after the command ended by itself.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
release=$(ssh -V 2>&1 | sed 's/^OpenSSH_\([0-9]*\)\.\([0-9]*\).*/\1 \2/')
[ "${release% *}${release#* }" -ge 85 ] || skip_all 'this ssh says too little (8.5)'
sed -i 's/^    Persist yes/&\n    PersistBackoff 1s 2s/' "$T/config"
count() {
	wc -l < "$T/ran"
}
# begins log options... command: a kept command, in the background.
begins() {
	log=$T/$1
	shift
	: > "$T/ran"
	keep "$log" -o PersistRemoteCommand=yes "$@"
}
# ends name status command [options...]: the command runs once, and sshp ends so.
ends() {
	name=$1 status=$2 command=$3
	shift 3
	begins end "$@" server "echo >> $T/ran; $command"
	ok "sshp ends after $name" until_ 20 gone $keep
	kill $keep 2> /dev/null
	wait $keep
	is "sshp ends as ssh does after $name" $? "$status"
	is "the command ran once: $name" "$(count)" 1
}
# shellcheck disable=SC2016
ends 'a command that a signal ended' 255 'kill -KILL $$'
has 'sshp says that a signal ended the command' "$T/end" \
    'server: stopped: a signal ended the shell or command'
lacks 'sshp prints no line that it asked ssh for' "$T/end" client_input
# shellcheck disable=SC2016
ends 'a command that a signal ended, with forwards' 255 'kill -TERM $$' \
    -L 8080:localhost:80 -R 9090:localhost:80
ends 'a command that exited with 255' 255 'exit 255'
ends 'a command that exited with 255 behind a passed socket' 255 'exit 255' \
    -o PersistGuard=fdpass
ends 'a command that exited with 3' 3 'exit 3'
cp "$T/config" "$T/plain"
echo "    RemoteCommand echo >> $T/ran; kill -SEGV \$\$" >> "$T/config"
: > "$T/ran"
keep "$T/end" -o PersistRemoteCommand=yes server
ok 'sshp ends after a RemoteCommand that a signal ended' until_ 20 gone $keep
is 'the RemoteCommand ran once' "$(count)" 1
cp "$T/plain" "$T/config"

# --- the connection is lost ---
begins lost server "echo >> $T/ran; sleep 985"
ran() {
	[ "$(count)" -ge "$1" ]
}
ok 'a command runs' until_ 20 ran 1
kill -KILL "$(kept $keep)"
ok 'a command runs again after its ssh was killed' until_ 20 ran 2
for p in $(sessions); do
	kill -KILL "$p"
done
ok 'a command runs again after its sshd was killed' until_ 20 ran 3
kill $keep
wait $keep 2> /dev/null
for p in $(processes 'sleep 985'); do
	kill "$p"
done

# --- without the guard the kernel does not show which lines are ssh's ---
# shellcheck disable=SC2016
begins bare -o PersistGuard=no server "echo >> $T/ran; kill -KILL \$\$"
ok 'sshp says why the command ended, without the guard' until_ 20 \
    says "$T/bare" 'a signal ended the shell or command'
ok 'sshp does not soon run that command again' holds_for 10 eval '[ "$(count)" -eq 1 ]'
kill $keep
wait $keep 2> /dev/null
ok 'no process and no file of sshp is left' until_ 10 clean
finish
