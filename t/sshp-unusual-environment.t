#!/bin/sh
# Odd surroundings: what a careless script, cron or a small machine hands us.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world

# running: the pids of all sshp with our config.
running() {
	for p in $(processes "$T/config"); do
		[ "$(cat "/proc/$p/comm" 2> /dev/null)" != sshp ] || echo "$p"
	done
}
ended() {
	# shellcheck disable=SC2046
	kill $(running)
	ok "$1: no process and no file of sshp is left after SIGTERM" until_ 10 clean
}
another() { [ -n "$(kept "$1")" ] && [ "$(kept "$1")" != "$2" ]; }

sshp -F "$T/config" -f -N server <&- >&- 2>&-
is 'sshp -f with all descriptors closed ends with 0' $? 0
daemon=$(running)
ssh=$(kept "$daemon")
kill -9 "$ssh"
ok 'a tunnel of sshp -f with all descriptors closed is back after a loss' until_ 10 another "$daemon" "$ssh"
ended 'all descriptors closed, -f'

exec 9> "$T/lock"
flock 9
sshp -F "$T/config" -f -N server 2> "$T/lock.err"
exec 9>&-
ok 'sshp -f closes a descriptor that its caller leaked' flock -n "$T/lock" true
ended 'leaked'

{
	said=$(sshp -F "$T/config" -y -f -N server 2>&1)
	echo "$said" > "$T/said"
} &
# shellcheck disable=SC2016
ok 'a command substitution with sshp -f -y ends' until_ 10 says "$T/said" 'up in'
ended 'captured'

# shellcheck disable=SC3045
(ulimit -n 14 && exec sshp -F "$T/config" -N server) 2> "$T/few" &
keep=$!
ok 'sshp runs with few descriptors, or says that they are too few' \
    until_ 10 grep -q 'up in\|Too many open files' "$T/few"
kill $keep 2> /dev/null
ok 'SIGTERM ends sshp with 14 descriptors' until_ 5 gone $keep
ok 'no process and no file of sshp with 14 descriptors is left' until_ 5 clean
kill -9 $keep 2> /dev/null

one() { [ "$(running | wc -l)" -eq 1 ]; }
for how in '' -f; do
	rm -f "$T/moved"
	# shellcheck disable=SC2086
	sshp -F "$T/config" $how -N server 2> "$T/moved" &
	until_ 10 says "$T/moved" 'up in'
	until_ 5 one
	keep=$(running)
	ssh=$(kept "$keep")
	rm -rf "$T/run"
	mkdir -m 700 "$T/run"
	kill -9 "$ssh"
	ok "run directory removed${how:+, $how}: the tunnel is back after a loss" \
	    until_ 10 another "$keep" "$ssh"
	ok "run directory removed${how:+, $how}: sshp makes another" \
	    until_ 5 test -S "$T/run/sshp/$keep.run/control"
	ended "run directory removed${how:+, $how}"
done

# The directory with its number is another's: a daemon's whose caller had that
# number, or one's in a container that shares the place.
# shellcheck disable=SC2016
sh -c 'mkdir -p "$T/run/sshp/$$.run"
    flock "$T/run/sshp/$$.run" sh -c "touch $T/held; exec sleep 1000" &
    echo $! > "$T/holder"
    until [ -e "$T/held" ]; do sleep .05; done
    exec sshp -F "$T/config" -N server' 2> "$T/taken" &
keep=$!
ok 'a tunnel is up although a directory with its pid exists' \
    until_ 20 says "$T/taken" 'up in'
# shellcheck disable=SC2012 # names of ours
is 'sshp makes another directory beside the one with its pid' "$(ls "$T/run/sshp" | wc -l)" 2
kill $keep
wait $keep
is 'sshp removes nothing in the other directory with its pid' \
    "$(ls "$T/run/sshp")" "$keep.run"
kill "$(cat "$T/holder")"
rmdir "$T/run/sshp/$keep.run"

# What a shell that may start nothing would say to the guard.
for shell in /bin/true /bin/rbash /tmp; do
	SHELL=$shell keep "$T/shell" -N server
	ok "with SHELL=$shell a tunnel is up" until_ 10 says "$T/shell" 'up in'
	kill $keep
	wait $keep
done

printf 'sshp -F %s -f -N server\necho began\nsleep 100\n' "$T/config" \
    > "$T/script"
setsid perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' sh "$T/script" \
    > "$T/began" 2>&1 &
until_ 10 says "$T/began" began
until_ 5 one
keep=$(running)
ssh=$(kept "$keep")
script=$(processes "sh $T/script" | head -n 1)
kill -INT "-$script"
until_ 5 gone "$script"
same() { [ "$(kept "$keep")" = "$ssh" ] && alive "$ssh"; }
ok '^C in the script that started sshp -f does not reach its ssh' \
    holds_for 1 same
ended '^C in the script'

# OpenSSH 10 writes argv[0] into its log, and cuts what is long.
long=$T/$(printf %0100d 0)
mkdir "$long"
cp "$(command -v ssh)" "$long/ssh"
usual=$PATH
PATH=$long:$PATH
keep "$T/long" -N -R 8080:localhost:22 server
PATH=$usual
ok 'a tunnel whose ssh has a long path is up' until_ 15 says "$T/long" 'up in .*-R 8080 granted'
kill $keep
wait $keep

# Process 1, as in a container, gets all orphans.
unshare --pid --fork --kill-child --mount-proc sshp -F "$T/config" \
    -o PersistBackoff='1s 1s' -N server 2> "$T/first" &
keep=$!
until_ 10 says "$T/first" 'up in'
for i in 1 2 3; do
	# shellcheck disable=SC2046
	kill -9 $(processes "-E $T/run/sshp/") 2> /dev/null
	until_ 10 says "$T/first" 'reconnected after' $i
done
is 'a tunnel of sshp as process 1 is back after each loss' "$(grep -c 'reconnected after' "$T/first")" 3
zombies() { grep -q '^State:.Z' /proc/[0-9]*/status 2> /dev/null; }
none() { ! zombies; }
ok 'sshp as process 1 leaves no zombies' until_ 3 none
# shellcheck disable=SC2046
kill $(cat "/proc/$keep/task/$keep/children")
wait $keep
is 'sshp as process 1 ends with 0 on SIGTERM' $? 0
ok 'no process and no file of sshp as process 1 is left' until_ 5 clean

# A keeper that had no time until both its guard and its ssh had ended.
printf '#!/bin/sh\nsleep .5\nexec /bin/sh "$@"\n' > "$T/slow shell"
chmod +x "$T/slow shell"
SHELL="$T/slow shell" sshp -F "$T/config" -o PersistMaxTries=1 -p 1 -N server \
    2> "$T/late" &
keep=$!
started() { [ -n "$(kept $keep)" ]; }
until_ 10 started
ssh=$(kept $keep)
kill -STOP $keep
until_ 10 gone "$ssh"
kill -CONT $keep
wait $keep
has 'sshp hears a guard that reported while sshp was stopped' "$T/late" 'port 1: Connection refused'

for i in $(seq 2 41); do
	echo "127.0.0.$i many"
done >> "$T/hosts"
echo '10.9.2.1 many' >> "$T/hosts"
tunnel-guard many 22 < /dev/null > "$T/many" 2>&1
has 'the last address of a name with many dead addresses is tried' "$T/many" '^SSH-'
tunnel-guard "$(printf 'a\n\033[31mb')" 22 < /dev/null 2> "$T/bell"
is 'a host name with control characters cannot move the cursor' "$(cut -d: -f 2 < "$T/bell")" \
    ' Could not resolve hostname a??[31mb'
tunnel-guard "$(printf 'a\23331mb\302\23331mc\303\251')" 22 < /dev/null 2> "$T/bell"
is 'control characters of 8 bits in a host name cannot move the cursor' "$(cut -d: -f 2 < "$T/bell")" \
    "$(printf ' Could not resolve hostname a?31mb??31mc\303\251')"
finish
