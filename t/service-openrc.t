#!/bin/sh
# The init script of contrib/openrc under OpenRC.
. t/lib/tap.sh
command -v supervise-daemon > /dev/null && [ -x /sbin/openrc-run ] || skip_all 'no OpenRC'
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
service_world
mkdir -p /run/openrc /etc/init.d /etc/conf.d /etc/runlevels/default
rm -f /etc/init.d/* /etc/runlevels/*/*
# OpenRC runs as in a container, in which another program booted the system.
echo 'rc_sys="prefix"' >> /etc/rc.conf
# What the init script of OpenRC makes at boot.
for dir in daemons exclusive failed hotplugged inactive init.d options prefixes \
    scheduled started starting stopping tmp wasinactive; do
	mkdir "/run/openrc/$dir"
done
echo default > /run/openrc/softlevel
quietly() { "$@" > "$T/out" 2>&1; }
service() { quietly rc-service sshp.vps "$@" || { sed 's/^/# | /' "$T/out"; return 1; }; }
install -m 755 contrib/openrc/sshp /etc/init.d/sshp
ln -s sshp /etc/init.d/sshp.vps
ok 'rc-update adds the service' quietly rc-update add sshp.vps default
ok 'rc-service starts the service' service start
ok 'the tunnel is up' until_ 20 tunnel_up
ok 'rc-service calls the service started' service status
has 'the log has what sshp says' /var/log/sshp.vps.log 'sshp: vps: up in'
sshp_again OpenRC 30
ok 'rc-service stops the service' service stop
ok 'no process and no file of sshp is left' until_ 10 tunnel_clean
: > "$T/authorized"
quietly rc-service sshp.vps start
gives_up() { quietly rc-service sshp.vps status; grep -q 'crashed\|stopped' "$T/out"; }
ok 'OpenRC gives up when the login is refused' until_ 60 gives_up
has 'the log says why' /var/log/sshp.vps.log 'login refused'
ok 'sshp tried four times at most' test "$(grep -c 'login refused' /var/log/sshp.vps.log)" -le 8
quietly rc-service sshp.vps stop
quietly rc-service sshp.vps zap
ok 'the script without a name does not start' sh -c '! rc-service sshp start > "$1" 2>&1' sh "$T/out"
ok 'rc-update removes the service' quietly rc-update del sshp.vps default
ok 'no process and no file of sshp is left at the end' until_ 10 tunnel_clean
finish
