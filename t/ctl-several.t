#!/bin/sh
# The commands of sshpctl take several names, patterns and -a.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
mount -t tmpfs none /tmp
# ctl words...: sshpctl's output in $T/out, its messages in $T/err.
ctl() {
	sshpctl "$@" > "$T/out" 2> "$T/err"
}
# status_ name wanted words...
status_() {
	status_name=$1 status_wanted=$2
	shift 2
	ctl "$@"
	is "$status_name" $? "$status_wanted"
}
lines() { sort "$T/out" | sed 's/ [0-9.]*s$/ TIME/' | paste -sd, -; }
status_ 'without tunnels, restart -a has nothing to do' 3 restart -a
is 'without tunnels, restart -a says so in one line' "$(cat "$T/err")" 'sshpctl: no tunnels are running (see sshp(1))'
port=9090
for name in web1 web2 db; do
	keep "$T/$name" -o PersistName=$name -N -L $port:localhost:80 server
	eval "$name=\$keep"
	port=$((port + 1))
done
here() { [ "$(sshpctl --json 2> /dev/null | grep -o '"pid"' | wc -l)" -eq 3 ]; }
until_ 30 here
status_ 'wait waits for several tunnels' 0 wait -t 60 web1 web2 db
is 'wait prints a line for each of several tunnels' "$(lines)" 'db: up TIME,web1: up TIME,web2: up TIME'
status_ 'wait for one name succeeds' 0 wait web1
is 'wait for one name prints nothing' "$(cat "$T/out" "$T/err")" ''

# list.
names() { sed '1d; s/ .*//' "$T/out" | paste -sd, -; }
status_ 'list takes a pattern' 0 list 'web*'
is 'list shows what the pattern means' "$(names)" web1,web2
status_ 'list takes several names' 0 list db web2
is 'list shows each name' "$(names)" db,web2
status_ 'list -a shows all' 0 list -a
is 'list -a lists each tunnel' "$(names)" db,web1,web2
status_ 'a bracket pattern is a pattern' 0 list 'web[!1]'
is 'list shows what the bracket pattern means' "$(names)" web2
status_ 'of a name that exists and one that does not, the higher status counts' 3 list web1 webb2
is 'list shows the tunnel that exists' "$(names)" web1
is 'an unknown name names the similar tunnel' "$(cat "$T/err")" 'sshpctl: webb2: no such tunnel or shell; did you mean web2?'
status_ 'a pattern without a match is an unknown name' 3 stop 'x*'
is 'a pattern without a match is an error of one line' "$(cat "$T/err")" 'sshpctl: x*: no running tunnel matches'
ctl list -l web1
has 'list -l has a title for the ids, destinations and forwards' "$T/out" '^NAME  *ID  *TO  *FORWARDS  *STATE '
has 'list -l shows id, destination and forwards' "$T/out" '^web1  [0-9a-f]\{12\}  [^ ]*@[^ ]*:22  -L 9090:\[localhost\]:80  up '
escape=$(printf '\033')
lacks 'list has no colours in a file' "$T/out" "$escape"
list_pty() { "$O/t/lib/pty" env TERM=xterm "$@" sshpctl list < /dev/null > "$T/out" 2>&1; }
list_pty
has 'list on a terminal shows the state in colour' "$T/out" "$escape\[32mup *$escape\[m"
has 'list on a terminal ends with the totals' "$T/out" '^3 connections: 3 up, 0 not up'
list_pty NO_COLOR=1
lacks 'NO_COLOR switches the colours off' "$T/out" "$escape\[32m"

# why.
status_ 'why takes a pattern and a name' 0 why 'web*' db
is 'why prints each history' "$(grep -c '^[a-z0-9]*: up .*; 0 drops today$' "$T/out")" 3

# restart.
ssh1=$(kept "$web1") ssh2=$(kept "$web2") sshd=$(kept "$db")
status_ 'restart takes a pattern' 0 restart 'web*'
is 'restart prints a line for each' "$(lines)" 'web1: restarted,web2: restarted'
other() { [ -n "$(kept "$1")" ] && [ "$(kept "$1")" != "$2" ]; }
ok 'restart restarts the first tunnel of the pattern' until_ 10 other "$web1" "$ssh1"
ok 'restart restarts the second tunnel of the pattern' until_ 10 other "$web2" "$ssh2"
is 'restart leaves the other tunnel alone' "$(kept "$db")" "$sshd"
sshpctl wait -t 20 'web*' > /dev/null

# Two of one name, one of which is killed while wait waits.
keep "$T/t1" -o PersistName=twin -N -L 9191:localhost:80 server
twin1=$keep
keep "$T/t2" -o PersistName=twin -N -L 9192:localhost:80 server
twin2=$keep
status_ 'wait waits for each tunnel of a name' 0 wait -t 60 twin
until_ 10 says "$T/t1" 'up in'
until_ 10 says "$T/t2" 'up in'
status_ 'wait waits for both tunnels of one name' 0 wait -t 20 twin
is 'wait prints a line for each tunnel of one name' "$(grep -c '^twin/[0-9a-f]\{12\}: up ' "$T/out")" 2
status_ 'restart of a name of two restarts none' 2 restart twin web1
server_down
down() { sshpctl --json list twin | grep -o '"state":"[a-z]*"' | grep -vc '"up"' | grep -q 2; }
until_ 20 down
killed=$(sshpctl --json list twin | perl -MJSON::PP -e '
	local $/;
	for (@{decode_json(<STDIN>)->{tunnels}}) { print "twin/$_->{id}" if $_->{pid} == $ARGV[0] }' "$twin1")
sshpctl wait -t 60 twin > "$T/out" 2> "$T/err" &
waits=$!
watched() { [ "$(find /proc/$waits/fd -lname 'socket:*' | wc -l)" -ge 2 ]; }
until_ 10 watched
left=$(sed -n 's,.* socket="*\([^ "]*\)/ctl.*,\1,p' "$HOME/.local/state/sshp/${killed#twin/}.lock")
kill -9 "$twin1"
wait "$twin1" 2> /dev/null
has_() { grep -q "^sshpctl: $killed: not up: sshp has ended" "$T/err"; }
ok 'wait says which of the two tunnels has ended' until_ 10 has_
server_up
wait $waits
is 'wait of two tunnels is 1 if one of them was killed' $? 1
has 'wait goes on for the other tunnel' "$T/out" '^twin/[0-9a-f]\{12\}: up \|^twin: up '

# stop.
sshpctl wait -t 30 -a > /dev/null
status_ 'stop takes several names and a pattern' 0 stop db 'web*'
is 'stop prints a line for each' "$(lines)" 'db: stopped,web1: stopped,web2: stopped'
wait "$web1" && wait "$web2" && wait "$db"
is 'each stopped tunnel ends with 0' $? 0
status_ 'why takes a pattern for tunnels that no longer run' 1 why 'web*'
is 'why prints each history of the pattern' "$(grep -c '^web[12].*: not running; ended .*: stopped' "$T/out")" 2
status_ 'stop -a stops the rest' 0 stop -a
wait "$twin2"
result=$?
# What kill -9 left.
rm -rf "$left"
is 'a tunnel that stop -a stops ends with 0' $result 0
ok 'no process and no file of sshp is left' until_ 10 clean
finish
