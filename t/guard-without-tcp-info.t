#!/bin/sh
# A system that does not tell what is unacknowledged (no TCP_INFO, by a
# preload): -v says so, and nothing is looked at over and over for it.
. t/lib/tap.sh
. t/lib/world.sh
world
case $(ldd "$O/tunnel-guard" 2>&1) in
*libasan*) skip_all 'a preload and the sanitiser exclude each other' ;;
esac
wire
# shellcheck disable=SC2154 # set by wire
sshd_up "$server"
cp "$O/t/lib/noinfo.so" "$T/" # its path has no spaces

# ticks pid: of the processor's, used so far.
ticks() {
	awk '{ print $14 + $15 }' "/proc/$1/stat"
}

for how in no yes; do
	guard="ProxyCommand=env LD_PRELOAD=$T/noinfo.so tunnel-guard -v -t 3 -w 20 server 22"
	ssh -F "$T/config" -o "$guard" -o ProxyUseFdpass=$how server \
	    'echo ready; sleep 100' < /dev/null > "$T/out" 2> "$T/err" &
	ssh=$!
	ok "fdpass $how: a session is up" until_ 20 grep -q ready "$T/out"
	has "fdpass $how: -v says that TCP_INFO is missing" "$T/err" 'does not report unacknowledged data (TCP_INFO)'
	pid=$(processes 'tunnel-guard -v -t 3 -w 20 server' | grep -vx $ssh)
	before=$(ticks "$pid")
	ok "fdpass $how: the guard stays" holds_for 3 alive "$pid"
	used=$(($(ticks "$pid") - before))
	ok "fdpass $how: the guard used $used ticks of CPU" [ "$used" -lt 30 ]
	kill $ssh
	ok "fdpass $how: the guard ends with ssh" until_ 5 gone "$pid"
done
finish
