#!/bin/sh
# Where sshp has its sockets: where no other user can replace them, where a
# logout leaves them, and in a directory of any name.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
mkdir "$T/bin"
cp "$O/sshp" "$O/sshpctl" "$O/tunnel-guard" "$T/bin/"
PATH=$T/bin:$PATH
# Ours, for we take names in them.
mount -t tmpfs -o mode=1777 none /tmp
mount -t tmpfs -o mode=1777 none /dev/shm
uid=$(id -u)
up() { until_ 20 says "$T/a" 'up in'; }
found() { sshpctl list server > "$T/list" 2>&1; }
# its_dir: the directory that the sshp in $keep has.
its_dir() { dirname "$(find /tmp /dev/shm "$T/run" "$T/odd" /run/user -name ctl -path "*/$keep.run/*" 2> /dev/null)"; }
ends() {
	kill "$keep"
	wait "$keep"
	is "$1: sshp ends with 0 on SIGTERM" $? 0
}

# --- names that ssh or a shell would change ---
mkdir -m 700 "$T/odd"
# shellcheck disable=SC2016
for name in '${HOME}' 'a${PATH}b' '$HOME' '%h%%' 'a b' "it's" 'quo"te' 'back\slash' '~' '*' '$(id)' 'é'; do
	mkdir -m 700 "$T/odd/$name"
	XDG_RUNTIME_DIR=$T/odd/$name keep "$T/a" -N -L 9090:localhost:22 server
	ok "a run directory named $name does not keep the tunnel down" up
	ok "a run directory named $name: sshpctl finds the tunnel" found
	ends "a run directory named $name"
done

# --- a logout removes /run/user/UID ---
mkdir -m 755 /run/user && mkdir -m 700 "/run/user/$uid"
XDG_RUNTIME_DIR=/run/user/$uid keep "$T/a" -N server
ok 'a tunnel with a run directory of the login is up' up
ssh=$(kept $keep)
rm -rf "/run/user/$uid"
ok 'sshpctl finds the tunnel after the user logged out' found
case $(its_dir) in
/run/user/*) verdict 1 'the directory of the tunnel is where a logout leaves it' ;;
*) verdict 0 'the directory of the tunnel is where a logout leaves it' ;;
esac
kill -9 "$ssh"
ok 'the tunnel is back after the user logged out' until_ 20 says "$T/a" 'reconnected after'
ends 'after a logout'
mkdir -m 700 "/run/user/$uid"
mkdir -p "$T/linger/linger" && : > "$T/linger/linger/$(id -un)"
if mount --bind "$T/linger" /var/lib/systemd 2> /dev/null; then
	XDG_RUNTIME_DIR=/run/user/$uid keep "$T/a" -N server
	ok 'a tunnel of a user with lingering is up' up
	is 'the tunnel of a user with lingering has its directory in /run/user' "$(its_dir)" "/run/user/$uid/sshp/$keep.run"
	ends 'of a user who lingers'
	umount /var/lib/systemd
else
	skip 'of a user who lingers' 'no /var/lib/systemd here'
fi
rm -rf /run/user

# --- others ---
if [ "$uid" -ne 0 ]; then
	skip 'run directories of other users' 'not root here'
	finish
fi
hers=12345
unset XDG_RUNTIME_DIR
mkdir -m 755 "$T/hers" && mkdir -m 700 "$T/hers/run" "$T/hers/state"
chown $hers "$T/hers"
XDG_RUNTIME_DIR=$T/hers/run XDG_STATE_HOME=$T/hers/state keep "$T/a" -N server
ok 'a tunnel with XDG_RUNTIME_DIR below a directory of another user is up' up
is 'sshp makes nothing below the directory of another user' "$(find "$T/hers" -name 'sshp*')" ''
ok 'sshpctl finds the tunnel' found
ends 'XDG_RUNTIME_DIR below a directory of another user'
ln -s "$T/run" "$T/link"
XDG_RUNTIME_DIR=$T/link keep "$T/a" -N server
ok 'a tunnel with XDG_RUNTIME_DIR through a symbolic link of the user is up' up
is 'the path that sshp uses has no symbolic link' "$(its_dir)" "$T/run/sshp/$keep.run"
ends 'XDG_RUNTIME_DIR by a symbolic link of ours'
chmod 775 "$T/run/sshp"
XDG_RUNTIME_DIR=$T/run keep "$T/a" -N server
ok 'a tunnel with a run directory that others can write to is up' up
is 'sshp makes nothing in a run directory that others can write to' "$(ls "$T/run/sshp")" ''
ends 'a run directory that others can write to'
rm -rf "$T/run/sshp"
mkdir "$T/hers/state/new"
XDG_STATE_HOME=$T/hers/none keep "$T/a" -N server
ok 'a tunnel is up although its state directory is missing in a directory of another user' up
ok 'sshp makes no state directory in a directory of another user' [ ! -e "$T/hers/none" ]
ends 'a state directory of another user'


# Another user says which of our directories it is.
as_her() { setpriv --reuid $hers --regid $hers --clear-groups "$@"; }
rm -rf "/tmp/sshp-$uid" "/dev/shm/sshp-$uid"
mkdir -p "$T/ours/042.run" && echo data > "$T/ours/042.run/data"
as_her ln -s "$T/ours" "/tmp/sshp-$uid"
as_her ln -s "$T/ours" "$T/hers/ours"
keep "$T/a" -N server
ok 'a tunnel is up although its name in /tmp is a link of another user' up
ok 'sshpctl finds the tunnel' found
is 'sshp removes and makes nothing where the link of another user leads' "$(cd "$T/ours" && find . -type f)" ./042.run/data
ends 'a link of another user in /tmp'
RUNTIME_DIRECTORY=$T/hers/ours XDG_RUNTIME_DIR=$T/hers/ours XDG_STATE_HOME=$T/hers/ours keep "$T/a" -N server
ok 'a tunnel is up although the environment names a link of another user' up
ok 'sshpctl finds the tunnel' found
is 'sshp removes and makes nothing where the link of another user leads' "$(cd "$T/ours" && find . -type f)" ./042.run/data
ends 'a link of another user in the environment'

rm -rf "/tmp/sshp-$uid" "/dev/shm/sshp-$uid"
for dir in /tmp /dev/shm; do
	mkdir -m 755 "$dir/sshp-$uid"
	chown $hers "$dir/sshp-$uid"
done
keep "$T/a" -N -L 9090:localhost:22 server
ok 'a tunnel is up although its names in /tmp and /dev/shm are taken by another user' up
ok 'sshpctl finds the tunnel' found
is 'sshp uses a directory that only its user can open' "$(stat -c '%u %a' "$(dirname "$(its_dir)")")" "$uid 700"
is 'sshp makes nothing in the directories of the other user' "$(find "/tmp/sshp-$uid" "/dev/shm/sshp-$uid" -name '*.run')" ''
ends 'with our names taken'
XDG_STATE_HOME=/proc/none keep "$T/a" -N server
ok 'a tunnel is up although there is no registry either' up
is 'sshpctl finds the tunnel' "$(XDG_STATE_HOME=/proc/none sshpctl list server > /dev/null; echo $?)" 0
ends 'with our names taken, and no registry'
is 'a second tunnel uses the same directory, and both leave nothing in it' \
    "$(find /tmp -mindepth 1 -name "sshp-$uid.*" | wc -l) $(find /tmp -name '*.run')" '1 '
finish
