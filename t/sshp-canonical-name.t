#!/bin/sh
# CanonicalizeHostname while no name server answers: the tunnel stays the one of
# the full name.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
printf '127.0.0.1 localhost\n10.9.1.1 client\n' > "$T/hosts"
printf '%s\n' 'nameserver 127.0.0.1' 'options timeout:1 attempts:1' > "$T/resolv"
mount --bind "$T/resolv" /etc/resolv.conf || skip_all 'no /etc/resolv.conf'
# zone lines...: what the name server knows.
zone() {
	printf '%s\n' "$@" > "$T/zone.new"
	mv "$T/zone.new" "$T/zone"
}
found() {
	getent hosts srv.corp.example. > /dev/null
}
zone 'srv.corp.example 10.9.2.1'
perl t/lib/dns "$T/zone" &
dns=$!
ok 'the name server answers' until_ 10 found
sed -i 's/^    Persist yes/&\n    PersistBackoff 1s 2s/' "$T/config"
{
	sed '/^Host /,$d' "$T/config"
	echo 'CanonicalizeHostname yes'
	echo 'CanonicalDomains corp.example'
	sed -n '/^Host /,$p' "$T/config"
	echo 'Host srv.corp.example'
	echo '    LocalForward 9191 localhost:80'
} > "$T/named"
mv "$T/named" "$T/config"
ups() {
	[ "$(grep -c '^sshp: srv: \(up\|reconnected\)' "$T/a")" -ge "$1" ]
}
wants() {
	sshpctl metrics | sed -n 's/^sshp_forwards{.*} //p'
}
keep "$T/a" -N srv
ok 'a tunnel to a name of CanonicalDomains is up' until_ 20 ups 1
is 'it has the forward of the full name' "$(wants)" 1

zone servfail
kill -KILL "$(kept $keep)"
ok 'sshp says that the name is not found' until_ 20 says "$T/a" \
    'srv is not found in CanonicalDomains now; using the previous settings'
ok 'attempts fail while no name server answers' until_ 20 says "$T/a" 'retrying'
is 'the tunnel still has the forward of the full name' "$(wants)" 1
zone 'srv.corp.example 10.9.2.1'
ok 'the tunnel is back when the name server answers' until_ 30 ups 2
ok 'the forward of the full name listens' listens '' 9191
sed -i 's/LocalForward 9191/LocalForward 9292/' "$T/config"
kill -KILL "$(kept $keep)"
ok 'the tunnel is back after an edit' until_ 30 ups 3
ok 'the edit takes effect once the name is found' listens '' 9292
kill $keep
wait $keep
kill $dns
wait $dns 2> /dev/null
ok 'no process and no file of sshp is left' until_ 10 clean
finish
