#!/bin/sh
# A stopped ssh (^Z) is not a dead connection; what waits for it stays whole.
. t/lib/tap.sh
. t/lib/world.sh
world
wire
sshd_up "$server"
seconds=${SLOW_SECONDS:-15}
sum=$(head -c 50000000 /dev/zero | cksum)

# In the middle of a download.
ssh -F "$T/config" server 'head -c 50000000 /dev/zero' > "$T/down" 2> "$T/err" &
down=$!
some() {
	[ "$(wc -c < "$T/down")" -gt 100000 ]
}
until_ 10 some
kill -STOP $down
# In the middle of an upload; and idle.
ssh -F "$T/config" server 'cat > /run/t/up' < /dev/zero 2>> "$T/err" &
up=$!
ssh -F "$T/config" server 'cat' < /dev/zero > /dev/null 2> "$T/dies" &
dies=$!
ssh -F "$T/config" -N -L 9000:localhost:22 server 2>> "$T/err" &
idle=$!
ok 'all connections are up' until_ 10 listens '' 9000
kill -STOP $up $idle
all() {
	alive $down && alive $up && alive $idle
}
ok "no ssh is ended that was stopped for $seconds s" holds_for "$seconds" all
kill -CONT $down $up $idle
wait $down
is 'the download goes on and is whole' "$(cksum < "$T/down")" "$sum"
before=$(wc -c < "$T/up")
grown() {
	[ "$(wc -c < "$T/up")" -gt "$before" ]
}
ok 'the upload goes on' until_ 10 grown
kill $up
speaks() {
	perl -MIO::Socket::INET -e 'alarm 5;
	my $s = IO::Socket::INET->new("127.0.0.1:9000") or exit 1;
	exit(<$s> !~ /^SSH-/)'
}
ok 'the tunnel works after it was stopped' speaks
is 'the guards print nothing' "$(grep -c tunnel-guard "$T/err")" 0

# Stopped, and the path dies meanwhile: no verdict while it is stopped; it
# finds the connection ended when it goes on.
ok 'the other upload lives' alive $dies
kill -STOP $dies
until_ 10 grep -q '^State:.T' "/proc/$dies/status"
path_cut
ok 'an ssh that is stopped on a dead path gets no signal' \
    holds_for "$seconds" grep -q '^State:.T' "/proc/$dies/status"
kill -CONT $dies
ok 'an ssh that is continued on a dead path ends' until_ 30 gone $dies
has 'the guard says that the path is dead' "$T/dies" 'path dead'
lacks 'the guard sent no signal to the continued ssh' "$T/dies" 'SIGTERM'
finish
