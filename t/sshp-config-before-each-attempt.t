#!/bin/sh
# ssh_config is evaluated before each attempt, as a plain ssh in a loop reads
# it, and ssh opens what sshp supervises.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
# shellcheck disable=SC2154
sshd_up "$router" || exit 1
cat > "$T/base" <<END
IgnoreUnknown Persist*
Host srv
    HostName server
Host jump
    HostName 10.9.1.2
Match originalhost srv exec "echo >> $T/asked; test -e $T/away"
    ProxyJump jump
Match originalhost srv exec "test ! -e $T/hang || sleep 987"
    ConnectTimeout 20
END
# config text: $T/config is what is common, and text.
config() {
	{
		printf '%s\n' "$1"
		cat "$T/base"
		sed -e 1d -e '/^    Persist yes/d' "$T/config.first"
	} > "$T/config"
}
cp "$T/config" "$T/config.first"
persists='Host srv
    Persist yes
    PersistBackoff 1s 2s'
first="$persists
    RemoteForward 8080 localhost:80
    LocalForward 9090 localhost:80"
second="$persists
    RemoteForward 127.0.0.1:8081 localhost:80
    LocalForward 9090 localhost:80"

# ups n: it has been up so often.
ups() {
	[ "$(grep -c '^sshp: srv: \(up\|reconnected\)' "$T/a")" -ge "$1" ]
}
# through: an ssh to the jump host runs.
through() {
	[ -n "$(processes '-W [server]:22')" ]
}
direct() {
	! through
}

config "$first"
keep "$T/a" -N srv
ok 'a tunnel is up, with the forwards of the file' until_ 20 ups 1
is 'Match exec is run once for the first attempt, as by ssh' \
    "$(wc -l < "$T/asked")" 1
ok 'the tunnel leads to the server directly' direct
ok 'the file that ssh reads is its owner'\''s alone' \
    test "$(stat -c %a "$T"/run/sshp/*/config)" = 600
lacks 'the file that ssh reads has no forwards' "$(echo "$T"/run/sshp/*/config)" Forward

# --- another place: Match exec ---
touch "$T/away"
sshpctl restart srv
ok 'the tunnel is back after a restart with another ssh_config' until_ 20 ups 2
ok 'the tunnel leads through the jump host of the new ssh_config' through
rm "$T/away"
kill -KILL "$(kept $keep)"
ok 'the tunnel is back after a loss with the old ssh_config' until_ 20 ups 3
ok 'the tunnel leads to the server directly again' direct
ok 'the remote forward still listens' listens "$server" 8080

# --- forwards edited ---
# shellcheck disable=SC2086
$server perl t/lib/peer web 8081 2> /dev/null &
busy=$!
ok 'another process has the port of the next forward' until_ 10 listens "$server" 8081
config "$second"
kill -KILL "$(kept $keep)"
ok 'the tunnel is back with another remote forward in ssh_config' until_ 20 ups 4
ok 'a forward that was removed from the file is not opened again' \
    holds_for 1 eval '! listens "$server" 8080'
sshpctl list --json > "$T/json"
has 'list tells of the forwards that ssh was started with' "$T/json" '8081'
lacks 'list shows no forward that ssh was not started with' "$T/json" '8080'
sshpctl metrics > "$T/metrics"
has 'as many forwards are wanted as there are now' "$T/metrics" '^sshp_forwards{.*} 2$'
has 'the metrics count the busy forward as missing' "$T/metrics" '^sshp_forwards_ready{.*} 1$'
kill $busy
wait $busy 2> /dev/null
mine() {
	sshpctl metrics | grep -q '^sshp_forwards_ready{.*} 2$'
}
ok 'the new forward that was refused is retried until it is granted' until_ 40 mine
set -- "$HOME"/.local/state/sshp/*.history
is 'the id and the history stay those of the start' $# 1
is 'a second start of the tunnel, as by cron, finds that it runs already' \
    "$(sshp -F "$T/config" -f -N srv 2>&1 | sed 's/ as process.*//')" \
    'sshp: srv: this tunnel is already running'
is 'sshpctl lists the tunnel once' "$(sshpctl list | grep -c '^srv')" 1

# --- a mistake ---
config "$second
    Nonsense x"
kill -KILL "$(kept $keep)"
ok 'the tunnel is back although ssh_config has a mistake' until_ 20 ups 5
kill -KILL "$(kept $keep)"
ok 'the tunnel is back a second time although ssh_config has a mistake' until_ 20 ups 6
is 'sshp says once where the mistake in ssh_config is' \
    "$(grep -c "config: line 6: Bad configuration option: nonsense; using the previous settings" "$T/a")" 1

# --- Match exec that hangs ---
config "$second"
touch "$T/hang"
since=$(now)
kill -KILL "$(kept $keep)"
hangs() {
	[ -n "$(processes 'sleep 987')" ]
}
ok 'the command of a Match exec hangs' until_ 10 hangs
ok 'sshp answers sshpctl while a Match exec hangs' sshpctl list
ok 'the tunnel is back although a Match exec hangs' until_ 30 ups 7
note "after $(span "$since") s"
has 'sshp says that ssh_config took too long' "$T/a" 'ssh_config took longer than 10s'
ok 'the hanging command of Match exec is ended' until_ 5 eval '! hangs'
kill -KILL "$(kept $keep)"
ok 'the command of Match exec hangs again' until_ 10 hangs
sshpctl stop srv
wait $keep
is 'sshpctl stop works while a Match exec hangs' $? 0
ok 'no process and no file of sshp is left' until_ 10 eval 'clean && ! hangs'
rm "$T/hang"

# --- Persist taken out; no room for the snapshot ---
config "$second"
keep "$T/a" -N srv
ok 'a second tunnel is up' until_ 20 ups 1
config "${second#*Persist yes}"
sed -i '1i Host srv' "$T/config"
kill -KILL "$(kept $keep)"
ok 'Persist was taken out of the file: sshp goes on' until_ 20 ups 2
has 'sshp says that the change needs a restart' "$T/a" \
    'ssh_config: Persist yes no longer applies; using the previous settings until sshp is started again'
config "$second"
cd "$T"/run/sshp/*/ && rm config && mkdir config
cd - > /dev/null || exit 1
kill -KILL "$(kept $keep)"
ok 'the tunnel is back although the snapshot cannot be written' until_ 20 ups 3
has 'sshp says that the snapshot cannot be written' "$T/a" '/config: Is a directory (ssh reads ssh_config itself)'
rmdir "$T"/run/sshp/*/config
kill $keep
wait $keep
ok 'no process and no file of sshp is left at the end' until_ 10 clean
finish
