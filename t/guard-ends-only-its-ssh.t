#!/bin/sh
# The path dies; the ssh above ends, however it was started, and nobody else
# is signalled: strace saw every signal the guards sent.
. t/lib/tap.sh
. t/lib/world.sh
world
command -v strace > /dev/null || skip_all 'no strace'
ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
export ASAN_OPTIONS
wire
sshd_up "$server"

# traced name: the guard's line, its signals written to a file; the tracer is
# its grandchild (-D), so that the guard stays ssh's child.
traced() {
	echo "ProxyCommand=strace -D -qq -e signal=none -e trace=kill,tkill,tgkill,pidfd_send_signal -o $T/$1.signals tunnel-guard ${guard_more:-} -t 3 server 22"
}

# start name [options...]: ssh in the background; its pid in $pid.
start() {
	start_name=$1
	shift
	ssh -F "$T/config" -o "$(traced "$start_name")" "$@" \
	    > "$T/$start_name.out" 2> "$T/$start_name.err" &
	pid=$!
}

# ssh_of text: the pids of ssh whose command line has it.
ssh_of() {
	for ssh_p in $(processes "$1"); do
		case $(readlink "/proc/$ssh_p/exe") in
		*/ssh) echo "$ssh_p" ;;
		esac
	done
}
guards() {
	[ "$(ls "$T"/*.signals 2> /dev/null | wc -l)" -ge "$1" ]
}
logins() {
	[ "$(grep -c 'Accepted publickey' "$T/sshd.log")" -ge "$1" ]
}

start plain -N 'server'
plain=$pid
timeout 20 ssh -F "$T/config" -o "$(traced daemon)" -f -N as-daemon \
    2> "$T/daemon.err"
guard_more=-l ; start shell -N server ; shell=$pid ; guard_more=
timeout 20 ssh -F "$T/config" -o "$(traced persist)" -M -S "$T/mux" \
    -o ControlPersist=yes as-persist true 2> "$T/persist.err"
start client -M -S "$T/mux2" -o ControlPersist=yes as-client 'sleep 1234'
client=$pid
"$O/t/lib/subreaper" ssh -F "$T/config" -o "$(traced reaped)" -f -N as-reaped \
    2> "$T/reaped.err" &
reaper=$!
# A shell stays between ssh and the guard.
guard=$(traced wrapped)
ssh -F "$T/config" -o "ProxyCommand=sh -c '${guard#*=}; true'" -N server \
    2> "$T/wrapped.err" &
wrapped=$!
start local -o PermitLocalCommand=yes -o 'LocalCommand=sleep 1234' -N as-local
local=$pid
# A jump: the guard is under the inner ssh.
cat > "$T/jump" <<-END
	Include $T/config
	Host hop
	    $(traced jump | sed 's/=/ /')
	Host far
	    HostName localhost
	    ProxyJump hop
END
sed -i '/ProxyCommand/d' "$T/config"
ssh -F "$T/jump" -N far 2> "$T/jump.err" &
jump=$!
# A question on the terminal: the host key is unknown.  The terminal stays
# when ssh is gone, for the guard's last word.
mkfifo "$T/keys"
script -qfc "ssh -F $T/config -o BatchMode=no -o UserKnownHostsFile=$T/none \
    -o '$(traced ask)' -o HostKeyAlias=nobody -N as-ask; sleep 4321" "$T/ask.out" \
    < "$T/keys" > /dev/null 2>&1 &
script=$!
exec 4> "$T/keys"
ok 'all guards run' until_ 30 guards 10
ok 'all connections are logged in, two of them for the jump host' until_ 30 logins 10
asked() {
	grep -q 'continue connecting' "$T/ask.out"
}
ok 'one ssh asks its user a question' until_ 20 asked
ok 'both masters are in the background' until_ 10 test -S "$T/mux" -a -S "$T/mux2"
is 'one ssh runs under the subreaper' "$(ssh_of as-reaped | wc -l)" 1
ask=$(ssh_of as-ask)
running_local() {
	[ -n "$(processes '/bin/sh -c sleep 1234')" ]
}
until_ 10 running_local
sleeper=$(processes '/bin/sh -c sleep 1234')

path_cut
cut_at=$(now)
left() {
	[ -z "$(ssh_of "$1")" ]
}
# ended name pid: it went, and its guard sent no signal.
ended() {
	ok "$1: ssh ends after its path died" until_ 40 gone "$2"
	note "$1: after $(span "$cut_at") s; $(grep -h tunnel-guard "$T/$1.err")"
	has "$1: the guard says that the path is dead" "$T/$1.err" 'path dead'
	is "$1: the guard sent no signal" "$(cat "$T/$1.signals")" ''
}
ended plain "$plain"
ok 'ssh -f ends after its path died' until_ 40 left as-daemon
is 'the guard of ssh -f sent no signal' "$(cat "$T/daemon.signals")" ''
ok 'the ssh under a subreaper ends after its path died' until_ 40 left as-reaped
is 'the guard of the ssh under a subreaper sent no signal' "$(cat "$T/reaped.signals")" ''
ok 'the subreaper ends by itself, and has no child left' until_ 10 gone "$reaper"
ok 'a ControlPersist master in the background ends after its path died' until_ 40 left as-persist
is 'the guard of a master in the background sent no signal' "$(cat "$T/persist.signals")" ''
ok 'a master and its client both end after the path died' until_ 40 gone "$client"
ok 'a master and its client both end after the path died' until_ 40 left as-client
is 'the guard of a master with a client sent no signal' "$(cat "$T/client.signals")" ''
ok 'the outer ssh of a ProxyJump ends after the path died' until_ 40 gone "$jump"
is 'the guard of a ProxyJump sent no signal' "$(cat "$T/jump.signals")" ''

# one_term name pid: the one signal was SIGTERM, to that pid (by a pidfd).
one_term() {
	is "$1: the guard sent one signal" "$(wc -l < "$T/$1.signals")" 1
	has "$1: the signal of the guard was SIGTERM" "$T/$1.signals" 'SIGTERM.*= 0'
	note "$1: $(cat "$T/$1.signals")"
}
# The shell keeps the pipe open that the guard closed.
ok 'the ssh above a shell that started the guard ends' until_ 40 gone "$wrapped"
has 'the guard below a shell says that the path is dead' "$T/wrapped.err" 'path dead'
ok 'the guard below a shell says which process it ended' until_ 10 \
	grep -qF "ssh (process $wrapped) did not exit" "$T/wrapped.err"
one_term wrapped
ok 'an ssh that waits for its LocalCommand ends' until_ 40 gone "$local"
note "LocalCommand: after $(span "$cut_at") s"
has 'the guard of an ssh with a LocalCommand says that the path is dead' "$T/local.err" 'path dead'
ok 'the guard of an ssh with a LocalCommand says which process it ended' until_ 10 \
	grep -qF "ssh (process $local) did not exit" "$T/local.err"
one_term local
ok 'the LocalCommand itself goes on' alive "$sleeper"
kill "$sleeper"
ok 'an ssh that asks its user a question ends' until_ 40 gone "$ask"
ok 'the guard of an ssh that asks a question says which process it ended' until_ 10 \
	grep -qF "ssh (process $ask) did not exit" "$T/ask.out"
one_term ask
exec 4>&-
none() {
	[ -z "$(processes 'tunnel-guard -t')" ]
}
ok 'no guard is left' until_ 20 none
finish
