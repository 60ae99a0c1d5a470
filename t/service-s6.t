#!/bin/sh
# The service directory of contrib/s6 under s6.
. t/lib/tap.sh
command -v s6-svscan > /dev/null || skip_all 'no s6'
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
service_world
scan=$T/scan service=$T/scan/sshp-vps
mkdir "$scan"
cp -R contrib/s6/sshp "$service"

status() { s6-svstat "$service" > "$T/status" 2>&1; grep -q -- "$1" "$T/status"; }
waits() { sshpctl --json list tunnel:vps | grep -q '"state":"\(waiting\|trying\)"'; }
server_down
s6-svscan "$scan" 2> "$T/err" &
svscan=$!
ok 'sshp runs under s6 without a server' until_ 20 waits
ok 's6 calls the service up' until_ 10 status '^up '
lacks 's6 does not call the service ready before the tunnel is up' "$T/status" ready
server_up
ok 'the service is ready once the tunnel is up' s6-svwait -t 60000 -U "$service"
ok 's6-svstat says that the service is ready' until_ 10 status ' ready '
ok 'the service is ready with its forward' tunnel_up
has 's6-log writes what sshp says' /var/log/sshp-vps/current 'sshp: vps: up in'
sshp_again s6 20
ok 'the service is ready again' s6-svwait -t 60000 -U "$service"
ok 's6-svc -d ends sshp' s6-svc -wD -T 60000 -d "$service"
status '.*' && note "$(cat "$T/status")"
has 'sshp ends with 0 under s6-svc -d' "$T/status" 'exitcode 0'
ok 'no process and no file of sshp is left' until_ 10 tunnel_clean
s6-svc -wU -T 60000 -u "$service"
ok 'the service is up again after s6-svc -u' until_ 10 tunnel_up
sshpctl stop tunnel:vps
ok 's6 leaves the service down after sshpctl stop' s6-svwait -t 60000 -d "$service"
ok 's6 does not start it again' holds_for 3 status '^down (exitcode 0)'
: > "$T/authorized"
s6-svc -u "$service"
ok 'sshp ends with 255 when its first login is refused' until_ 10 status '^down (exitcode 255)'
ok 's6 does not repeat a refused login' holds_for 3 status '^down (exitcode 255)'
has 'the log says why' /var/log/sshp-vps/current 'login refused'
s6-svc -wD -T 60000 -d "$service"
rm -r "$service"
s6-svscanctl -an "$scan"
removed() { [ -z "$(processes s6-supervise)" ]; }
ok 'no process of a removed service runs' until_ 10 removed
s6-svscanctl -t "$scan"
ok 's6-svscan ends' until_ 10 gone $svscan
ok 'no process and no file of sshp is left at the end' until_ 10 tunnel_clean
finish
