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
	ok "ssh gets SIG$sig: it ends" until_ 5 gone $ssh
	ok "ssh gets SIG$sig: so does the guard" until_ 5 gone "$guard"
	ok "ssh gets SIG$sig: so does the connection" until_ 5 no_connection
	wait $ssh
done

start 'killed-guard' -N
kill -9 "$guard"
ok 'the guard gets SIGKILL: ssh ends at once' until_ 2 gone $ssh
wait $ssh
is 'with 255' $? 255
start 'termed-guard' -N
kill "$guard"
ok 'the guard gets SIGTERM: ssh ends at once' until_ 2 gone $ssh

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
ok 'ssh is killed under a LocalCommand: the guard leaves' until_ 5 gone "$guard"
ok 'and the connection with it' until_ 5 no_connection
ok 'the LocalCommand goes on' waiting
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
ok 'the server hears ssh say goodbye' until_ 5 said

# The server: its session is killed, then all of it.
start 'killed-session' -N
served() {
	p=$(sessions "$(id -un)") && [ -n "$p" ]
}
until_ 10 served
# shellcheck disable=SC2086
kill -9 $p
ok 'the session is killed on the server: ssh ends' until_ 5 gone $ssh
ok 'and the guard' until_ 5 gone "$guard"
kill -9 $sshd_pid
ok 'no server any more' until_ 5 sh -c '! ss -Htln | grep -q :22'
timeout 10 ssh -F "$T/config" server true 2> "$T/err"
is 'then ssh ends with' $? 255
has 'refused' "$T/err" 'tunnel-guard: connect to host server port 22: Connection refused'

# The server closes while ssh waits for something else: the guard waits, and
# ends it after its patience.
sshd_up "$server"
ssh -F "$T/config" -N -o PermitLocalCommand=yes -o 'LocalCommand=sleep 1234' \
    server 2> "$T/err" &
ssh=$!
until_ 10 waiting
until_ 10 served
# shellcheck disable=SC2086
kill -9 $p
ok 'the server closes under a LocalCommand: ssh ends' until_ 20 gone $ssh
has 'and is told why' "$T/err" 'server: the server closed the connection'
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
ok '^C ends the script' until_ 5 gone "$p"
ok 'but not the tunnel it left with ssh -f' holds_for 1 listens '' 9000
end_all 'background'
ok 'which ends when told' until_ 5 unlistened

# A pipe on standard error is let go as ssh -f does.
# shellcheck disable=SC2016
ok 'ssh -f in $(... 2>&1) returns' timeout 10 sh -c 'x=$(ssh -F "$T/config" \
    -f -N -L 9000:localhost:80 -o HostName=server background 2>&1)'
ok 'and its tunnel is up' until_ 5 listens '' 9000
end_all 'background'
until_ 5 unlistened

# nohup: SIGHUP stays ignored, and what ssh says by closing is enough.
nohup ssh -F "$T/config" -N -L 9000:localhost:80 server > /dev/null 2>&1 &
ssh=$!
until_ 10 listens '' 9000
guard=$(processes 'tunnel-guard -t 3 server' | tail -n 1)
kill -HUP "$guard"
ok 'nohup: SIGHUP does not end the guard' holds_for 1 alive "$guard"
kill $ssh
ok 'nohup: it ends with ssh' until_ 5 gone "$guard"
finish
