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
ok 'all are up' until_ 30 guards 10
ok 'all are logged in, two of them for the jump' until_ 30 logins 10
asked() {
	grep -q 'continue connecting' "$T/ask.out"
}
ok 'one is asked a question' until_ 20 asked
ok 'the master went to the background' until_ 10 test -S "$T/mux" -a -S "$T/mux2"
is 'under the subreaper there is an ssh' "$(ssh_of as-reaped | wc -l)" 1
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
	ok "$1: ssh ends" until_ 40 gone "$2"
	note "$1: after $(span "$cut_at") s; $(grep -h tunnel-guard "$T/$1.err")"
	has "$1: says why" "$T/$1.err" 'path dead'
	is "$1: no signal was sent" "$(cat "$T/$1.signals")" ''
}
ended plain "$plain"
ok 'ssh -f ends' until_ 40 left as-daemon
is 'ssh -f: no signal was sent' "$(cat "$T/daemon.signals")" ''
ok 'a subreaper: the ssh ends' until_ 40 left as-reaped
is 'a subreaper: no signal was sent' "$(cat "$T/reaped.signals")" ''
ok 'a subreaper is left in peace, and finds nobody left' until_ 10 gone "$reaper"
ok 'a master in the background ends' until_ 40 left as-persist
is 'a master in the background: no signal was sent' "$(cat "$T/persist.signals")" ''
ok 'a master with a client: both end' until_ 40 gone "$client"
ok 'a master with a client: both end' until_ 40 left as-client
is 'a master with a client: no signal was sent' "$(cat "$T/client.signals")" ''
ok 'ProxyJump: the outer ssh ends, too' until_ 40 gone "$jump"
is 'ProxyJump: no signal was sent' "$(cat "$T/jump.signals")" ''

# one_term name pid: the one signal was SIGTERM, to that pid (by a pidfd).
one_term() {
	is "$1: one signal" "$(wc -l < "$T/$1.signals")" 1
	has "$1: it was SIGTERM" "$T/$1.signals" 'SIGTERM.*= 0'
	note "$1: $(cat "$T/$1.signals")"
}
# The shell keeps the pipe open that the guard closed.
ok 'a shell in between: ssh ends' until_ 40 gone "$wrapped"
has 'a shell in between: says why' "$T/wrapped.err" 'path dead'
ok 'a shell in between: says whom' until_ 10 \
	grep -qF "ssh (process $wrapped) did not leave" "$T/wrapped.err"
one_term wrapped
ok 'LocalCommand: ssh ends' until_ 40 gone "$local"
note "LocalCommand: after $(span "$cut_at") s"
has 'LocalCommand: says why' "$T/local.err" 'path dead'
ok 'LocalCommand: says whom' until_ 10 \
	grep -qF "ssh (process $local) did not leave" "$T/local.err"
one_term local
ok 'LocalCommand itself was not ended by us' alive "$sleeper"
kill "$sleeper"
ok 'a pending question: ssh ends' until_ 40 gone "$ask"
ok 'a pending question: says whom' until_ 10 \
	grep -qF "ssh (process $ask) did not leave" "$T/ask.out"
one_term ask
exec 4>&-
none() {
	[ -z "$(processes 'tunnel-guard -t')" ]
}
ok 'no guard stays' until_ 20 none
finish
