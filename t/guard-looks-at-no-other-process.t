#!/bin/sh
# An ssh ends, or is ended: its guard looks at no other process, for on a
# machine with many tunnels all of them may end at once.
. t/lib/tap.sh
. t/lib/world.sh
world
command -v strace > /dev/null || skip_all 'no strace'
ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
export ASAN_OPTIONS
wire
sshd_up "$server"

# traced name: the guard's line, the files it opens written to a file; the
# tracer is its grandchild (-D), so that the guard stays ssh's child.
traced() {
	echo "ProxyCommand=strace -D -f -qq -e signal=none -e trace=file -o $T/$1.files tunnel-guard -t 3 ${2:-server 22}"
}

# start name [options...]: ssh in the background; its pid in $pid.
start() {
	start_name=$1
	shift
	ssh -F "$T/config" "$@" -N -L 9000:localhost:80 "$start_name" \
	    2> "$T/$start_name.err" &
	pid=$!
}

# others name: how many processes but ssh were looked at.
others() {
	grep -o '"/proc/[0-9]*/' "$T/$1.files" | sort -u |
	    grep -vc "/$pid/"
}

# ended name: the guard's tracer has seen it end.
untraced() {
	[ -z "$(processes "$T/$1.files")" ]
}

# A server that is full hangs up before its banner.
perl -MIO::Socket::INET -e '
	$s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 5,
	    LocalPort => 2200, ReuseAddr => 1) or die;
	close $_ while $_ = $s->accept' &
full=$!
until_ 5 listens '' 2200
start dropped -o "$(traced dropped 'localhost 2200')"
wait "$pid"
ok 'ssh ends when a full server hangs up' until_ 5 untraced dropped
is 'the guard looked at no other process' "$(others dropped)" 0
kill "$full"

start closed -o "$(traced closed)"
until_ 10 listens '' 9000
for p in $(sessions); do
	kill "$p"
done
wait "$pid"
ok 'ssh ends when its session on the server ends' until_ 5 untraced closed
is 'the guard looked at no other process' "$(others closed)" 0

start dead -o "$(traced dead)" -o ServerAliveInterval=1 \
    -o ServerAliveCountMax=100
until_ 10 listens '' 9000
path_cut
wait "$pid"
has 'ssh is ended when the path is dead' "$T/dead.err" 'no ack for'
until_ 10 untraced dead
is 'the guard looked at no other process' "$(others dead)" 0
path_heal
finish
