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
	[ "$(grep -c '^sshp: srv: \(up\|back\)' "$T/a")" -ge "$1" ]
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
ok 'it leads there directly' direct
ok 'the file that ssh reads is its owner'\''s alone' \
    test "$(stat -c %a "$T"/run/sshp/*/config)" = 600
lacks 'and has no forwards in it' "$(echo "$T"/run/sshp/*/config)" Forward

# --- another place: Match exec ---
touch "$T/away"
sshpctl restart srv
ok 'away, restarted: the tunnel is back' until_ 20 ups 2
ok 'and leads through the jump host, as the file has it now' through
rm "$T/away"
kill -KILL "$(kept $keep)"
ok 'back in the office, after a loss: the tunnel is back' until_ 20 ups 3
ok 'and leads there directly again' direct
ok 'the forwards are still there' listens "$server" 8080

# --- forwards edited ---
# shellcheck disable=SC2086
$server perl t/lib/peer web 8081 2> /dev/null &
busy=$!
ok 'somebody has the port of a forward to come' until_ 10 listens "$server" 8081
config "$second"
kill -KILL "$(kept $keep)"
ok 'the file has another remote forward: the tunnel is back' until_ 20 ups 4
ok 'the one that was taken out is not opened again' \
    holds_for 1 eval '! listens "$server" 8080'
sshpctl list --json > "$T/json"
has 'list tells of the forwards that ssh was started with' "$T/json" '8081'
lacks 'and of no others' "$T/json" '8080'
sshpctl metrics > "$T/metrics"
has 'as many forwards are wanted as there are now' "$T/metrics" '^sshp_forwards{.*} 2$'
has 'and the busy one is missing' "$T/metrics" '^sshp_forwards_ready{.*} 1$'
kill $busy
wait $busy 2> /dev/null
mine() {
	sshpctl metrics | grep -q '^sshp_forwards_ready{.*} 2$'
}
ok 'the new one, refused at first, is retried until it is there' until_ 40 mine
set -- "$HOME"/.local/state/sshp/*.history
is 'the id and the history stay those of the start' $# 1
is 'the same tunnel, started again by cron, finds itself kept' \
    "$(sshp -F "$T/config" -f -N srv 2>&1 | sed 's/, process.*//')" \
    'sshp: srv: this tunnel is already running'
is 'and sshpctl lists one of it' "$(sshpctl list | grep -c '^srv')" 1

# --- a mistake ---
config "$second
    Nonsense x"
kill -KILL "$(kept $keep)"
ok 'a mistake in the file: the tunnel is back all the same' until_ 20 ups 5
kill -KILL "$(kept $keep)"
ok 'and again' until_ 20 ups 6
is 'the mistake is told once, with its place' \
    "$(grep -c "config: line 6: Bad configuration option: nonsense; using the previous settings" "$T/a")" 1

# --- Match exec that hangs ---
config "$second"
touch "$T/hang"
since=$(now)
kill -KILL "$(kept $keep)"
hangs() {
	[ -n "$(processes 'sleep 987')" ]
}
ok 'a Match exec hangs' until_ 10 hangs
ok 'sshpctl is answered meanwhile' sshpctl list
ok 'the tunnel is back' until_ 30 ups 7
note "after $(span "$since") s"
has 'and says why it took so long' "$T/a" 'ssh_config took longer than 10s'
ok 'the command is ended' until_ 5 eval '! hangs'
kill -KILL "$(kept $keep)"
ok 'it hangs once more' until_ 10 hangs
sshpctl stop srv
wait $keep
is 'a stop is not kept waiting by it' $? 0
ok 'nothing stays' until_ 10 eval 'clean && ! hangs'
rm "$T/hang"

# --- Persist taken out; no room for the snapshot ---
config "$second"
keep "$T/a" -N srv
ok 'up again' until_ 20 ups 1
config "${second#*Persist yes}"
sed -i '1i Host srv' "$T/config"
kill -KILL "$(kept $keep)"
ok 'Persist was taken out of the file: sshp goes on' until_ 20 ups 2
has 'and says that it wants a restart' "$T/a" \
    'ssh_config: Persist yes no longer applies; using the previous settings until sshp is started again'
config "$second"
cd "$T"/run/sshp/*/ && rm config && mkdir config
cd - > /dev/null || exit 1
kill -KILL "$(kept $keep)"
ok 'the snapshot cannot be written: the tunnel is back' until_ 20 ups 3
has 'and says so' "$T/a" '/config: Is a directory (ssh reads ssh_config itself)'
rmdir "$T"/run/sshp/*/config
kill $keep
wait $keep
ok 'nothing stays at the end' until_ 10 clean
finish
