#!/bin/sh
# An old kernel (3.10, by a preload and a filter): fewer facts, the same ends, and -v says
# what is missing.
. t/lib/tap.sh
. t/lib/world.sh
world
case $(ldd "$O/tunnel-guard" 2>&1) in
*libasan*) skip_all 'a preload and the sanitiser exclude each other' ;;
esac
wire
# shellcheck disable=SC2154 # set by wire
sshd_up "$server"
cp "$O/t/lib/old.so" "$T/" # its path has no spaces
cp "$O/t/lib/without" "$T/"
later=pidfd,getrandom,close_range,statx,memfd,meminfo
"$T/without" $later true 2> /dev/null && filter="$T/without $later" || filter=
guard="ProxyCommand=$filter env LD_PRELOAD=$T/old.so tunnel-guard -v -t 3 server 22"
mkfifo "$T/lines"
sh -c 'while echo line; do sleep .1; done' > "$T/lines" 2> /dev/null &
ssh -F "$T/config" -o "$guard" -N server < /dev/null 2> "$T/idle.err" &
idle=$!
ssh -F "$T/config" -o "$guard" server 'echo ready; exec cat > /dev/null' \
    < "$T/lines" > "$T/busy.out" 2> "$T/busy.err" &
busy=$!
ssh -F "$T/config" -o "$guard" -o PermitLocalCommand=yes \
    -o "LocalCommand=echo > $T/local; exec sleep 1234" -N server \
    < /dev/null 2> "$T/stays.err" &
stays=$!
up() {
	[ "$(grep -c 'Accepted publickey' "$T/sshd.log")" -ge 3 ] &&
	    [ -s "$T/busy.out" ] && [ -e "$T/local" ]
}
ok 'all connections are up' until_ 20 up
until_ 10 grep -q 'ssh is process' "$T/idle.err"
has '-v says that the kernel does not cap retransmits' "$T/idle.err" 'not capped by this kernel'
has '-v says that the kernel does not tell what was new in a segment' "$T/idle.err" 'does not report new data in a segment (Linux 4.6)'
has '-v says that the kernel has no pidfd' "$T/idle.err" 'this kernel has no pidfd'
path_cut
ok 'an idle ssh ends on a dead path' until_ 30 gone $idle
has 'the guard of the idle ssh says that the path is dead' "$T/idle.err" 'path dead, idle: 7 keepalives unanswered'
ok 'a busy ssh ends on a dead path' until_ 60 gone $busy
has 'the guard of the busy ssh says that the path is dead' "$T/busy.err" 'path dead, busy: [3-9] retransmits unanswered'
ok 'an ssh that stays is ended by a signal' until_ 30 gone $stays
has 'the guard says which ssh it ended' "$T/stays.err" "ssh (process $stays) did not exit; sent SIGTERM"
for pid in $(processes 'sleep 1234'); do
	kill "$pid"
done
finish
