#!/bin/sh
# A server logs sshp in, and does not answer for a forward or a tunnel device,
# or refuses the device: nobody is told that the tunnel is up.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
state() { sshpctl list --json server 2> /dev/null | grep -o '"state":"[^"]*"' | cut -d'"' -f4; }
trying() { [ "$(state | sort -u)" = trying ]; }

# --- -w, which the server refuses ---
if [ ! -c /dev/net/tun ] || ! ip tuntap add dev tun9 mode tun 2> /dev/null; then
	skip 'a tunnel device' 'there are no tunnel devices here'
else
	ip tuntap del dev tun9 mode tun
	cat > "$T/notify" <<-END
	#!/bin/sh
	echo "\$SSHP_EVENT" >> $T/events
	END
	chmod +x "$T/notify"
	: > "$T/events"
	(sshpctl wait -t 20 server > "$T/wait" 2>&1 && echo up >> "$T/wait") &
	waiter=$!
	sshp -F "$T/config" -o PersistNotify="$T/notify" -N -w 0:0 server 2> "$T/w" &
	keep=$!
	ok 'a tunnel device that the server refuses is a failed attempt' until_ 10 says "$T/w" 'Tunnel forwarding failed'
	ok 'sshp goes on with further attempts' until_ 5 says "$T/w" '; retrying'
	ok 'the server refuses some further attempts' until_ 10 says "$T/sshd.log" 'Accepted publickey' 3
	lacks 'nobody reads that a tunnel without its device is up' "$T/w" ': up in'
	lacks 'PersistNotify does not hear of a tunnel without its device' "$T/events" '^up'
	wait $waiter
	lacks 'sshpctl wait does not say that it is up' "$T/wait" '^up'
	has 'sshp says that the device failed' "$T/w" 'Tunnel forwarding failed'
	# shellcheck disable=SC2154 # set by sshd_up
	kill "$sshd_pid"
	until_ 5 gone "$sshd_pid"
	echo 'PermitTunnel yes' >> "$T/sshd_config"
	server_up
	kill -USR1 $keep
	ok 'the tunnel is up when the server grants the device' until_ 10 says "$T/w" ': up in'
	ok 'the device is there' ip link show tun0
	kill $keep
	wait $keep
fi

# --- -R, which the server does not answer: it looks up the address ---
echo 'GatewayPorts clientspecified' >> "$T/sshd_config"
printf '%s\n' 'nameserver 10.9.9.9' 'nameserver 10.9.9.8' 'nameserver 10.9.9.7' 'options timeout:30 attempts:5' > "$T/resolv"
mount --bind "$T/resolv" /etc/resolv.conf
printf '%s\n' 'hosts: files dns' > "$T/nsswitch"
mount --bind "$T/nsswitch" /etc/nsswitch.conf
kill "$sshd_pid"
until_ 5 gone "$sshd_pid"
server_up
sed -i '/PersistTimeout/d; s/^Host \*/&\n    PersistGuard no/' "$T/config"
began=$(now)
sshp -F "$T/config" -o ServerAliveInterval=0 -N -R nowhere.example:8080:localhost:22 server 2> "$T/r" &
keep=$!
sshp -F "$T/config" -o ServerAliveInterval=0 -N -L 9090:localhost:22 -R nowhere.example:8081:localhost:22 server 2> "$T/m" &
mixed=$!
detail() { sshpctl list | grep -q "$1"; }
ok 'sshpctl list names a forward that the server has not answered yet' until_ 10 detail '8080.* not answered'
ok 'a tunnel is not up before the server answers' holds_for 5 trying
ok 'an attempt without an answer ends' until_ 40 says "$T/r" 'did not answer the request for a forward within 2m30s of the login; retrying'
took=$(($(now) - began))
note "ended after $((took / 1000)) s"
ok 'an attempt without an answer lasts 150 s' test $took -ge 145000
ok 'a tunnel whose other forward is up is told to be up after that time' until_ 10 says "$T/m" ': up in .*does not answer the request for -R nowhere.example:8081'
ok 'the other forward listens' listens '' 9090
kill $keep $mixed
wait $keep $mixed
ok 'no process and no file of sshp is left' until_ 10 clean
finish
