#!/bin/sh
# The service file of contrib/dinit under dinit.
. t/lib/tap.sh
command -v dinit > /dev/null || skip_all 'no dinit'
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
service_world
mkdir -p /etc/dinit.d
cp contrib/dinit/sshp /etc/dinit.d/
quietly() { "$@" > "$T/out" 2>&1; }
control() { timeout 60 dinitctl -p "$T/socket" "$@"; }
state() { control status sshp@vps > "$T/status" 2>&1; grep -q "State: *$1" "$T/status"; }
printf 'type = internal\n' > /etc/dinit.d/boot
dinit -d /etc/dinit.d -p "$T/socket" -q boot 2> "$T/err" &
dinit=$!
until_ 10 test -S "$T/socket"
server_down
quietly control --no-wait start sshp@vps
ok 'dinit waits for the tunnel to be up' until_ 10 state STARTING
server_up
ok 'dinit calls the service started' until_ 30 state STARTED
ok 'the tunnel is up with its forward' tunnel_up
has 'the log has what sshp says' /var/log/sshp-vps.log 'sshp: vps: up in'
sshp_again dinit 30
ok 'dinit calls the service started again' until_ 30 state STARTED
ok 'dinitctl stop ends sshp' quietly control stop sshp@vps
ok 'no process and no file of sshp is left' until_ 10 tunnel_clean
quietly control start sshp@vps
ok 'the tunnel is up again' until_ 20 tunnel_up
sshpctl stop tunnel:vps
ok 'dinit leaves the service down after sshpctl stop' until_ 20 state STOPPED
: > "$T/authorized"
ok 'a start fails when the login is refused' sh -c '! timeout 60 dinitctl -p "$1/socket" start sshp@vps > "$1/out" 2>&1' sh "$T"
has 'the log says why' /var/log/sshp-vps.log 'login refused'
ok 'dinit does not repeat a refused login' holds_for 7 state STOPPED
quietly control shutdown
ok 'dinit ends' until_ 20 gone $dinit
ok 'no process and no file of sshp is left at the end' until_ 10 tunnel_clean
finish
