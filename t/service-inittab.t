#!/bin/sh
# The line of contrib/inittab under init of BusyBox, which is process 1.
. t/lib/tap.sh
busybox init --help 2>&1 | grep -q 'Usage: init' || skip_all 'no init of BusyBox'
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
service_world
# A shell that starts init when it is process 1, in the namespaces of the test
# except for its processes.  init writes to the file that CONSOLE names.
: > "$T/console"
mkdir -p /usr/local/sbin
install -m 755 contrib/inittab/sshp-respawn /usr/local/sbin/
grep '^::respawn' contrib/inittab/inittab > /etc/inittab
echo "::sysinit:/bin/mount -t proc proc /proc" >> /etc/inittab
CONSOLE=$T/console setsid unshare --pid --fork --mount --kill-child busybox init 2> "$T/err" &
holder=$!
init() { cat "/proc/$holder/task/$holder/children" 2> /dev/null | tr -d ' '; }
# -r: the root directory of a mount namespace is not ours in a chroot.
inside() { nsenter -t "$(init)" -m -p -r "$@"; }
in_up() { inside sshpctl list tunnel:vps > /dev/null 2>&1 && listens '' 8022; }
in_pid() { inside sshpctl --json list tunnel:vps | sed -n 's/.*"pid":\([0-9]*\).*/\1/p'; }
ok 'the line of inittab brings the tunnel up' until_ 20 in_up
is 'init of BusyBox is process 1' "$(inside cat /proc/1/comm)" busybox
has 'the console has what sshp says' "$T/console" 'sshp: vps: up in'
is 'sshp under init runs in the account tunnel' "$(inside stat -c %u "/proc/$(in_pid)")" 54321
first=$(in_pid)
inside kill -9 "$first"
again() { in_up && [ "$(in_pid)" != "$first" ]; }
ok 'init starts a killed sshp again, and the tunnel is up' until_ 20 again
first=$(in_pid)
inside sshpctl stop tunnel:vps
ok 'init starts the tunnel again after sshpctl stop' until_ 20 again
: > "$T/authorized"
inside sshpctl stop tunnel:vps
refused() { grep -q 'login refused' "$T/console" && [ -n "$(processes 'sleep 600')" ]; }
ok 'a refused login is not repeated for ten minutes' until_ 20 refused
sed -i '/sshp-respawn/d' /etc/inittab
inside kill -HUP 1
ok 'no process and no file of sshp is left when the line is removed' until_ 20 tunnel_clean
cp "$T/key.pub" "$T/authorized"
grep '^::respawn' contrib/inittab/inittab >> /etc/inittab
inside kill -HUP 1
ok 'the tunnel is up again with the line' until_ 20 in_up
sed -i '/sshp-respawn/d' /etc/inittab
inside kill -HUP 1
ok 'removing the line ends a tunnel that is up' until_ 20 tunnel_clean
kill -KILL "$(init)"
ok 'init ends' until_ 10 gone $holder
finish
