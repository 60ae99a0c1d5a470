#!/bin/sh
# -f, and whoever called it leads a session whose terminal goes with it: what
# was started in that session is hung up on, and the connection stays.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
cat >> "$T/config" <<-END
	Host own
	    HostName server
	    ProxyCommand ssh -F $T/config -o ProxyCommand=none -W %h:%p server
	Host far
	    HostName localhost
	    ProxyJump server
END
logins() { grep -c 'Accepted publickey' "$T/sshd.log"; }

# leads name logins host command...: the command leads a session, and calls
# sshp -f for the host; so many logins are made, once.
leads() {
	name=$1 wanted=$2 host=$3
	shift 3
	before=$(logins)
	"$O/t/lib/pty" "$@" < /dev/null > "$T/t" 2> /dev/null &
	term=$!
	ok "$name: the tunnel is up" until_ 60 says "$T/t" "sshp: $host: up"
	ok "$name: the terminal of the caller is gone" until_ 60 gone $term
	sshp=$(processes "-f -N $host" | head -n 1)
	ok "$name: sshp goes on" alive "$sshp"
	ssh=$(kept "$sshp")
	ok "$name: its ssh goes on" holds_for 3 alive "$ssh"
	is "$name: the connection was not replaced" $(($(logins) - before)) "$wanted"
	kill "$sshp"
	ok "$name: no process and no file of sshp is left after SIGTERM" until_ 20 clean
}
leads 'sshp itself' 1 server sshp -F "$T/config" -f -N server
leads 'a script' 1 server sh -c "sshp -F $T/config -f -N server; true"
leads 'fdpass' 1 server sshp -F "$T/config" -o PersistGuard=fdpass -f -N server
leads 'no guard' 1 server sshp -F "$T/config" -o PersistGuard=no -f -N server
leads 'a ProxyCommand' 2 own sshp -F "$T/config" -f -N own
leads 'a jump host' 2 far sshp -F "$T/config" -f -N far

# The terminal goes while the caller still waits: so does all else.
server_down
"$O/t/lib/pty" sshp -F "$T/config" -f -N server < /dev/null > "$T/t" 2> /dev/null &
term=$!
ok 'sshp -f retries a refused connection' until_ 60 says "$T/t" 'Connection refused'
kill $term
ok 'a logout while sshp -f still waits leaves no process and no file' until_ 20 clean
finish
