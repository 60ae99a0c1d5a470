#!/bin/sh
# A server behind a jump host freezes soon after the login, while clients use
# both directions: the tunnel is lost within 25 seconds, for what the server
# answered after the login shows that it was alive.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
# shellcheck disable=SC2154 # set by wire
$server /usr/sbin/sshd -D -e -f "$T/sshd_config" -p 2222 2>> "$T/far.log" &
far_pid=$!
until_ 10 listens "$server" 2222
$server perl t/lib/peer web 80 2> /dev/null &
perl t/lib/peer web 80 2> /dev/null &
cat >> "$T/config" <<-END
	Host far
	    HostName localhost
	    Port 2222
	    ProxyJump hop
	Host hop
	    HostName server
END
until_ 5 listens '' 80
keep "$T/a" -N -L 9090:localhost:80 -R 8080:localhost:80 far
ok 'a tunnel through a jump host is up' until_ 20 says "$T/a" ': up in'
up=$(now)
# Clients, both ways, all the time.
while perl t/lib/peer get 9090 30 > /dev/null 2>&1 || true; do sleep .2; done &
while $server perl t/lib/peer get 8080 30 > /dev/null 2>&1 || true; do sleep .2; done &
is 'a client is served by -L' "$(perl t/lib/peer get 9090 5)" 200
is 'a client is served by -R' "$($server perl t/lib/peer get 8080 5)" 200
# below pid: it and what is below it.
below() {
	for below_p in $(cat /proc/"$1"/task/*/children 2> /dev/null); do
		echo "$below_p"
		below "$below_p"
	done
}
five_seconds_up() { [ $(($(now) - up)) -ge 5000 ]; }
until_ 5 five_seconds_up
# shellcheck disable=SC2046
kill -STOP $(below "$far_pid")
frozen=$(now)
ok 'the tunnel is lost when the server freezes five seconds after the login' until_ 35 says "$T/a" \
    ': connection lost after .*path dead or peer frozen'
note "after $(span "$frozen") s: $(grep lost "$T/a")"
ok 'the tunnel is lost within 25 seconds' test $(($(now) - frozen)) -le 26000
# shellcheck disable=SC2046
kill -CONT $(below "$far_pid")
ok 'the tunnel is back when the server runs again' until_ 20 says "$T/a" ': reconnected after'
ok 'a connection to a server that runs is not ended' holds_for 8 says "$T/a" ': reconnected after'
is 'the tunnel was lost once' "$(grep -c ': connection lost after' "$T/a")" 1
kill $keep
wait $keep
finish
