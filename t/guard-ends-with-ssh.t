#!/bin/sh
# ssh is ended in each way, or the guard is, or the server: what stays is
# nothing, and the server hears what ssh said last.
. t/lib/tap.sh
. t/lib/world.sh
world
wire
sshd_up "$server"

# start name options...: a tunnel; its pid in $ssh, its guard's in $guard.
start() {
	start_name=$1
	shift
	# The shell gave it SIGINT and SIGQUIT ignored; ssh respects that.
	perl -e '$SIG{INT} = $SIG{QUIT} = "DEFAULT"; exec @ARGV' \
	    ssh -F "$T/config" -o "ProxyCommand=tunnel-guard -t 3 server 22" \
	    "$@" -L "9000:localhost:80" "$start_name" \
	    2> "$T/$start_name.err" &
	ssh=$!
	until_ 10 listens '' 9000
	guard=$(guard_of)
}
guard_of() {
	processes 'tunnel-guard -t 3 server' | while read -r p; do
		case $(readlink "/proc/$p/exe") in
		*/tunnel-guard) echo "$p" ;;
		esac
	done
}
unlistened() {
	! listens '' 9000
}
no_connection() {
	[ "$(ss -Htn state established dst 10.9.2.1 | wc -l)" -eq 0 ]
}

for sig in TERM INT HUP QUIT KILL; do
	start "killed-$sig" -N
	kill -$sig $ssh
	ok "ssh ends on SIG$sig" until_ 5 gone $ssh
	ok "the guard ends when its ssh gets SIG$sig" until_ 5 gone "$guard"
	ok "the connection ends when ssh gets SIG$sig" until_ 5 no_connection
	wait $ssh
done

start 'killed-guard' -N
kill -9 "$guard"
ok 'ssh ends at once when its guard gets SIGKILL' until_ 2 gone $ssh
wait $ssh
is 'ssh ends with 255 when its guard is killed' $? 255
start 'termed-guard' -N
kill "$guard"
ok 'ssh ends at once when its guard gets SIGTERM' until_ 2 gone $ssh

# LocalCommand inherits ssh's ends of the pipes and outlives ssh.
start localcommand -N -o PermitLocalCommand=yes -o 'LocalCommand=sleep 1234' &
until_ 10 listens '' 9000
waiting() {
	[ -n "$(processes '/bin/sh -c sleep 1234')" ]
}
until_ 10 waiting
for p in $(processes localcommand); do
	case $(readlink "/proc/$p/exe") in
	*/ssh) ssh=$p ;;
	esac
done
guard=$(guard_of)
kill -9 "$ssh"
ok 'the guard ends when its ssh is killed while a LocalCommand runs' until_ 5 gone "$guard"
ok 'the connection ends when ssh is killed while a LocalCommand runs' until_ 5 no_connection
ok 'the LocalCommand of a killed ssh goes on' waiting
end_all '/bin/sh -c sleep 1234'
waited() {
	! waiting
}
until_ 5 waited

# The last words: a session that ends tells the server so.
ssh -F "$T/config" server true
said() {
	grep -q 'disconnected by user' "$T/sshd.log"
}
ok 'the server logs that ssh disconnected' until_ 5 said

# The server: its session is killed, then all of it.
start 'killed-session' -N
served() {
	p=$(sessions "$(id -un)") && [ -n "$p" ]
}
until_ 10 served
# shellcheck disable=SC2086
kill -9 $p
ok 'ssh ends when its session on the server is killed' until_ 5 gone $ssh
ok 'the guard ends when the session on the server is killed' until_ 5 gone "$guard"
kill -9 $sshd_pid
ok 'no sshd listens any more' until_ 5 sh -c '! ss -Htln | grep -q :22'
timeout 10 ssh -F "$T/config" server true 2> "$T/err"
is 'ssh to a closed port ends with 255' $? 255
has 'the guard says that the connection was refused' "$T/err" 'tunnel-guard: connect to host server port 22: Connection refused'

# The server closes while ssh waits for something else: the guard waits, and
# ends it after its timeout.
sshd_up "$server"
ssh -F "$T/config" -N -o PermitLocalCommand=yes -o 'LocalCommand=sleep 1234' \
    server 2> "$T/err" &
ssh=$!
until_ 10 waiting
until_ 10 served
# shellcheck disable=SC2086
kill -9 $p
ok 'ssh ends when the server closes the connection while a LocalCommand runs' until_ 20 gone $ssh
has 'the guard says that the server closed the connection' "$T/err" 'server: the server closed the connection'
end_all '/bin/sh -c sleep 1234'

# ^C at a script that used ssh -f: ssh survives it, so must the guard.
cat > "$T/script" <<-END
	trap exit INT
	ssh -F $T/config -f -N -L 9000:localhost:80 -o HostName=server background
	echo \$\$ > $T/script.pid
	while :; do sleep .1; done
END
perl -e 'setpgrp; $SIG{INT} = "DEFAULT"; exec @ARGV' sh "$T/script" &
until_ 10 test -s "$T/script.pid"
until_ 10 listens '' 9000
p=$(cat "$T/script.pid")
kill -INT "-$p"
ok '^C ends the script that started the tunnel' until_ 5 gone "$p"
ok '^C in the script does not end the tunnel that it started with ssh -f' holds_for 1 listens '' 9000
end_all 'background'
ok 'the tunnel of ssh -f ends on SIGTERM' until_ 5 unlistened

# A pipe on standard error is let go as ssh -f does.
# shellcheck disable=SC2016
ok 'ssh -f in a command substitution returns' timeout 10 sh -c 'x=$(ssh -F "$T/config" \
    -f -N -L 9000:localhost:80 -o HostName=server background 2>&1)'
ok 'the tunnel of ssh -f in a command substitution is up' until_ 5 listens '' 9000
end_all 'background'
until_ 5 unlistened

# nohup: SIGHUP stays ignored, and what ssh says by closing is enough.
nohup ssh -F "$T/config" -N -L 9000:localhost:80 server > /dev/null 2>&1 &
ssh=$!
until_ 10 listens '' 9000
guard=$(processes 'tunnel-guard -t 3 server' | tail -n 1)
kill -HUP "$guard"
ok 'the guard of an ssh under nohup ignores SIGHUP' holds_for 1 alive "$guard"
kill $ssh
ok 'the guard of an ssh under nohup ends with its ssh' until_ 5 gone "$guard"
finish
