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
ok 'with ulimit -f 0 a tunnel is up' until_ 20 says "$T/a" 'up in'
ok 'with ulimit -f 0 sshpctl finds the tunnel' found
kill -9 "$(kept $keep)"
ok 'with ulimit -f 0 sshp reconnects' until_ 20 says "$T/a" 'reconnected after'
is 'with ulimit -f 0 sshp says once that events are missing from the history' "$(gaps)" 1
has 'the message says why events are missing' "$T/a" 'File too large (events are missing'
is 'with ulimit -f 0 sshp says once that lines of -E are missing' "$(grep -c "$T/log: File too large (lines of ssh's log are lost)" "$T/a")" 1
ssh=$(kept $keep)
ignored=0x$(sed -n 's/^SigIgn:[[:space:]]*//p' "/proc/$ssh/status")
# SIGXFSZ is 25.
is "with ulimit -f 0 ssh does not ignore SIGXFSZ" $((ignored >> 24 & 1)) 0
kill $keep
wait $keep
is 'with ulimit -f 0 sshp ends with 0 on SIGTERM' $? 0
ok 'with ulimit -f 0 no process and no file of sshp is left' until_ 10 clean

# The state directory, and what -E names.
mkdir "$T/full"
mount -t tmpfs -o size=64k,mode=700 none "$T/full"
fill() { ! dd if=/dev/zero of="$T/full/filler$1" bs=4k 2> /dev/null; }
ok 'the disk is full' fill 1
XDG_STATE_HOME=$T/full keep "$T/a" -v -E "$T/full/log" -N -R 9090:localhost:22 server
XDG_STATE_HOME=$T/full
export XDG_STATE_HOME
ok 'with a full disk a tunnel is up' until_ 20 says "$T/a" 'up in'
ok 'with a full disk sshpctl finds the tunnel' found
kill -9 "$(kept $keep)"
ok 'with a full disk sshp reconnects' until_ 20 says "$T/a" 'reconnected after'
is 'with a full disk sshp says once that events are missing from the history' "$(gaps)" 1
has 'the message says why events are missing' "$T/a" 'No space left on device (events are missing'
is 'with a full disk sshp says once that lines of -E are missing' "$(grep -c "$T/full/log: No space left on device (lines of ssh's log are lost)" "$T/a")" 1
rm "$T/full/filler1"
kill -9 "$(kept $keep)"
ok 'sshp reconnects when the disk has room again' until_ 20 says "$T/a" 'reconnected after' 2
history() { sshpctl why server | grep -q ' lost '; }
ok 'the history goes on when the disk has room again' until_ 10 history
kill $keep
wait $keep
is 'after a full disk sshp ends with 0 on SIGTERM' $? 0
ok 'after a full disk no process and no file of sshp is left' until_ 10 clean
is 'no temporary file is left' "$(find "$T/full" -name '*.new')" ''
umount "$T/full"
finish
