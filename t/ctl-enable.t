#!/bin/sh
# sshpctl enable and start without systemd, what --print prints, and what
# sshpctl asks of systemctl.  t/service-systemd.t uses the real systemd.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
service_world
service_recipes || exit 1
sed -i 's/^Host vps/&\n    Persist yes/' "$service_home/.ssh/config"
printf 'Host web+1/x-y\n    HostName server\n    Persist yes\n    LocalForward 8023 localhost:22\n' >> "$service_home/.ssh/config"
as_tunnel() { setpriv --reuid 54321 --regid 54321 --init-groups env -u XDG_RUNTIME_DIR HOME="$service_home" USER=tunnel "$@"; }
# ctl runner name status words...
ctl() {
	ctl_as=$1 ctl_name=$2 ctl_wanted=$3
	shift 3
	$ctl_as sshpctl "$@" > "$T/out" 2> "$T/err" < /dev/null
	ctl_status=$?
	is "$ctl_name" $ctl_status "$ctl_wanted"
	[ $ctl_status = "$ctl_wanted" ] || sed 's/^/# /' "$T/out" "$T/err"
}
said() { is "$1" "$(cat "$T/err")" "$2"; }
rm -rf /etc/inittab /etc/sv /etc/runit /etc/service

# Without systemd.
ctl env 'without systemd, enable of a mistyped name fails' 3 enable -u tunnel vsp
said 'enable names the right host' 'sshpctl: vsp: no such Host in ssh_config; did you mean vps?'
ctl env 'as root, enable needs an account' 2 enable vps
SUDO_USER=ann ctl env 'as root with sudo, enable needs an account, too' 2 enable vps
has 'enable proposes the account of sudo' "$T/err" ': -u ann$'
ctl env 'enable of an unknown account fails' 2 enable -u nobody-here vps
said 'enable names the unknown account' 'sshpctl: -u nobody-here: no such account'
ctl as_tunnel 'a user cannot choose another account' 2 enable -u root vps
said 'enable says that only root can' 'sshpctl: -u root: only root can choose an account'
ctl env 'a name that looks like an option is refused' 2 enable -u tunnel -- -v
ctl env 'a name with a newline is refused' 2 enable -u tunnel 'a
b'
ctl env 'without systemd, enable prints what to do' 0 enable -u tunnel vps
has 'enable says for which init system' "$T/out" '^# cron: starts the tunnel vps at boot\.'
has 'enable prints the line for cron' "$T/out" '^#	@reboot /usr/local/bin/sshp -f -N -o Persist=yes vps$'
ok 'enable changes nothing without systemd' [ ! -e /etc/systemd/system/sshp@vps.service.d ]
printf '#!/bin/sh\nprintf "\\033]0;x" >&2\n' > "$service_home/says"
chmod 755 "$service_home/says"
echo "Match exec $service_home/says" >> "$service_home/.ssh/config"
ctl env 'enable runs the commands in the ssh_config of the account' 0 enable -u tunnel vps
has 'what these commands print is shown' "$T/err" ']0;x'
lacks 'what these commands print has no control characters for the terminal of root' "$T/err" "$(printf '\033')"
sed -i '$d' "$service_home/.ssh/config"
mv "$service_home/.ssh/known_hosts" "$T/kept"
ctl env 'without systemd, enable checks the tunnel, too' 1 enable -u tunnel vps
has 'enable names the missing host key' "$T/err" '^sshpctl: vps: the host key of server is not known;'
ctl env '--print prints without a login' 0 enable --print -u tunnel vps
mv "$T/kept" "$service_home/.ssh/known_hosts"
ctl env 'disable needs systemd' 255 disable vps
ctl as_tunnel 'a user gets lines for the own crontab' 0 enable vps
has 'the lines are for the account of the user' "$T/out" '^# Add these lines as tunnel with: crontab -e$'
mkdir /run/openrc
ctl env 'enable finds OpenRC' 0 enable -u tunnel vps
has 'enable prints the commands for OpenRC' "$T/out" '^rc-update add sshp.vps default$'
rmdir /run/openrc

# --print=system: a script for a shell, the files of contrib in it.
for system in systemd s6 runit openrc dinit inittab cron launchd procd; do
	ctl env "--print=$system prints" 0 enable --print=$system -u tunnel vps
	ok "what --print=$system prints is a script" sh -n "$T/out"
	has "--print=$system says how to undo it" "$T/out" '^# To undo: '
done
ctl env '--print with an unknown init system fails' 2 enable --print=sysv -u tunnel vps
ctl env 'only systemd can have odd characters in a name' 2 enable --print=runit -u tunnel web+1/x-y
for path in '/home/ann lee/bin/sshp' '/opt/a&b/sshp' '/opt/$(id)/sshp'; do
	print=$(sh contrib/print-service cron vps sshp@vps.service ann "$path" '' 2>&1)
	is "--print refuses the path $path" "$?,$print" \
	    "2,print-service: $path: the files of init systems cannot have such a path (install sshp where it has no spaces)"
done
mkdir -p /etc/service
sshpctl enable --print=runit -u tunnel vps | sh
ok 'the script for runit makes the files of contrib/runit' diff -r contrib/runit/sshp /etc/sv/sshp-vps
is 'the script for runit makes the link' "$(readlink /etc/service/sshp-vps)" /etc/sv/sshp-vps
cp -R "$service_home/.ssh" "$T/home/"
ctl env '--print takes another account' 0 enable --print=runit -u root vps
has 'the other account is in the script' "$T/out" '^exec chpst -u root /usr/local/bin/sshp '
printf 'Host box\n    Persist yes\n    LocalForward 1 a:1\n' >> "$service_home/.ssh/config"
ctl env '--print takes another name' 0 enable --print=inittab -u tunnel box
has 'the other name is in the line' "$T/out" "respawn:/bin/su tunnel .*sshp-respawn box'"

# systemctl, as a script that records what it is asked.
mkdir -p /run/systemd/system
cat > /usr/local/bin/systemctl <<-END
	#!/bin/sh
	echo "\$@" >> $T/asked
	case "\$*" in
	show*) printf 'ActiveState=%s\nStatusText=up\nUser=tunnel\n' "\$(cat $T/active)" ;;
	*start*) echo active > $T/active ;;
	enable*) exec cat $T/fails ;;
	esac
END
chmod 755 /usr/local/bin/systemctl
echo inactive > "$T/active"
: > "$T/fails"
dropin='/etc/systemd/system/sshp@vps.service.d/sshpctl.conf'
ctl env 'enable asks systemctl' 0 enable -u tunnel vps
is 'enable reloads, enables and starts' "$(grep -v '^show' "$T/asked" | paste -sd, -)" \
    'daemon-reload,enable --quiet -- sshp@vps.service,--no-block start -- sshp@vps.service'
is 'the file of enable has the account' "$(tail -n +2 "$dropin")" '[Service]
User=tunnel'
mkdir -p /etc/systemd/system/multi-user.target.wants
ln -s /dev/null /etc/systemd/system/multi-user.target.wants/sshp@vps.service
: > "$T/asked"
ctl env 'disable asks systemctl' 0 disable vps
is 'disable stops, disables and reloads' "$(grep -v '^show' "$T/asked" | paste -sd, -)" \
    'disable --now --quiet -- sshp@vps.service,daemon-reload,reset-failed -- sshp@vps.service'
ok 'disable removes the file of enable' [ ! -e "${dropin%/*}" ]
rm "$T/fails" /etc/systemd/system/multi-user.target.wants/sshp@vps.service
echo inactive > "$T/active"
ctl env 'enable fails if systemctl does' 255 enable -u tunnel vps
ok 'a failed enable removes its file' [ ! -e "${dropin%/*}" ]
: > "$T/fails"
ctl env 'enable escapes odd characters' 0 enable -u tunnel web+1/x-y
dropin='/etc/systemd/system/sshp@web\x2b1\x2fx\x2dy.service.d/sshpctl.conf'
has 'the unit of an escaped name has the name back' "$dropin" '^ExecStart=:/usr/local/bin/sshp -N -o Persist=yes %I$'
has 'a reload of an escaped name has the name back' "$dropin" '^ExecReload=:/usr/local/bin/sshpctl reload %I$'
! command -v systemd-escape > /dev/null ||
    is 'systemd-escape gives the name back' "$(systemd-escape -u --instance -- "$(basename "${dropin%.d/*}")")" web+1/x-y
ctl env '--print prints the file of systemd, too' 0 enable --print -u tunnel vps
has '--print names the place of the file' "$T/out" "^cat > '/etc/systemd/system/sshp@vps.service.d/sshpctl.conf' <<'END'\$"
has '--print names the template' "$T/out" '^# The template is there: /usr/local/lib/systemd/system/sshp@.service$'
echo failed > "$T/active"
sed -i '/\*start\*/d' /usr/local/bin/systemctl
ctl env 'enable of a unit that fails is 1' 1 enable -u tunnel vps
said 'enable says where the reason is' "sshpctl: vps: enabled, but sshp has ended (journalctl -u 'sshp@vps.service' shows why)"
rm -r /run/systemd /etc/systemd/system/sshp@*

# start of a tunnel that is no service.
ctl as_tunnel 'start starts a tunnel with the forwards of ssh_config' 0 start vps
ok 'the tunnel is up' tunnel_up
ctl as_tunnel 'start of a running tunnel succeeds' 0 start vps
ctl as_tunnel 'stop ends it' 0 stop vps
ctl as_tunnel 'start starts several tunnels' 0 start vps web+1/x-y
is 'start prints a line for each of several' "$(sort "$T/out" | paste -sd, -)" 'vps: started,web+1/x-y: started'
ctl as_tunnel 'stop ends both' 0 stop -a
# A tunnel whose forwards were on the command line.
cp -R "$service_home/.ssh" "$service_home/other"
chown -R 54321 "$service_home/other"
sed -i '/LocalForward/d' "$service_home/other/config"
(cd "$service_home/other" && as_tunnel sshp -f -N -F config -o PersistName=byhand -L 8024:localhost:22 vps 2> "$T/err")
ok 'a tunnel with a forward of the command line is up' listens '' 8024
ctl as_tunnel 'stop ends it' 0 stop byhand
ctl as_tunnel 'start starts it as it was started' 0 start byhand
ok 'its forward is there again' listens '' 8024
ok 'it has its name again' as_tunnel sshpctl list byhand
ctl as_tunnel 'stop ends it again' 0 stop byhand
rm -r "$service_home/other"
ctl as_tunnel 'start fails if its -F was in a directory that is gone' 255 start byhand
mkdir -m 777 "$T/locked"
(cd "$T/locked" && as_tunnel sshp -f -N -o PersistName=locked -L 8025:localhost:22 vps 2> "$T/err")
chmod 700 "$T/locked"
ok 'a tunnel that was started in a directory is up' listens '' 8025
ctl as_tunnel 'stop ends it, too' 0 stop locked
ctl as_tunnel 'start works without the directory, which its user cannot enter now' 0 start locked
has 'start says that it uses another directory' "$T/err" "^sshpctl: locked: $T/locked: Permission denied; starting it in /\$"
ok 'the forward is there again' listens '' 8025
ctl as_tunnel 'stop ends it at last' 0 stop locked
# A server that accepts the connection and says nothing.
perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalAddr => "127.0.0.1",
    LocalPort => 8026, Listen => 5, ReuseAddr => 1) or die; push @c, $s->accept while 1' &
mute=$!
printf 'Host mute\n\tHostName 127.0.0.1\n\tPort 8026\n\tPersist yes\n\tLocalForward 8027 localhost:22\n' >> "$service_home/.ssh/config"
as_tunnel sshpctl start mute > "$T/mute" 2>&1 &
ok 'start says after 15 seconds that it still waits' until_ 30 says "$T/mute" '^sshpctl: mute: not up after 15s; waiting until it is (.C ends it)$'
ctl as_tunnel 'stop ends a tunnel that is not up yet' 0 stop mute
kill $mute
ctl as_tunnel 'start of a mistyped name fails' 3 start vsp
said 'start names the right host' 'sshpctl: vsp: no such Host in ssh_config; did you mean vps?'
ctl as_tunnel 'start of a pattern needs an enabled tunnel' 3 start 'w*'
ctl as_tunnel 'start without a name fails' 2 start
ok 'no process and no file of sshp is left' until_ 10 tunnel_clean
finish
