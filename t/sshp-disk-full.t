#!/bin/sh
# A disk that takes no more, and "ulimit -f 0": sshp goes on, and says once that
# its history has a gap.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
sed -i 's/^Host \*/&\n    PersistReclaim yes\n    PersistBackoff 1s 1s/' "$T/config"
found() { sshpctl list server > "$T/list" 2>&1; }
gaps() { grep -c 'events are missing from the history' "$T/a"; }

# A pipe, for standard error in a file could not be written, either.
mkfifo "$T/pipe"
cat "$T/pipe" > "$T/a" &
sh -c 'ulimit -f 0; exec sshp "$@"' sh -F "$T/config" -v -E "$T/log" -N -R 9090:localhost:22 server 2> "$T/pipe" &
keep=$!
ok 'ulimit -f 0: up' until_ 20 says "$T/a" 'up in'
ok 'ulimit -f 0: sshpctl finds it' found
kill -9 "$(kept $keep)"
ok 'ulimit -f 0: it reconnects' until_ 20 says "$T/a" 'reconnected after'
is 'ulimit -f 0: it says once that events are missing from the history' "$(gaps)" 1
has 'and why' "$T/a" 'File too large (the history'
is 'ulimit -f 0: it says once that lines of -E are missing' "$(grep -c "$T/log: File too large (lines of ssh's log are missing)" "$T/a")" 1
ssh=$(kept $keep)
ignored=0x$(sed -n 's/^SigIgn:[[:space:]]*//p' "/proc/$ssh/status")
# SIGXFSZ is 25.
is "ulimit -f 0: ssh does not ignore SIGXFSZ" $((ignored >> 24 & 1)) 0
kill $keep
wait $keep
is 'ulimit -f 0: stopped: 0' $? 0
ok 'ulimit -f 0: nothing stays' until_ 10 clean

# The state directory, and what -E names.
mkdir "$T/full"
mount -t tmpfs -o size=64k,mode=700 none "$T/full"
fill() { ! dd if=/dev/zero of="$T/full/filler$1" bs=4k 2> /dev/null; }
ok 'the disk is full' fill 1
XDG_STATE_HOME=$T/full keep "$T/a" -v -E "$T/full/log" -N -R 9090:localhost:22 server
XDG_STATE_HOME=$T/full
export XDG_STATE_HOME
ok 'a full disk: up' until_ 20 says "$T/a" 'up in'
ok 'a full disk: sshpctl finds it' found
kill -9 "$(kept $keep)"
ok 'a full disk: it reconnects' until_ 20 says "$T/a" 'reconnected after'
is 'a full disk: it says once that events are missing from the history' "$(gaps)" 1
has 'and why' "$T/a" 'No space left on device (the history'
is 'a full disk: it says once that lines of -E are missing' "$(grep -c "$T/full/log: No space left on device (lines of ssh's log are missing)" "$T/a")" 1
rm "$T/full/filler1"
kill -9 "$(kept $keep)"
ok 'there is room again: it reconnects' until_ 20 says "$T/a" 'reconnected after' 2
history() { sshpctl why server | grep -q ' lost '; }
ok 'and the history goes on' until_ 10 history
kill $keep
wait $keep
is 'a full disk: stopped: 0' $? 0
ok 'a full disk: nothing stays' until_ 10 clean
is 'no draft of a file stays' "$(find "$T/full" -name '*.new')" ''
umount "$T/full"
finish
