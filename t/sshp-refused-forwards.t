#!/bin/sh
# Forwards one by one: what is refused takes nothing else down, and comes when
# it can.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
$server perl t/lib/peer web 80 2> /dev/null &
perl t/lib/peer web 80 2> /dev/null &
until_ 5 listens '' 80

# hold "$host" port [address...]: another process has it; its pid in $holder.
hold() {
	hold_where=$1
	shift
	$hold_where perl t/lib/hold "$@" &
	holder=$!
	until_ 5 listens "$hold_where" "$1"
}
free() {
	kill $holder
	until_ 5 gone $holder
}
# ends: the sshp in $keep, and nothing stays.
ends() {
	kill $keep
	wait $keep
	ok "$1: no process and no file of sshp is left" until_ 10 clean
}
deaf() { ! listens "$@"; }

# --- a port that is another's, there ---
hold "$server" 8081
keep "$T/a" -N -R 8080:localhost:80 -R 8081:localhost:80 -R 8082 -L 9090:localhost:80 server
ok 'a tunnel is up although the server refuses one of its forwards' until_ 10 says "$T/a" '^sshp: server: up in .*, -R 8080 granted'
has 'the message names the refused forward' "$T/a" '; -R 8081 is refused by the server .*, retrying$'
ok 'a remote forward listens although another was refused' listens "$server" 8080
ok 'a SOCKS forward listens although another forward was refused' listens "$server" 8082
is 'a local forward works although a remote forward was refused' "$(perl t/lib/peer get 9090 5)" 200
sshpctl list > "$T/list"
has 'sshpctl list counts the forwards, and names the refused one' "$T/list" '^server  *up 3/4 .*-R 8081 refused$'
freed=$(now)
free
ok 'a refused remote forward listens once the port is free' until_ 10 listens "$server" 8081
note "freed: there $(span "$freed") s later"
ok 'sshp says that the refused forward is granted, and after how long' until_ 5 says "$T/a" '^sshp: server: -R 8081 granted after [0-9.]*s$'
sshpctl list > "$T/list"
lacks 'sshpctl list shows no count once all forwards listen' "$T/list" '/4'
is 'a forward that was refused at first works' "$($server perl t/lib/peer get 8081 5)" 200
is 'sshp printed two lines for all that' "$(wc -l < "$T/a")" 2
ends 'a port that is held'

# --- here ---
hold '' 9091
sleep_sock=$T/near.sock
keep "$T/b" -N -L 9090:localhost:80 -L 9091:localhost:80 -D 9092 -L "$sleep_sock:localhost:80" server
ok 'a tunnel is up although a local port is in use' until_ 10 says "$T/b" ': up in .*; -L 9091 cannot listen: Address already in use, retrying'
ok 'another local forward listens although one port is in use' listens '' 9090
ok 'a SOCKS forward listens although another forward was refused' listens '' 9092
ok 'a local forward on a socket listens although one port is in use' test -S "$sleep_sock"
free
ok 'sshp says that a local forward listens once its port is free' until_ 10 says "$T/b" ': -L 9091 listens after '
is 'a local forward that could not listen at first works' "$(perl t/lib/peer get 9091 5)" 200
ends 'a local port'

# A name that needs quoting everywhere, in a directory that comes later.
keep "$T/b2" -N -L "$T/la te/o%%d\\:d.sock:localhost:80" server
ok 'a tunnel is up although the directory of a local socket is missing' until_ 10 says "$T/b2" ': up in .*; -L .* cannot listen: No such file'
mkdir "$T/la te"
ok 'sshp says that the local socket listens once its directory exists' until_ 10 says "$T/b2" ': -L .* listens after'
ok 'the local socket exists once its directory does' test -S "$T/la te/o%d:d.sock"
ends 'a socket in no directory'

# What is at the place of a local socket.
echo text > "$T/file.sock"
perl -MIO::Socket::UNIX -e \
    'IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1) or die' "$T/stale.sock"
connects() {
	perl -MIO::Socket::UNIX -e 'exit !IO::Socket::UNIX->new($ARGV[0])' "$1"
}
keep "$T/b3" -N -L "$T/file.sock:localhost:80" -L "$T/stale.sock:localhost:80" server
ok 'a local forward is refused if a file has the name of its socket' \
    until_ 10 says "$T/b3" ': up in .*file.sock cannot listen'
is 'sshp does not remove a file that has the name of a socket' \
    "$(cat "$T/file.sock")" text
ok 'sshp replaces a socket that nobody listens at' connects "$T/stale.sock"
rm "$T/file.sock"
ok 'the refused forward comes when the file is gone' until_ 10 connects "$T/file.sock"
ends 'sockets of local forwards'

# --- silence: nothing depends on ssh's words ---
hold "$server" 8081
hold1=$holder
hold '' 9091
keep "$T/c" -N -o LogLevel=QUIET -y -R 8080:localhost:80 -R 8081:localhost:80 -R 0:localhost:80 -D 9091 server
ok 'a tunnel is up although sshp cannot read the log of ssh' until_ 10 says "$T/c" ': up in .*, -R 8080 granted'
has 'the port of -R 0 is known without the log of ssh' "$T/c" ', -R 0 granted as port [1-9]'
has 'the refused forwards are named without the log of ssh' "$T/c" '; -D 9091 cannot listen.*; -R 8081 is refused'
ok 'a remote forward listens without the log of ssh' listens "$server" 8080
kill $hold1 $holder
ok 'a refused remote forward is granted later without the log of ssh' until_ 10 says "$T/c" '-R 8081 granted after'
ok 'a refused local forward listens later without the log of ssh' until_ 10 says "$T/c" '-D 9091 listens after'
ends 'no log'

# --- one address family ---
hold "$server" 8081 127.0.0.1
keep "$T/d" -N -R 8081:localhost:80 -R 127.0.0.1:8081:localhost:80 server
ok 'a remote forward that listens for one address family only counts as granted' until_ 10 says "$T/d" ', -R 8081 granted'
has 'a remote forward with an address of the other family is refused' "$T/d" '; -R 127.0.0.1:8081 is refused'
free
ok 'a refused remote forward listens once the port is free' until_ 10 says "$T/d" '-R 127.0.0.1:8081 granted after'
ends 'one family there'
hold '' 9091 127.0.0.1
keep "$T/e" -N -L 9091:localhost:80 server
ok 'sshp says on which address a local forward cannot listen' until_ 10 says "$T/e" '; -L 9091 listens, but not on 127.0.0.1: Address already in use'
free
ok 'the local forward listens on all addresses once the port is free' until_ 10 says "$T/e" '-L 9091 listens on all addresses after '
is 'a local forward that could not listen at first works' "$(perl t/lib/peer get 9091 5)" 200
ends 'one family here'

# --- -R 0 ---
keep "$T/f" -o "PersistNotify=echo \$SSHP_EVENT:\$SSHP_PORTS >> $T/notified" \
    -N -R 0:localhost:80 server
ok 'the message names the port of -R 0' until_ 10 says "$T/f" ': up in .*, -R 0 granted as port [1-9]'
port=$(sed -n 's/.*as port \([0-9]*\).*/\1/p' "$T/f")
is 'the server listens at the port that sshp named for -R 0' "$($server perl t/lib/peer get "$port" 5)" 200
ok 'sshpctl list --json has the port of -R 0' \
    sh -c "sshpctl list --json | grep -q '\"allocated_ports\":\[$port\]'"
ok 'sshpctl metrics has the port of -R 0' \
    sh -c "sshpctl metrics | grep -q '^sshp_allocated_port{.*,n=\"1\"} $port\$'"
ok 'the history has the port of -R 0' \
    sh -c "grep -rhs '^time=.* event=up .*ports=$port' $T/run $HOME > /dev/null"
ok "the command of PersistNotify gets the port of -R 0" until_ 10 grep -qx "up:$port" "$T/notified"
kill -KILL "$(kept $keep)"
ok 'sshp names the port of -R 0 again after a loss' until_ 10 says "$T/f" ': reconnected after .*, -R 0 granted as port [1-9]'
port=$(sed -n 's/.*reconnected.*as port \([0-9]*\).*/\1/p' "$T/f")
is 'the server listens at the port that sshp named for -R 0' "$($server perl t/lib/peer get "$port" 5)" 200
lacks 'the line of ssh about the port of -R 0 is not printed beside that of sshp' "$T/f" 'Allocated port'
ends '-R 0'

# --- sockets over there ---
: > "$T/far.sock"
keep "$T/g" -N -R "$T/far.sock:localhost:80" -R 8080:localhost:80 server
ok 'sshp names StreamLocalBindUnlink when the server has a file in the way of a remote socket' until_ 10 says "$T/g" "; -R $T/far.sock is refused by the server (.*StreamLocalBindUnlink yes in its sshd_config), retrying"
rm "$T/far.sock"
ok 'the remote socket is granted once the file in its way is removed' until_ 10 says "$T/g" "-R $T/far.sock granted after"
ok 'the remote forward that was refused before is there' test -S "$T/far.sock"
ends 'a socket over there'

# --- ExitOnForwardFailure yes: not ready until all are ---
hold "$server" 8081
sshp -F "$T/config" -o ExitOnForwardFailure=yes -f -N -R 8080:localhost:80 \
    -R 8081:localhost:80 server 2> "$T/h" &
caller=$!
ok 'with ExitOnForwardFailure sshp says which forward keeps the tunnel from being up' until_ 10 says "$T/h" ': logged in, but not up; -R 8081 is refused'
ok 'with ExitOnForwardFailure the other forward listens meanwhile' listens "$server" 8080
ok 'the caller of -f waits for the missing forward' alive $caller
free
until_ 10 gone $caller
wait $caller
is 'the caller of -f gets 0 once the forward is granted' $? 0
ok 'the remote forward that was refused before is there' listens "$server" 8081
keep=$(processes "sshp -F $T/config -o ExitOnForwardFailure")
kill "$keep"
ok 'no process and no file of sshp is left' until_ 10 clean

# --- ControlMaster no: there is no socket to ask through ---
hold "$server" 8081
keep "$T/i" -N -o ControlMaster=no -R 8081:localhost:80 server
ok 'without a control socket sshp retries the whole connection for a refused forward' until_ 20 says "$T/i" 'remote port forwarding failed.*; retrying'
free
ok 'without a control socket the tunnel is up once the port is free' until_ 30 says "$T/i" ': up in'
ok 'the remote forward that was refused before is there' listens "$server" 8081
ends 'no socket'

# --- a path that dies while it asks ---
hold "$server" 8081
keep "$T/j" -N -R 8081:localhost:80 server
until_ 10 says "$T/j" ', retrying'
path_cut
ok 'the tunnel is lost when the path dies while sshp asks for a forward' until_ 40 says "$T/j" ': connection lost after .*path dead'
free
path_heal
ok 'the tunnel is back after its path died while sshp asked for a forward' until_ 40 says "$T/j" ': reconnected after'
ok 'the remote forward that was refused before is there' until_ 10 listens "$server" 8081
ends 'a path that dies'
finish
