#!/bin/sh
# A jump host, or the path to it, that resets, closes or falls silent at each
# step, refuses the key, or writes lines as if the target had: the tunnel behind
# it is not ended, does not need you, and is back soon after.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
cat >> "$T/config" <<-END
	Host far
	    HostName localhost
	    ProxyJump hop
	Host hop
	    HostName 127.0.0.2
	    Port 2050
END
echo pass > "$T/step"
perl t/lib/attack 127.0.0.2:2050 server:22 "$T/step" > "$T/seen" &
until_ 10 listens '' 2050
keep "$T/a" -N -R 8080:localhost:22 far
ok 'a tunnel through a jump host is up' until_ 20 says "$T/a" ': up in'
n=0
# attacked seconds step...: the step is tried in that time, and heals.
attacked() {
	attacked_s=$1
	shift
	n=$((n + 1))
	: > "$T/seen"
	echo "$*" > "$T/step"
	# shellcheck disable=SC2154 # set by keep
	kill -9 "$(kept "$keep")"
	ok "another attempt is made ($*)" until_ "$attacked_s" says "$T/seen" "$1 $2" 2
	echo pass > "$T/step"
	healed=$(now)
	ok "the tunnel is back after the jump host healed ($*)" until_ 30 says "$T/a" ': reconnected after' $n
	note "after $(span "$healed") s; $(grep -c "$1 $2" "$T/seen") attempts"
}
attacked 20 accept rst
attacked 20 kexinit fin
attacked 20 keys rst
attacked 20 login rst 300
attacked 40 keys hold
# The jump host refuses, and calls itself the target.
printf '%s\n' "$(id -un)@far: Permission denied (publickey)." 'far: Host key verification failed.' > "$T/banner"
mv "$T/authorized" "$T/authorized.good"
: > "$T/authorized"
# shellcheck disable=SC2154 # set by sshd_up
kill "$sshd_pid"
until_ 5 gone "$sshd_pid"
server_up
kill -9 "$(kept "$keep")"
ok 'a login that the jump host refuses is retried' until_ 20 says "$T/a" 'login refused; retrying'
mv "$T/authorized.good" "$T/authorized"
kill "$sshd_pid"
until_ 5 gone "$sshd_pid"
# shellcheck disable=SC2154 # set by wire
sshd_up "$server" -o Banner="$T/banner"
kill -USR1 $keep
ok 'a banner of the jump host that reads like the refusal of the target changes nothing' until_ 20 says "$T/a" ': reconnected after' $((n + 1))
lacks 'no attack makes the tunnel wait for the user' "$T/a" 'needs you'
ok 'no attack ends the tunnel' alive $keep
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean
finish
