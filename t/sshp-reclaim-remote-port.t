#!/bin/sh
# A port that our own lost session still holds: freed by PersistReclaim, or
# asked for until the server gives it up; and never anybody else's.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
$server perl t/lib/peer web 80 2> /dev/null &
perl t/lib/peer web 80 2> /dev/null &

# the sshp in $keep is ended, and nothing of it stays here or there.
ends() {
	kill $keep
	wait $keep
	ok "$1: no process and no file of sshp is left" until_ 10 clean
	for left in $(sessions); do
		kill -9 "$left" 2> /dev/null
	done
}
# stranded name log: our address changes, and the server hears nothing of the
# old one any more; the path is back as soon as we noticed.
address=1
stranded() {
	path_cut
	ip addr del "10.9.1.$address/24" dev eth0
	address=$((address + 10))
	ip addr add "10.9.1.$address/24" dev eth0
	ip route add default via 10.9.1.2
	ok "$1: the tunnel is lost" until_ 40 says "$2" ': connection lost after '
	path_heal
	healed=$(now)
}

# --- with PersistReclaim ---
keep "$T/a" -N -o PersistReclaim=yes -R 8080:localhost:80 -L 9090:localhost:80 server
ok 'a tunnel with PersistReclaim is up' until_ 10 says "$T/a" ': up in .*, -R 8080 granted'
# Its name over there is asked for once it is up, in a session that ends, and
# sshp writes the answer down.
noted() { grep -qs sshd "$HOME/.local/state/sshp/"*.holder; }
named() { [ "$(grep -c 'Starting session: command' "$T/sshd.log")" -ge "$1" ]; }
ok 'the server names the process that holds the remote port' until_ 10 named 1
until_ 10 noted
first=$(sessions)
stranded 'with PersistReclaim' "$T/a"
ok 'the tunnel is back after its path was dead' until_ 40 says "$T/a" ': reconnected after '
ok 'the remote forward listens again after the dead session was ended' until_ 20 says "$T/a" ': -R 8080 granted after .*: PersistReclaim ended the previous session on the server$'
note "stock sshd, PersistReclaim: -R back $(span "$healed") s after the path"
has 'sshp says that the remote port is still in use after a reconnect' "$T/a" '; -R 8080 is still in use on the server (by the previous connection, or by another program), retrying$'
is 'the remote forward works again' "$($server perl t/lib/peer get 8080 5)" 200
for pid in $first; do
	ok 'the process of the dead session is gone from the server' gone "$pid"
done
ok 'the main process of sshd is alive' alive "$sshd_pid"

# --- it is held by another process: nobody is ended ---
ok 'the server names the process of the new session' until_ 10 named 3
server_down
deaf() { ! listens "$@"; }
until_ 5 deaf "$server" 8080
$server perl t/lib/hold 8080 &
holder=$!
until_ 5 listens "$server" 8080
server_up
ok "the tunnel is back without a remote port that another process holds" until_ 40 says "$T/a" ': reconnected after .*; -R 8080 is still in use on the server' 2
holds_for 3 alive $holder
ok "the process of another holder of the port is not ended" alive $holder
kill $holder
ok 'the remote forward listens once the other process freed the port' until_ 20 says "$T/a" ': -R 8080 granted after [0-9.]*s$'
ends 'with PersistReclaim'

# --- an sshp that was killed, and the next of the same tunnel ---
rm -f "$HOME/.local/state/sshp/"*.holder # a note of now is looked for
keep "$T/k" -N -o PersistReclaim=yes -R 8080:localhost:80 server
until_ 10 says "$T/k" ': up in'
ok 'a killed sshp leaves a note of its session on the server' until_ 10 noted
path_cut
kill -9 $keep
gone_guard() { [ -z "$(processes tunnel-guard)" ]; }
until_ 10 gone_guard
# It had been up for long.
touch -d '100 days ago' "$HOME/.local/state/sshp/"*
ip addr del "10.9.1.$address/24" dev eth0
address=$((address + 10))
ip addr add "10.9.1.$address/24" dev eth0
ip route add default via 10.9.1.2
path_heal
keep "$T/l" -N -o PersistReclaim=yes -R 8080:localhost:80 server
ok "killed: the next ends the dead session, from a note of 100 days ago" until_ 40 says "$T/l" ': -R 8080 granted after .*: PersistReclaim ended the previous session on the server$'
sed 's/^/# | /' "$T/l"
ends 'killed'

# --- a tunnel that is up for months: its files do not grow old meanwhile ---
case $(ldd "$O/sshp") in
*libasan*) skip 'a tunnel that is up touches its files each day' 'a preload and the sanitiser exclude each other' ;;
*)
	cp "$O/t/lib/slept.so" "$T/" # its path has no spaces
	mkfifo "$T/resumed"
	sleep 100000 1<> "$T/resumed" &
	awake=$!
	LD_PRELOAD=$T/slept.so SLEPT=$T/slept RESUMED=$T/resumed \
	    keep "$T/day" -N -o PersistReclaim=yes -R 8080:localhost:80 server
	until_ 10 says "$T/day" ': up in'
	until_ 10 noted
	touch -d '40 days ago' "$HOME/.local/state/sshp/"*
	echo 90000 > "$T/slept"
	kill $awake # the FIFO is at its end: all are woken
	young() { [ -z "$(find "$HOME/.local/state/sshp" -name "$1" -mtime +1)" ]; }
	ok 'a tunnel that is up touches the note of its session each day' until_ 5 young '*.holder'
	ok 'a tunnel that is up touches its history each day' until_ 5 young '*.history'
	ends 'a day later'
	;;
esac

# --- a record must be true of all: number, start, user and name ---
sh -c '(eval "$1") > "$2"; sleep 100; true' sh "$("$O/t/lib/reclaim")" "$T/mark" &
victim=$!
sleep 100 &
other=$!
until_ 5 test -s "$T/mark"
read -r _ pid user mark < "$T/mark"
is 'the script names the process that serves the session' "$pid" $victim
is 'the script names the user of the process' "$user" "$(id -u)"
has 'the mark of a process has its command, user, start and boot' "$T/mark" " sh\.$user\.[0-9]*\.[0-9a-f-]*$"
# told what: what is said when these are to be ended.
told() { sh -c "$("$O/t/lib/reclaim" "$@")" 2>&1; }
start=${mark#*.*.} start=${start%%.*}
is 'the script ends no process of another pid' "$(told $other "$mark")" 'sshp-reclaim done'
is 'the script ends no process that started at another time' "$(told $victim "sh.$user.$((start + 1)).${mark##*.}")" 'sshp-reclaim done'
is 'the script ends no process of another user' "$(told $victim "sh.$((user + 1)).$start.${mark##*.}")" 'sshp-reclaim done'
is 'the script ends no process of another command' "$(told $victim "sshd.$user.$start.${mark##*.}")" 'sshp-reclaim done'
is 'the script ends nothing when no process has the pid' "$(told 4194303 "$mark")" 'sshp-reclaim done'
ok 'both processes are alive after that' alive $victim
ok 'both processes are alive after that' alive $other
is 'the script ends exactly the process of the mark' "$(told $other "$mark" $victim "$mark" | tr '\n' ' ')" "sshp-reclaim ended $victim sshp-reclaim done "
ok 'the process of the mark is gone' until_ 5 gone $victim
ok 'the other process is alive' alive $other
kill $other

# --- an account that runs no commands ---
sed 's/^/command="echo no" /' "$T/authorized" > "$T/forced"
cp "$T/authorized" "$T/authorized.good"
cp "$T/forced" "$T/authorized"
keep "$T/c" -N -o PersistReclaim=yes -R 8080:localhost:80 server
ok 'a tunnel to an account with a forced command is up' until_ 10 says "$T/c" ': up in'
ok 'sshp says that the server runs no command for PersistReclaim' until_ 10 says "$T/c" 'PersistReclaim: this account cannot run commands on the server'
kill -KILL "$(kept $keep)"
ok 'a tunnel to an account with a forced command is back after a loss' until_ 20 says "$T/c" ': reconnected after'
holds_for 2 true
is 'sshp says only once that the server runs no command' "$(grep -c PersistReclaim: "$T/c")" 1
ends 'a forced command'
cp "$T/authorized.good" "$T/authorized"

# --- without it: a server that notices ---
server_down
sshd_up "$server" -o ClientAliveInterval=3 -o ClientAliveCountMax=3
keep "$T/d" -N -R 8080:localhost:80 server
until_ 10 says "$T/d" ': up in'
stranded 'without PersistReclaim' "$T/d"
ok 'without PersistReclaim the tunnel is back without the held remote port' until_ 20 says "$T/d" ': reconnected after .*; -R 8080 is still in use on the server (by the previous connection, or by another program), retrying$'
ok 'without PersistReclaim the remote forward listens when the server ends the dead session' until_ 40 says "$T/d" ': -R 8080 granted after .* (PersistReclaim would be faster)$'
note "ClientAlive 3x3, no PersistReclaim: -R back $(span "$healed") s after the path"
is 'the remote forward works again' "$($server perl t/lib/peer get 8080 5)" 200
ends 'without PersistReclaim'
finish
