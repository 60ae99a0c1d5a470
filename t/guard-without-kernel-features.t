#!/bin/sh
# Kernels and containers that lack something, one thing at a time and all at
# once (t/lib/without.c): the guard works, and -v says what is missing.
. t/lib/tap.sh
. t/lib/world.sh
world
"$O/t/lib/without" splice true 2> "$T/why" ||
	skip_all "no filter of system calls here: $(cat "$T/why")"
sshd_up ''
cp "$O/t/lib/without" "$T/"

# lacking what said...: a session through a guard without it; -v says all that.
lacking() {
	what=$1
	shift
	guard="ProxyCommand=$T/without $what tunnel-guard -v -t 3 127.0.0.1 22"
	dd if=/dev/zero bs=64k count=32 2> /dev/null |
	    ssh -F "$T/config" -o "$guard" 127.0.0.1 'cat; echo end' \
	    2> "$T/err" | tail -c 4 > "$T/out"
	is "a session works without $what" "$(cat "$T/out")" end
	for said do
		has "without $what: -v says: $said" "$T/err" "$said"
	done
}

no_info='does not report unacknowledged data (TCP_INFO)'
no_cap='not capped by this kernel'
no_pidfd='this kernel has no pidfd'
no_sleep='sleep of the machine is not detected'
no_gap='data behind a lost segment (Linux 4.12)'
no_box='no sandbox'
lacking pidfd "$no_pidfd"
lacking info "$no_info"
lacking meminfo "$no_gap"
lacking rtomax "$no_cap"
lacking giveup
lacking timerfd "$no_sleep"
# In the sanitisers' programs, and on 32 bits, there is none anyway.
lacking seccomp "$no_box"
lacking splice
lacking getrandom,close_range,statx,memfd
lacking all "$no_info" "$no_cap" "$no_pidfd" "$no_sleep" "$no_box"

# A passed socket, and a dead path, where nothing of it is there.
guard="ProxyCommand=$T/without all tunnel-guard -v -t 3 127.0.0.1 22"
ssh -F "$T/config" -o "$guard" -o ProxyUseFdpass=yes 127.0.0.1 'echo passed' \
    > "$T/out" 2> "$T/err"
is 'a passed socket works without all of them' "$(cat "$T/out")" passed
has 'without all of them the guard says that only the kernel watches a passed socket' "$T/err" 'only the kernel monitors this connection'

# Silence before the banner, and a name, need no kernel's help.
perl t/lib/hold 2000 &
hold=$!
until_ 10 listens '' 2000
"$T/without" all tunnel-guard -w 1 127.0.0.1 2000 < /dev/zero > "$T/out" 2> "$T/err"
is 'the guard ends a silent server with 255 without all of them' $? 255
has 'the guard says that no banner came' "$T/err" 'no SSH banner'
kill $hold
finish
