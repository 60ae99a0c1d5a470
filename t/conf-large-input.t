#!/bin/sh
# Large command lines and files take memory in proportion to their size.
. t/lib/tap.sh
. t/lib/world.sh
world
mkdir -m 700 "$T/run"
XDG_RUNTIME_DIR=$T/run
export XDG_RUNTIME_DIR
! sanitised || skip_all 'the sanitiser needs more address space than this limits'
# little command...: with little memory.
little() {
	(
		# shellcheck disable=SC3045
		ulimit -v 120000
		exec "$@"
	)
}
# shellcheck disable=SC2046
little sshp -G -o Persist=yes host $(seq 20000) > "$T/out" 2> "$T/err"
is 'a remote command of 20,000 words needs little memory' $? 0
has 'ssh accepts that command' "$T/out" '^hostname host$'
{
	printf 'Host h\n HostName 127.0.0.1\n Port 1\n Persist yes\n'
	seq 1 4000 | sed 's/.*/ RemoteForward &000 a-host-with-a-long-name:&/' |
		sed 's/ RemoteForward \([0-9]*\)000/ RemoteForward \/tmp\/a-directory\/s\1/'
} > "$T/config"
little sshp -F "$T/config" -N h 2> "$T/err" &
keep=$!
ok 'a tunnel with 4000 forwards needs little memory' until_ 60 \
    grep -q 'Connection refused; retrying' "$T/err"
kill $keep 2> /dev/null
wait $keep 2> /dev/null
finish
