#!/bin/sh
# PersistHold: sshp listens where ssh would: addresses, sockets, SOCKS.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
$server perl t/lib/clients web 80 "$T/web" &
until_ 5 listens "$server" 80

# answered to: a client there is.
answered() {
	[ "$(perl t/lib/clients get 1 "$1" 2> /dev/null | cut -d' ' -f1,2)" = '200 1' ]
}

keep "$T/log" -N -o PersistHold=30s -D 1080 -L '*:8081:localhost:80' -L "$T/u.sock:localhost:80" \
    -L '[::1]:8082:localhost:80' -L 10.9.9.9:8083:localhost:80 server
ok 'a tunnel with several held forwards is up' until_ 10 says "$T/log" ': up in'
ok 'a client of a held unix socket is answered' answered "$T/u.sock"
is 'a held unix socket has the mode that ssh gives it' "$(stat -c %a "$T/u.sock")" 600
ok 'a client of a held forward for all addresses is answered' answered 10.9.1.1:8081
ok 'a client of a held IPv6 forward is answered' answered ::1:8082
if command -v curl > /dev/null; then
	ok 'a SOCKS client of a held -D is answered' \
	    sh -c 'curl -s --max-time 20 --socks5-hostname 127.0.0.1:1080 http://localhost:80/ | grep -q ok'
else
	skip 'a SOCKS client of a held -D is answered' 'no curl'
fi
has 'an address that does not exist yet is reported in the words of ssh' "$T/log" \
    '^sshp: server: -L 10.9.9.9:8083 cannot listen: Cannot assign requested address, retrying'
ip addr add 10.9.9.9/32 dev lo
ok 'a held forward listens once its address exists' until_ 20 says "$T/log" '8083 listens after'
ok 'a client of that address is answered' answered 10.9.9.9:8083
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean
ok 'the held unix socket is removed' test ! -e "$T/u.sock"
keep "$T/name" -N -o PersistHold=30s -L name:8080:localhost:80 server
wait $keep
is 'a name as the address of a held forward ends sshp' $? 255
has 'the refusal names the forward and where it is set' "$T/name" \
    '^sshp: command-line:0: PersistHold: -L name:8080: a name cannot be used here'
ok 'no file is left after the refusal' until_ 10 clean
finish
