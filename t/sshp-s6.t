#!/bin/sh
# Under s6, with the files that contrib/systemd/README.md has: ready once it is
# up, and not before; stopped by it.
. t/lib/tap.sh
command -v s6-supervise > /dev/null || skip_all 'no s6'
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
mkdir -m 700 "$HOME/.ssh"
sed 's/^Host \*/Host vps\n    HostName server\n&/; s/^    Persist yes//' "$T/config" > "$HOME/.ssh/config"
mkdir "$T/vps"
awk '/^#!\/bin\/sh/ { print; getline; print }' contrib/systemd/README.md > "$T/vps/run"
has 'the run script is that of contrib' "$T/vps/run" '^exec env SSHP_NOTIFY_FD=3 sshp -N '
chmod +x "$T/vps/run"
echo 3 > "$T/vps/notification-fd"

status() { s6-svstat "$T/vps" > "$T/status" 2>&1; grep -q -- "$1" "$T/status"; }
waits() { sshpctl --json list vps 2> /dev/null | grep -q '"state":"\(waiting\|trying\)"'; }
server_down
s6-supervise "$T/vps" 2> "$T/err" &
supervise=$!
ok 'sshp runs under s6 without a server' until_ 20 waits
ok 's6 calls the service up' until_ 10 status '^up '
lacks 's6 does not call the service ready before the tunnel is up' "$T/status" ready
server_up
ok 'the service is ready once the tunnel is up' s6-svwait -t 30000 -U "$T/vps"
ok 's6-svstat says that the service is ready' until_ 10 status ' ready '
first=$(sshpctl --json list vps | grep -o '"ssh_pid":[0-9]*')
kill -9 "${first#*:}"
ok 'sshp brings a lost tunnel back under s6' until_ 20 sshpctl list vps
ok 's6-svc -d ends sshp' s6-svc -wd -T 20000 -d "$T/vps"
status '.*' && note "$(cat "$T/status")"
has 'sshp ends with 0 under s6-svc -d' "$T/status" 'exitcode 0'
s6-svc -x "$T/vps"
ok 's6-supervise ends' until_ 10 gone $supervise
ok 'no process and no file of sshp is left' until_ 10 clean
finish
