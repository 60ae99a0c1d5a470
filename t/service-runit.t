#!/bin/sh
# The service directory of contrib/runit under runit.
. t/lib/tap.sh
command -v runsvdir > /dev/null || skip_all 'no runit'
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
service_world
service=$T/sv/sshp-vps
mkdir "$T/sv" "$T/service"
cp -R contrib/runit/sshp "$service"
SVDIR=$T/service
export SVDIR

status() { sv status sshp-vps > "$T/status" 2>&1; grep -q -- "$1" "$T/status"; }
quietly() { "$@" > "$T/out" 2>&1; }
waits() { sshpctl --json list tunnel:vps | grep -q '"state":"\(waiting\|trying\)"'; }
server_down
runsvdir "$T/service" 2> "$T/err" &
runsvdir=$!
ln -s "$service" "$T/service/"
ok 'sshp runs under runit without a server' until_ 20 waits
ok 'runit calls the service running' until_ 10 status '^run: sshp-vps: .*; run: log: '
ok 'sv check fails before the tunnel is up' sh -c '! sv -w 1 check sshp-vps > "$1"' sh "$T/out"
server_up
ok 'sv start waits until the tunnel is up' quietly sv -w 60 start sshp-vps
ok 'the tunnel is up with its forward' tunnel_up
has 'svlogd writes what sshp says' /var/log/sshp-vps/current 'sshp: vps: up in'
sshp_again runit 20
ok 'sv check succeeds again' quietly sv -w 60 check sshp-vps
ok 'sv stop ends sshp' quietly sv -w 60 stop sshp-vps
ok 'no process and no file of sshp is left' until_ 10 tunnel_clean
sv up sshp-vps
ok 'the service is up again after sv up' until_ 20 tunnel_up
sshpctl stop tunnel:vps
ok 'runit leaves the service down after sshpctl stop' until_ 10 status '^down: '
ok 'runit does not start it again' holds_for 3 status '^down: '
: > "$T/authorized"
sv up sshp-vps
refused() { grep -q 'login refused' /var/log/sshp-vps/current; }
ok 'the log says that the login was refused' until_ 20 refused
ok 'sshp ends when its first login is refused' until_ 10 status '^down: '
ok 'runit does not repeat a refused login' holds_for 3 status '^down: '
rm "$T/service/sshp-vps"
removed() { [ -z "$(processes 'runsv sshp-vps')" ]; }
ok 'no process of a removed service runs' until_ 10 removed
kill -HUP $runsvdir
ok 'runsvdir ends' until_ 10 gone $runsvdir
ok 'no process and no file of sshp is left at the end' until_ 10 tunnel_clean
finish
