#!/bin/sh
# What sshpctl shows of real tunnels that are broken for the purpose, as in the
# EXAMPLES of sshpctl(1), and the live table in $O/pictures: make pictures.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lab/faults.sh
skip_all() {
	echo "pictures: $*"
	exit 1
}
world
keep_world
sed -i 's/PersistTimeout 3s/PersistTimeout 10s/' "$T/config"
export LANG=C.UTF-8 TERM=xterm

# picture command...: as it is typed, and what comes of it.
picture() {
	printf '$ %s\n' "$*"
	"$@" 2>&1
	echo
}
lost() { says "$T/$1" ' lost after '; }
back() { says "$T/$1" ' reconnected after '; }

# why name port fault: a tunnel that meets it, and comes back.  Its forwards tell
# it from the others.
why() {
	keep "$T/$1" -o "PersistName=$1" -N -R "$2:localhost:80" server
	until_ 20 says "$T/$1" 'up in'
	"break_$3"
	until_ 120 lost "$1"
	"heal_$3"
	until_ 120 back "$1"
	picture sshpctl why "$1"
	kill $keep
	wait $keep
}
why restarted 8081 refused
why blackhole 8082 path
why forgotten 8083 flow

# A login that is refused at once, and that is not: the server restarts with
# our key gone.
keep "$T/refused" -o PersistName=refused -N server
until_ 20 says "$T/refused" 'up in'
break_login
until_ 120 says "$T/refused" 'login refused'
picture sshpctl why refused
heal_login
kill $keep
wait $keep

# The table: one that was lost, one with a forward that is held, one that waits.
command -v tmux > /dev/null || skip_all 'no tmux for the live table'
keep "$T/vps" -o PersistName=vps -N -L 8000:localhost:80 server
until_ 20 says "$T/vps" 'up in'
kill -9 "$(kept $keep)"
until_ 20 back vps
# shellcheck disable=SC2086,SC2154 # set by host
$server perl t/lib/hold 9999 127.0.0.1 ::1 > /dev/null 2>&1 &
held=$!
until_ 20 listens "$server" 9999
keep "$T/db" -o PersistName=db -N -L 5432:localhost:5432 -R 9999:localhost:80 server
until_ 20 says "$T/db" 'up in'
keep "$T/box" -o PersistName=box -L 8001:localhost:80 -o ConnectTimeout=5 -p 23 -N server
until_ 20 says "$T/box" refused
tmux -u -S "$T/tmux" -f /dev/null new-session -d -s p -x 78 -y 12 'sshpctl list -w'
until_ 20 sh -c "tmux -S $T/tmux capture-pane -p -t p | grep -q '^vps'"
sleep 2
echo '$ sshpctl list -w'
tmux -S "$T/tmux" capture-pane -p -t p | sed '/^$/d'
# The same, wide and with colours, for a picture.
tmux -S "$T/tmux" resize-window -t p -x 100 -y 6
until_ 20 sh -c "tmux -S $T/tmux capture-pane -p -t p | grep -q '^vps.*ended'"
mkdir -p "$O/pictures"
{
	echo '$ sshpctl list -w'
	tmux -S "$T/tmux" capture-pane -e -p -t p
} > "$O/pictures/list"
tmux -S "$T/tmux" kill-server
echo
picture sshpctl list db
kill $held
for name in vps db box; do
	sshpctl stop $name
done
