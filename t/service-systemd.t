#!/bin/sh
# sshpctl enable, disable, stop and start with the real systemd as process 1.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
. t/lib/systemd.sh
service_world
service_recipes || exit 1
sed -i 's/^Host vps/&\n    Persist yes/' "$service_home/.ssh/config"
systemd_world
ok 'systemd is process 1' systemd_boot
note "$(sd systemctl --version | head -n 1); $(sd systemctl is-system-running)"
[ "$tap_bad" -eq 0 ] || { sed 's/^/# /' "$T/console"; finish; }

# What "sshpctl enable" may leave in the file system.
units() { find /etc/systemd "$service_home/.config" /var/lib/systemd/linger "$service_home/.local/state/sshp/lingers" 2> /dev/null | sort; }
up() { sd sshpctl list tunnel:vps > /dev/null 2>&1 && listens '' 8022; }
down() { ! listens '' 8022 && [ -z "$(processes /usr/local/bin/sshp)" ]; }
# ctl runner name status words...
ctl() {
	ctl_as=$1 ctl_name=$2 ctl_wanted=$3
	shift 3
	$ctl_as sshpctl "$@" > "$T/out" 2> "$T/err" < /dev/null
	ctl_status=$?
	is "$ctl_name" $ctl_status "$ctl_wanted"
	[ $ctl_status = "$ctl_wanted" ] || sed 's/^/# /' "$T/out" "$T/err"
}
units > "$T/before"

# As root.
ctl sd 'without units, enable says that none is enabled' 0 enable
is 'enable without a name says so in one line' "$(cat "$T/out" "$T/err")" 'sshpctl: no tunnels are enabled'
ctl sd 'as root, enable needs an account' 2 enable vps
has 'enable says how to choose the account' "$T/err" '^sshpctl: enable: as root, name the account .*: -u account$'
ctl sd 'enable of a mistyped name fails' 3 enable -u tunnel vsp
is 'enable names the right host' "$(cat "$T/err")" 'sshpctl: vsp: no such Host in ssh_config; did you mean vps?'
mv "$service_home/.ssh/known_hosts" "$T/known_hosts"
ctl sd 'enable fails without a known host key' 1 enable -u tunnel vps
is 'enable says what is missing, and that it changed nothing' "$(cat "$T/err")" \
    'sshpctl: vps: the host key of server is not known; run "ssh vps" once, and compare the fingerprint
sshpctl: vps: not enabled (-f enables it in spite of that)'
units > "$T/after"
ok 'enable that fails leaves nothing' cmp "$T/before" "$T/after"
mv "$T/known_hosts" "$service_home/.ssh/known_hosts"
ctl sd 'as root, enable succeeds' 0 enable -u tunnel vps
is 'enable says that the tunnel is up' "$(cat "$T/out" "$T/err")" 'vps: enabled, and up'
ok 'the tunnel is up' up
is 'sshp runs in the chosen account' "$(sd systemctl show -p User --value sshp@vps)" tunnel
ctl sd 'enable lists what is enabled' 0 enable
is 'the list has the account and the state' "$(tail -n 1 "$T/out" | tr -s ' ')" 'vps boot tunnel active: up'
ctl sd 'enable of an enabled tunnel succeeds' 0 enable -u tunnel vps
ctl sd 'enable for another account fails' 255 enable -u root vps
has 'enable names the account that has the tunnel' "$T/err" '^sshpctl: vps: enabled for the account tunnel; first: '
ctl sd 'stop ends the enabled tunnel' 0 stop tunnel:vps
ok 'the tunnel is down' until_ 10 down
ok 'systemd leaves a stopped tunnel down' holds_for 7 down
ctl sd 'start starts it again' 0 start vps
is 'start says that the tunnel is up' "$(cat "$T/out" "$T/err")" 'vps: started, and up'
ctl sd 'stop by the full name' 0 stop tunnel:vps
ctl sd 'start takes the full name, too' 0 start tunnel:vps
ok 'the tunnel is up after start' up
systemd_cut
ok 'nothing runs after a power cut' until_ 10 down
ok 'systemd starts again' systemd_boot
ok 'the tunnel is up after a boot' until_ 30 up
ctl sd 'disable of a mistyped name fails' 3 disable vsp
is 'disable names the right tunnel' "$(cat "$T/err")" 'sshpctl: vsp: not enabled; did you mean vps?'
ctl sd 'disable succeeds' 0 disable vps
ok 'disable ends the tunnel' until_ 10 down
units > "$T/after"
ok 'disable leaves nothing in the file system' cmp "$T/before" "$T/after"
is 'disable leaves nothing in systemd' "$(sd systemctl list-units --all --no-legend 'sshp@*')" ''

# A server that is down, with -f.
server_down
ctl sd 'enable fails without a server' 1 enable -u tunnel vps
ctl sd 'enable -f enables nevertheless' 1 enable -f -u tunnel vps
has 'enable -f says that the tunnel is not up yet' "$T/err" '^sshpctl: vps: enabled, but not up yet: .*; sshp keeps trying$'
server_up
ok 'the tunnel comes up with the server' until_ 60 up
sd sshpctl disable vps > /dev/null

# A name that systemd must escape.
sed -i 's,^Host vps$,Host vps web+1/x-y,' "$service_home/.ssh/config"
ctl sd 'enable takes a name with odd characters' 0 enable -u tunnel web+1/x-y
odd() { sd sshpctl list tunnel:web+1/x-y > "$T/out" 2>&1; }
ok 'the tunnel with odd characters is up' odd
ctl sd 'enable lists the odd name' 0 enable
has 'the list shows the odd name' "$T/out" '^web+1/x-y  *boot'
sd sshpctl stop tunnel:web+1/x-y
ctl sd 'start takes the odd name' 0 start web+1/x-y
ctl sd 'disable takes the odd name' 0 disable 'web*'
units > "$T/after"
ok 'disable of an odd name leaves nothing' cmp "$T/before" "$T/after"

# As a user.
sd systemctl start user@54321
units > "$T/before"
ctl as_tunnel 'as a user, enable succeeds' 0 enable vps
has 'enable offers lingering as a command' "$T/err" '^sshpctl: vps: starts when you log in, and ends when you log out; to start it at boot: loginctl enable-linger tunnel$'
ok 'enable does not switch lingering on by itself' [ ! -e /var/lib/systemd/linger/tunnel ]
ok 'the tunnel of the user is up' as_tunnel sshpctl list vps
ctl as_tunnel 'a user lists what is enabled' 0 enable
has 'the tunnel of the user starts at login' "$T/out" '^vps  *login '
ctl as_tunnel 'a user disables the tunnel' 0 disable vps
ok 'the tunnel of the user has ended' until_ 10 down
units > "$T/after"
ok 'disable leaves nothing of the user' cmp "$T/before" "$T/after"
as_tunnel sshp -f -N vps 2> "$T/err"
ctl as_tunnel 'enable fails while the tunnel runs without systemd' 255 enable vps
has 'enable says which process keeps the tunnel' "$T/err" '^sshpctl: vps: process [0-9]* keeps this tunnel already; first: sshpctl stop vps$'
as_tunnel sshpctl stop vps
# There is no polkit here that would let users linger: root does it for them.
mkdir "$T/ask"
chown 54321 "$T/ask"
cat > /usr/local/bin/loginctl <<-END
	#!/bin/sh
	echo "\$@" > $T/ask/new && mv $T/ask/new $T/ask/please
	while [ -e $T/ask/please ]; do sleep .1; done
END
chmod 755 /usr/local/bin/loginctl
asked() { [ -e "$T/ask/please" ]; }
answer() {
	until_ 30 asked || return
	# shellcheck disable=SC2046
	sd /usr/bin/loginctl $(cat "$T/ask/please")
	rm "$T/ask/please"
}
answer &
install -m 755 "$O/t/lib/pty" "$T/pty"
printf 'y\n' | as_tunnel "$T/pty" sshpctl enable vps > "$T/out" 2>&1
has 'on a terminal, enable asks about lingering' "$T/out" 'enable-linger tunnel)? \[y/N\]'
ok 'after y, the user lingers' [ -e /var/lib/systemd/linger/tunnel ]
systemd_cut
systemd_boot
up_user() { as_tunnel sshpctl list vps > /dev/null 2>&1 && listens '' 8022; }
ok 'the tunnel of the user is up after a boot without a login' until_ 30 up_user
ctl as_tunnel 'the tunnel of a lingering user starts at boot' 0 enable
has 'the list says so' "$T/out" '^vps  *boot '
answer &
ctl as_tunnel 'disable of the last tunnel succeeds' 0 disable -a
has 'disable switches lingering off if enable had switched it on' "$T/err" '^sshpctl: your services no longer start at boot'
ok 'the user does not linger' [ ! -e /var/lib/systemd/linger/tunnel ]
units > "$T/after"
ok 'disable leaves nothing at the end' cmp "$T/before" "$T/after"
systemd_end
ok 'no process of the test is left' until_ 10 down
ok 'no control group of the test is left' [ ! -d "$systemd_group" ]
finish
