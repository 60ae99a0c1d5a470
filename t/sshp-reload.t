#!/bin/sh
# SPDX-License-Identifier: ISC
# What sshpctl reload does with edits that are no change of a forward: nothing
# changed, mistakes, another destination, options, limits, a tunnel that is down.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
# shellcheck disable=SC2154
server_sshd=$sshd_pid
# shellcheck disable=SC2154
sshd_up "$router" || exit 1
sed -e 1d -e '/^    Persist yes/d' -e '/^Host/d' "$T/config" > "$T/base"
# config line...: $T/config is these lines for srv, and what is common.
config() {
	{
		printf 'IgnoreUnknown Persist*\nHost srv\n'
		printf '    %s\n' "$@"
		printf 'Host other\n    HostName server\n    Persist yes\n'
		cat "$T/others" 2> /dev/null
		printf 'Host *\n'
		cat "$T/base"
	} > "$T/config"
}
# reload name...: $said is what sshpctl says; its status is $status.
reload() {
	said=$(sshpctl reload "$@" 2>&1)
	status=$?
}
# says_ name text status: reload said this, and had this exit status.
says_() {
	is "$1" "$said" "$2"
	is "$1: the exit status" "$status" "$3"
}
# ups n: it has been up so often.
ups() {
	[ "$(grep -c '^sshp: srv: \(up\|reconnected\)' "$T/log")" -ge "$1" ]
}
same() {
	[ "$(kept $keep)" = "$ssh" ] && alive "$ssh"
}
to() {
	sshpctl list --json srv | grep -q "\"to\":\"[^\"]*@$1:22\""
}
plain='HostName server'
keeps='Persist yes'
wait_='PersistBackoff 1s 2s'
one='LocalForward 9001 localhost:22'

config "$plain" "$keeps" "$wait_" "$one"
keep "$T/log" -N srv
ok 'the tunnel is up' until_ 20 ups 1
ssh=$(kept $keep)

# --- nothing, and mistakes ---
reload srv
says_ 'an unchanged file changes nothing' 'srv: nothing has changed' 0
config "$plain" "$keeps" "$wait_" "$one" 'Nonsense x' 'LocalForward 9002 localhost:22'
reload srv
says_ 'a mistake changes nothing, and its line is said' \
    "sshpctl: srv: $T/config: line 7: Bad configuration option: nonsense; nothing has changed" 255
config "$plain" "$keeps" 'PersistBackoff soon' "$one" 'LocalForward 9002 localhost:22'
reload srv
case $said in
"sshpctl: srv: $T/config:5: PersistBackoff"*'; nothing has changed') ok 'a mistake in a keyword of sshp is said with its line' true ;;
*) is 'a mistake in a keyword of sshp is said with its line' "$said" "$T/config:5" ;;
esac
ok 'a mistake opens no forward' eval '! listens "" 9002'
has 'sshp says the result, too' "$T/log" '^sshp: srv: reload: .*nothing has changed'

# --- edits that need a new start of sshp ---
config "$plain" 'Persist no' "$wait_"
reload srv
says_ 'Persist no is rejected' "sshpctl: srv: ssh_config: Persist yes no longer applies; the previous settings stay; stop and start the connection to apply the edit" 255
config "$plain" "$keeps" "$wait_" "$one" 'ForkAfterAuthentication yes'
reload srv
says_ 'ForkAfterAuthentication is rejected' "sshpctl: srv: ssh_config: ForkAfterAuthentication has \
changed; the previous settings stay; stop and start the connection to apply the edit" 255
config "$plain" "$keeps" "$wait_" "$one" 'PersistName another'
reload srv
says_ 'PersistName waits for a new start of sshp' \
    'srv: the change of PersistName takes effect when sshp is started again' 0
ok 'ssh is the same process after all of these' same

# --- settings ---
config "$plain" "$keeps" 'PersistBackoff 1s 3s' "$one" "PersistNotify echo \$SSHP_EVENT >> $T/heard"
reload srv
says_ 'settings of sshp change at once' 'srv: PersistBackoff, PersistNotify changed' 0
config "$plain" "$keeps" "$wait_" 'Compression yes' 'PersistTimeout 7s' 'LocalForward 9002 localhost:22' \
    "PersistNotify echo \$SSHP_EVENT >> $T/heard"
reload srv
says_ 'options of ssh and the guard wait for the next connection, forwards do not' "srv: PersistBackoff changed; \
compression, PersistTimeout: with the next connection; opened -L 9002; closed -L 9001" 0
ok 'ssh is the same process after changed options' same
reload srv
says_ 'a second reload still says what waits for the next connection' \
    'srv: nothing has changed; compression, PersistTimeout: with the next connection' 0
kill -KILL "$ssh"
ok 'the tunnel is back after a loss' until_ 20 ups 2
has 'the next connection has the option' "$(echo "$T"/run/sshp/*/config)" 'Compression yes'
has 'the command of the changed PersistNotify was run' "$T/heard" '^down'

# --- another destination ---
config 'HostName 10.9.1.2' "$keeps" "$wait_" 'LocalForward 9002 localhost:22'
reload srv
case $said in
'srv: '*'hostname'*' changed: reconnecting') ok 'another HostName reconnects' true ;;
*) is 'another HostName reconnects' "$said" reconnecting ;;
esac
is 'another HostName: the exit status' "$status" 0
ok 'the tunnel is up again' until_ 20 ups 3
ok 'the tunnel leads to the other host' to 10.9.1.2
config "$plain" "$keeps" "$wait_" "$one"
reload srv
ok 'the tunnel is up at the first host again' until_ 20 eval 'ups 4 && to server'
ok 'the forward is the edited one' listens '' 9001

# --- another sshp keeps it ---
echo '    LocalForward 9005 localhost:22' > "$T/others"
config "$plain" "$keeps" "$wait_" "$one"
sshp -F "$T/config" -N other 2> "$T/log2" &
other=$!
ok 'another tunnel is up' until_ 20 says "$T/log2" 'up in'
ssh=$(kept $keep)
config "$plain" "$keeps" "$wait_" 'LocalForward 9005 localhost:22'
reload srv
says_ 'an edit to what another sshp keeps is rejected' \
    "sshpctl: srv: process $other keeps this tunnel already; nothing has changed" 255
ok 'the tunnel keeps its forward' listens '' 9001
ok 'ssh is the same process after that' same
config "$plain" "$keeps" "$wait_" "$one" 'LocalForward 9006 localhost:22'
reload srv
says_ 'an edit to another identity is applied' 'srv: opened -L 9006' 0
is 'a second start of the edited tunnel finds that it runs already' \
    "$(sshp -F "$T/config" -f -N srv 2>&1 | sed 's/ as process.*//')" 'sshp: srv: this tunnel is already running'

# --- several ---
config "$plain" "$keeps" "$wait_" "$one" 'LocalForward 9007 localhost:22'
said=$(sshpctl reload -a | sort | tr '\n' '|')
is 'reload -a has a line for each tunnel' "$said" \
    'other: nothing has changed|srv: opened -L 9007; closed -L 9006|'
reload srv nobody
is 'reload of a name that is not there: the exit status' "$status" 3
has 'reload of several does what it can' "$T/log" 'reload: opened -L 9007; closed -L 9006'
sshpctl stop other
wait $other

# --- a Match exec that hangs ---
config "$plain" "$keeps" "$wait_" "$one" 'LocalForward 9008 localhost:22'
cat >> "$T/config" <<END
Match exec "test ! -e $T/hang || sleep 986"
    ServerAliveInterval 0
END
touch "$T/hang"
ssh=$(kept $keep)
sshpctl reload srv > "$T/hung" 2>&1 &
hung=$!
hangs() {
	[ -n "$(processes 'sleep 986')" ]
}
ok 'the command of a Match exec hangs' until_ 10 hangs
ok 'sshp answers sshpctl list meanwhile' timeout 2 sshpctl list srv
wait $hung
is 'a reload that hangs ends at the deadline: the exit status' $? 255
has 'a reload that hangs ends at the deadline, and says so' "$T/hung" \
    '^sshpctl: srv: ssh_config took longer than 10s to evaluate .*; nothing has changed$'
ok 'the hanging command is ended' until_ 5 eval '! hangs'
ok 'the hanging command opened no forward' eval '! listens "" 9008'
ok 'ssh is the same process after the deadline' same
rm "$T/hang"

# --- while it is down ---
config "$plain" "$keeps" 'PersistBackoff 10m' "$one"
reload srv
# shellcheck disable=SC2154
kill "$server_sshd"
until_ 5 gone "$server_sshd"
for p in $(sessions); do kill -9 "$p"; done
down() {
	sshpctl list --json srv | grep -q '"state":"waiting"'
}
ok 'the tunnel is down, and the wait is long' until_ 20 down
reload srv
says_ 'nothing changed while it is down' 'srv: nothing has changed' 0
ok 'a reload that changes nothing does not end the wait' down
sshd_up "$server"
config "$plain" "$keeps" 'PersistBackoff 10m' "$one" 'LocalForward 9009 localhost:22'
reload srv
says_ 'an edit while it is down begins the next attempt' \
    'srv: not up: the next attempt has the change, and begins now' 0
ok 'the tunnel is up' until_ 20 ups 5
ok 'it has the edited forward' listens '' 9009
kill $keep
wait $keep

# --- while it needs the user ---
eval "$(ssh-agent -a "$T/agent")" > /dev/null
ssh-add -q "$T/key"
sed -i 's/^    IdentityFile.*//; s/^    IdentitiesOnly.*//; /BatchMode/d' "$T/base"
config "$plain" "$keeps" "$one" "IdentityFile $T/none"
keep "$T/log" -N srv < /dev/null
until_ 20 ups 1
ssh-add -q -D
kill -KILL "$(kept $keep)"
needs() {
	sshpctl list --json srv | grep -q '"state":"needs-you"'
}
ok 'a key left the agent, and the tunnel needs the user' until_ 20 needs
config "$plain" "$keeps" "$one" "IdentityFile $T/key"
reload srv
says_ 'an edit of the key begins the next attempt' 'srv: identityfile changed: reconnecting' 0
ok 'the tunnel is up with the other key' until_ 20 ups 2
kill $keep
wait $keep
kill "$SSH_AGENT_PID"
unset SSH_AUTH_SOCK

# --- without a control socket, and while ssh does not answer ---
config "$plain" "$keeps" "$one" 'ControlMaster no' "IdentityFile $T/key"
keep "$T/log" -N srv
until_ 20 ups 1
config "$plain" "$keeps" 'LocalForward 9010 localhost:22' 'ControlMaster no' "IdentityFile $T/key"
reload srv
says_ 'without a control socket forwards wait for the next connection' \
    'srv: -L 9010 is opened with the next connection; closed with the next connection: -L 9001' 1
sshpctl restart srv
ok 'the next connection has the forwards' until_ 20 eval 'ups 2 && listens "" 9010 && ! listens "" 9001'
kill $keep
wait $keep
touch "$T/busy"
config "$plain" "$keeps" "$one" "IdentityFile $T/key" 'PermitLocalCommand yes' \
    "LocalCommand while [ -e $T/busy ]; do sleep .1; done"
keep "$T/log" -N srv
ok 'a tunnel is up while its LocalCommand runs' until_ 20 ups 1
config "$plain" "$keeps" 'LocalForward 9010 localhost:22' "IdentityFile $T/key" 'PermitLocalCommand yes' \
    "LocalCommand while [ -e $T/busy ]; do sleep .1; done"
sshpctl reload srv > "$T/hung" 2>&1 &
hung=$!
calls() {
	[ -n "$(processes '-O cancel')" ]
}
until_ 10 calls
ok 'sshp answers while ssh does not' timeout 2 sshpctl list srv
wait $hung
is 'while ssh does not answer reload ends all the same: the exit status' $? 1
is 'while ssh does not answer reload says what is not done yet' "$(cat "$T/hung")" \
    'srv: -L 9010 is not opened yet, retrying; not closed yet, retrying: -L 9001'
rm "$T/busy"
ok 'the forwards change once ssh answers' until_ 40 eval 'listens "" 9010 && ! listens "" 9001'
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean
finish
